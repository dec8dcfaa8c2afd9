// Reads docs/security/asvs.md: tables whose rows name requirements of the standard and answer them.

const KINDS = { "**not applicable**": "not applicable", "**Cloudflare's**": "Cloudflare's", "**not met**": "not met" };

/** The requirements that a row's first cell names. */
export const asked = (cell) => cell.match(/(?<![\d.])\d+\.\d+\.\d+(?![\d.])/g) ?? [];

/** The rows of the tables of requirements, each with what it answers, how, and in which words. */
export function rows(document) {
  const cells = document.split("\n").map((line) => /^\| (\d+\.\d+\.\d+[^|]*) \| (.*) \|$/.exec(line)).filter(Boolean);
  return cells.map(([, first, answer]) => {
    const kind = Object.entries(KINDS).find(([words]) => answer.startsWith(words))?.[1] ?? "shown";
    return { requirements: asked(first), answer, kind };
  });
}

/** What is missing, there twice, unknown to the standard, or said to be two things at once. */
export function wrongAnswers(document, requirements) {
  const found = rows(document).flatMap((row) => row.requirements);
  const tables = document.split("\n").filter((line) => /^\| .*\d+\.\d+\.\d+/.test(line)).length;
  return [
    ...requirements.filter((one) => !found.includes(one)).map((one) => `${one} is not answered`),
    ...found.filter((one, place) => found.indexOf(one) !== place).map((one) => `${one} is answered twice`),
    ...found.filter((one) => !requirements.includes(one)).map((one) => `${one} is none`),
    ...rows(document).filter(({ kind, answer }) => kind === "shown" && Object.keys(KINDS).some((words) => answer.includes(words))).map(({ answer }) => `half an answer: ${answer}`),
    ...(tables === rows(document).length ? [] : ["a row is none"]),
  ];
}

/** How many there are of a level, and how many of each kind, as the table of sums has them. */
export function tally(document, level) {
  const kindOf = new Map(rows(document).flatMap(({ requirements, kind }) => requirements.map((one) => [one, kind])));
  const of = (kind) => level.filter((one) => kindOf.get(one) === kind).length;
  return [level.length, of("shown"), ...Object.values(KINDS).map(of)];
}

/** The document with each of its rows gone, each there twice, and with a requirement that the standard has not. */
export function* changed(document) {
  const lines = document.split("\n");
  for (const [place, line] of lines.entries()) {
    if (rows(line).length === 0) continue;
    yield [`without: ${line}`, lines.toSpliced(place, 1).join("\n")];
    yield [`twice: ${line}`, lines.toSpliced(place, 0, line).join("\n")];
  }
  yield ["made up", `${document}\n| 1.2.99 nothing | \`app/boot.js\` |\n`];
  yield ["half an answer", document.replace("| a path is never decoded", "| a path is never decoded; **not met** otherwise")];
}
