// `make bench`: the figures that Portico promises, measured, in one table and in target/bench.json.
//
//   node tests/figures/bench.mjs <programs> [largest]
//
// `programs` is the folder of the native programs, `largest` the number of cases to stop at (1000000). What is measured:
//
//   rows      of every endpoint on D1, at 10^3 to 10^6 cases, in a workspace of about 200 and in the large one, whose own cases
//             are a tenth of all; the exponent is the slope of log(rows) over log(cases), from the ordinary workspace. With
//             them the batches and statements, and for a list of cases 3 rows for each that it shows, beyond access
//   sizes     of the first load and the worker
//   phone     how the pages load on one, in the large workspace of the smallest data: 5 000 people, 40 services
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kib, sizes } from "./sizes.mjs";

const [programs, largest = "1000000"] = process.argv.slice(2);
const SIZES = [1e3, 1e4, 1e5, 1e6].filter((size) => size <= Number(largest));
const IDP = "9420";
/** How many cases a page of a list shows. */
const PAGE = 50;
const CASES = "GET /api/workspaces/{workspace}/cases";
const ACCESS = "GET /api/workspaces/{workspace}/access";
const BARS = { first: 250, worker: 1024, exponent: 0.02, lcp: 1500, blocking: 50, shift: 0, interaction: 80 };

/** What a program prints while data of a size is served. */
function whileServing(data, ...command) {
  const state = `${data}-state`;
  rmSync(state, { recursive: true, force: true });
  const serve = ["tests/serve/serve.mjs", "--data", data, "--state", state, "--port", "8820", "--idp-port", IDP, "--", ...command];
  const output = execFileSync("node", serve, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 26 });
  rmSync(state, { recursive: true, force: true });
  return JSON.parse(output.trim().split("\n").at(-1));
}

function writeData(size) {
  const data = join("target", "bench", String(size));
  const began = Date.now();
  execFileSync(join(programs, "demo"), ["--scale", String(size), "--out", data, "--idp", `http://localhost:${IDP}`], { stdio: "inherit" });
  return { data, seconds: (Date.now() - began) / 1000 };
}

/** The slope of the straight line that fits best, of log(rows) over log(cases). */
function exponent(points) {
  const logs = points.map(([cases, rows]) => [Math.log(cases), Math.log(Math.max(rows, 1))]);
  const mean = (place) => logs.reduce((sum, point) => sum + point[place], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const below = logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return below === 0 ? 0 : logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / below;
}

function measureRows() {
  const rows = new Map();
  const generated = {};
  let phone;
  for (const size of SIZES) {
    const { data, seconds } = writeData(size);
    generated[size] = seconds;
    const figures = whileServing(data, join(programs, "figures"));
    for (const [where, costs] of Object.entries(figures)) {
      for (const cost of costs) {
        const row = rows.get(cost.endpoint) ?? { ordinary: {}, large: {} };
        row[where][size] = cost;
        rows.set(cost.endpoint, row);
      }
    }
    phone ??= whileServing(data, "node", "tests/figures/phone.mjs", "5", "at scale");
    rmSync(data, { recursive: true, force: true });
  }
  return { rows, generated, phone };
}

function printRows(rows) {
  const last = SIZES.at(-1);
  const columns = [...SIZES.map((size) => size.toExponential(0)), "exponent", "large", "written", "statements", "batches"];
  console.log(`\n${"rows read".padEnd(58)}${columns.map((column) => column.padStart(11)).join("")}`);
  for (const [endpoint, { ordinary, large, slope }] of rows) {
    const { rows_written, statements, batches } = ordinary[last];
    const read = SIZES.map((size) => ordinary[size].rows_read);
    const cells = [...read, slope.toFixed(3), large[last].rows_read, rows_written, statements, batches];
    console.log(`${endpoint.padEnd(58)}${cells.map((cell) => String(cell).padStart(11)).join("")}`);
  }
}

const { rows, generated, phone } = measureRows();
for (const row of rows.values()) row.slope = exponent(SIZES.map((size) => [size, row.ordinary[size].rows_read]));
const { first, worker } = sizes();
const bars = [];
const bar = (what, value, most, unit = "") => bars.push({ what, value, most, unit, holds: value <= most });
bar("first load", Number(kib(first).toFixed(1)), BARS.first, "KiB");
bar("worker", Number((worker / 1024).toFixed(1)), BARS.worker, "KiB");
for (const [endpoint, { slope }] of rows) bar(`exponent of ${endpoint}`, Number(slope.toFixed(3)), BARS.exponent);
for (const [endpoint, { ordinary, large }] of rows) {
  const costs = [...Object.values(ordinary), ...Object.values(large)];
  const most = (name) => Math.max(...costs.map((cost) => cost[name]));
  bar(`batches of ${endpoint}`, most("batches"), most("most_batches"));
  if (costs[0].most_statements !== null) bar(`statements of ${endpoint}`, most("statements"), most("most_statements"));
}
for (const where of ["ordinary", "large"]) {
  const worst = (endpoint) => Math.max(...Object.values(rows.get(endpoint)[where]).map((cost) => cost.rows_read));
  bar(`rows of a list of cases, ${where}`, worst(CASES), 3 * PAGE + worst(ACCESS));
}
for (const [page, times] of Object.entries(phone.times)) {
  for (const name of ["lcp", "blocking", "shift", "interaction"]) bar(`${page}: ${name}`, times[name], BARS[name], name === "shift" ? "" : "ms");
}
printRows(rows);
console.log(`\n${"".padEnd(68)}value   at most`);
for (const { what, value, most, unit, holds } of bars) {
  console.log(`${holds ? " " : "✘"} ${what.padEnd(60)}${String(value).padStart(11)}${String(most).padStart(10)} ${unit}`);
}
for (const [size, seconds] of Object.entries(generated)) console.log(`${size} cases written in ${seconds.toFixed(0)} s`);
mkdirSync("target", { recursive: true });
writeFileSync("target/bench.json", JSON.stringify({ rows: Object.fromEntries(rows), sizes: { first, worker }, phone, generated, bars }, null, 2));
console.log("target/bench.json");
