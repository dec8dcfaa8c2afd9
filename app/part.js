// Fetches a part of the program. Where something else comes in its place, or it is not there, another version was deployed
// since this page was loaded: the page is marked, and says so where the part would stand (src/pages/parts.rs).

// How long a part may take, in milliseconds; what takes longer was lost on the way.
const PATIENCE = 20_000;

export async function part(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
  const is_program = response.headers.get("content-type")?.startsWith("application/wasm");
  if (response.status === 404 || (response.ok && !is_program)) document.documentElement.dataset.outdated = "";
  return response;
}
