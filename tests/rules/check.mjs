// Every rule of docs/RULES.md stands in the name of a test that ran and passed, by what the runners themselves printed;
// and every rule in the name of a test stands in docs/RULES.md.
//
//   node tests/rules/check.mjs target/reports/*.txt
import { readFileSync } from "node:fs";

const escapes = /\u001b\[[0-9;]*m/g;

/** The names of the tests that passed, by the lines of cargo test, libtest-mimic, node --test and Playwright. */
export function passed(report) {
  const forms = [
    /^test (.+?)(?: - should panic)? +\.\.\. ok$/,
    /^\s*✔ (.+?) \(.*\)$/,
    /^\s*✓\s+\d+ (.+?)(?: \(.*\))?$/,
  ];
  return report
    .replaceAll(escapes, "")
    .split("\n")
    .flatMap((line) => forms.map((form) => form.exec(line.trimEnd())?.[1]).filter(Boolean));
}

/** The ids of the rules in a document: the bold beginnings of its list items. */
export function ruleIds(document) {
  return [...document.matchAll(/^- \*\*([A-Z0-9]+-\d+)\*\*/gm)].map((match) => match[1]);
}

/** Whether a test's name carries a rule: `rs_8_…` as a whole word of snake case, or `RS-8` in a sentence. */
export function carries(name, id) {
  const snake = id.toLowerCase().replace("-", "_");
  return new RegExp(`(^|[^a-z0-9])${snake}([^0-9]|$)`).test(name) || new RegExp(`\\b${id}(?![0-9])`).test(name);
}

/** What rules are about, by the first half of their ids. */
const AREAS = new Set("ID AGR WS INV ACC RS WHY CASE AID HOME ACT INS ASM LRN L10N AUD API PRIV".split(" "));

/** What in a test's name looks like the id of a rule. */
export function carried(name) {
  const snake = [...name.matchAll(/(?:^|[^a-z0-9])([a-z]{2,}|l10n)_(\d+)(?=_|$)/g)].map(([, area, number]) => `${area}-${number}`.toUpperCase());
  const spelled = [...name.matchAll(/\b([A-Z][A-Z0-9]+-\d+)\b/g)].map(([, id]) => id);
  return [...snake, ...spelled];
}

if (process.argv[1] === import.meta.filename) {
  const names = process.argv.slice(2).flatMap((file) => passed(readFileSync(file, "utf8")));
  const ids = ruleIds(readFileSync("docs/RULES.md", "utf8"));
  const missing = ids.filter((id) => !names.some((name) => carries(name, id)));
  if (ids.length === 0 || names.length === 0 || missing.length > 0) {
    console.error(`rules in no test that ran and passed: ${missing.join(", ") || "no rules or no tests were found"}`);
    process.exit(1);
  }
  const unknown = new Set(names.flatMap(carried).filter((id) => AREAS.has(id.split("-")[0]) && !ids.includes(id)));
  if (unknown.size > 0) {
    console.error(`rules that tests name and docs/RULES.md does not have: ${[...unknown].join(", ")}`);
    process.exit(1);
  }
  console.log(`${ids.length} rules, each in the name of a test that passed (${names.length} tests)`);
}
