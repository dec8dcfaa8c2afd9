// HTTP messages, whose headers cross over as one text: from the worker's side every name and every value would be a call of its
// own.

/** What a request is but for its body: lines with its method, its address, and the pairs of its headers as JSON. */
export function head(request) {
  return `${request.method}\n${request.url}\n${JSON.stringify([...request.headers])}`;
}

/** A copy of `usual`, and what `said` adds: a line with a name, a line with its value, and so on. Several of one name stay several. */
export function headers(said, usual) {
  const made = new Headers(usual);
  const lines = said.split("\n");
  for (let at = 0; at + 1 < lines.length; at += 2) made.append(lines[at], lines[at + 1]);
  return made;
}

/** A response. The body is copied: it lies in the worker's memory, which goes on being used. */
export function response(status, said, usual, body) {
  return new Response(body.slice(), { status, headers: headers(said, usual) });
}
