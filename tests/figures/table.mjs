// The table of `make bench`: every bar that a part declares, with what is kept of it. As text for whoever waits for it, and as
// Markdown for docs/PERFORMANCE.md, where it stands as it was written.
import { whenOf } from "./kept.mjs";

/** The parts, each a file of parts/ (bench.mjs says what it exports), in the order of the table. */
export const PARTS = ["sizes", "decision", "throughput", "rows", "phone", "interactions"];

export async function loadParts() {
  const modules = {};
  for (const name of PARTS) modules[name] = await import(`./parts/${name}.mjs`);
  return modules;
}

/** Between these the table stands in a document. */
const MARKS = ["<!-- from here on as `make bench` wrote it into target/bench.md -->", "<!-- up to here -->"];

/** Whether a value keeps to its bar. */
export const holds = (value, { most, least }) => (most === undefined || value <= most) && (least === undefined || value >= least);

/** A bar in signs: `≤ 250, aim 180`. */
export const inSigns = ({ most, least, aim }) => `${most === undefined ? "≥" : "≤"} ${most ?? least}${aim === undefined ? "" : `, aim ${aim}`}`;

/** The lines of a part, by its bars: `part` is what is kept of it, if anything is. */
export function rowsOf(name, bars, part) {
  const why = part === undefined ? "not measured" : part.failed?.why ?? "not among what was found";
  const when = part ? whenOf(part) : {};
  return Object.entries(bars).map(([what, bar]) => {
    const value = part?.values?.[what] ?? null;
    const state = value === null ? `missing: ${part?.missing?.[what] ?? why}` : holds(value, bar) ? "holds" : "DOES NOT HOLD";
    const outlived = value !== null && part.failed !== undefined && when[what] < part.failed.at;
    return { part: name, what, value, bar: inSigns(bar), state: outlived ? `${state}; a later run failed` : state, measured: when[what] ?? null };
  });
}

const minute = (moment) => moment.slice(0, 16).replace("T", " ");

/** For a terminal: when a value was measured is said where it was before `began`. */
export function asText(rows, began) {
  const all = rows.map((row) => ({
    ...row,
    value: row.value === null ? "–" : String(row.value),
    state: row.state + (row.measured !== null && row.measured < began ? `, ${minute(row.measured)}` : ""),
  }));
  const lines = [{ part: "part", what: "figure", value: "value", bar: "should be", state: "" }, ...all];
  const width = (cell) => 2 + Math.max(...lines.map((line) => line[cell].length));
  const [part, what, value, bar] = ["part", "what", "value", "bar"].map(width);
  return lines.map((line) => `${line.part.padEnd(part)}${line.what.padEnd(what)}${line.value.padStart(value)}  ${line.bar.padEnd(bar)}${line.state}`);
}

/** What was remarked on a part, and whether a run failed since. */
export function remarksOf(name, { remarks = [], measured, failed }) {
  const told = remarks.length > 0 ? [`${name}, ${minute(measured ?? failed.at)}:`, ...remarks.map((one) => `  ${one}`)] : [];
  if (!failed) return told;
  const former = measured ? `what is kept is of ${minute(measured)}, but what this run found` : "nothing was kept of it before";
  return [...told, `${name}, ${minute(failed.at)}, failed: ${failed.why} (${former})`, ...failed.remarks.map((one) => `  ${one}`)];
}

/** The sum: how many hold, do not hold, are missing. */
export function inSum(rows) {
  const count = (state) => rows.filter((row) => row.state.startsWith(state)).length;
  return `${count("holds")} hold, ${count("DOES")} do not, ${count("missing")} are missing`;
}

/** For a document. */
export function asMarkdown(rows) {
  const lines = rows.map(({ part, what, value, bar, state, measured }) =>
    [part, what, value ?? "–", bar, state.replace("DOES NOT HOLD", "**does not hold**"), measured === null ? "–" : minute(measured)]);
  const cells = (line) => `| ${line.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [cells(["Part", "Figure", "Value", "Bar", "State", "Measured"]), "|---|---|--:|---|---|---|", ...lines.map(cells), ""].join("\n");
}

/** The place of the table in a document. */
function placeIn(document) {
  const [from, to] = [document.indexOf(MARKS[0]), document.indexOf(MARKS[1])];
  if (from < 0 || to < from) throw new Error(`the table's place is between ${MARKS.join(" and ")}, which are not there`);
  return [from + MARKS[0].length, to];
}

/** The document with this table in its place. */
export function withTable(document, table) {
  const [from, to] = placeIn(document);
  return `${document.slice(0, from)}\n\n${table}\n${document.slice(to)}`;
}

/** The lines of the table that stands in a document. */
export function tableIn(document) {
  const lines = document.slice(...placeIn(document)).trim().split("\n").slice(2);
  return lines.map((line) => {
    const [part, what, value, bar, state, measured] = line.replace(/^\| | \|$/g, "").split(/(?<!\\) \| /);
    return { part, what, value, bar, state, measured };
  });
}
