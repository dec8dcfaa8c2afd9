// Every rule of docs/RULES.md stands in the name of a test that ran and passed, by what the runners themselves printed;
// and every rule in the name of a test stands in docs/RULES.md.
//
//   node tests/rules/check.mjs --reports "native.txt tools.txt" target/reports
//
// It reads these reports in that folder, those that `make test` records, and no others: one that is missing is said to be, and so
// is how old the oldest and the newest are where they are of different runs.
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

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

/** Reports that lie further apart than this are not of one `make test`. */
const ONE_RUN = 3 * 3_600_000;

/** Whether a runner says in its report that it came to its end, and something passed. Of tests that print, it does not list all. */
const ended = (report) => /\b[1-9]\d* passed|^ℹ pass [1-9]/m.test(report.replaceAll(escapes, ""));

/** The reports of a folder, `{ file, at, names, whole }` each, and those of `expected` that are not there. */
export function reportsIn(folder, expected) {
  const [there, missing] = [expected.filter((name) => existsSync(join(folder, name))), expected.filter((name) => !existsSync(join(folder, name)))];
  const read = (name) => {
    const report = readFileSync(join(folder, name), "utf8");
    return { file: name, at: statSync(join(folder, name)).mtimeMs, names: passed(report), whole: ended(report) };
  };
  return { reports: there.map(read), missing };
}

/** What is wrong, in sentences: about reports, about rules that no test carries, about rules that tests carry and nobody wrote. */
export function faults({ reports, missing }, ids) {
  const names = reports.flatMap((report) => report.names);
  const untested = ids.filter((id) => !names.some((name) => carries(name, id)));
  const unknown = reports.flatMap(({ file, at, names }) =>
    names.flatMap((name) => carried(name).filter((id) => AREAS.has(id.split("-")[0]) && !ids.includes(id))
      .map((id) => `docs/RULES.md has no ${id}, which a test names: ${name} (${file}, ${new Date(at).toISOString().slice(0, 16)})`)));
  const broken = reports.filter(({ whole }) => !whole).map(({ file }) => `${file} ends before its tests do, or nothing passed`);
  return [
    ...missing.map((file) => `there is no ${file}: the tests that it lists have not run`),
    ...broken,
    ...(ids.length === 0 ? ["no rules were found"] : []),
    ...(untested.length > 0 ? [`rules in no test that ran and passed: ${untested.join(", ")}`] : []),
    ...unknown,
  ];
}

/** That some reports are of another run than others, if they are: what they say may be of former code. */
export function aged(reports) {
  const [oldest, ...others] = reports.toSorted((one, other) => one.at - other.at);
  const newest = others.at(-1);
  if (!newest || newest.at - oldest.at <= ONE_RUN) return null;
  const hours = Math.round((newest.at - oldest.at) / 3_600_000);
  return `${oldest.file} is ${hours} hours older than ${newest.file}: make test writes them all anew`;
}

if (process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { reports: { type: "string" } } });
  if (!values.reports || positionals.length !== 1) {
    console.error("usage: check.mjs --reports \"FILE...\" FOLDER");
    process.exit(2);
  }
  const ids = ruleIds(readFileSync("docs/RULES.md", "utf8"));
  const found = reportsIn(positionals[0], values.reports.split(/\s+/));
  const said = faults(found, ids);
  const age = aged(found.reports);
  for (const sentence of [...(age ? [age] : []), ...said]) console.error(sentence);
  if (said.length > 0) process.exit(1);
  console.log(`${ids.length} rules, each in the name of a test that passed (${found.reports.flatMap(({ names }) => names).length} tests)`);
}
