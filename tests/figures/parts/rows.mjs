// Rows, batches and statements of every endpoint on D1, at 10^3 to 10^6 cases: in a workspace of about 200, and in the large
// one, whose own cases are a tenth of all. The exponent is the slope of log(rows) over log(cases) in the ordinary workspace; of
// fewer than three sizes it is none. A run that does not reach the largest size is kept under a name of its own.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { whileServing, writeData } from "../served.mjs";

/** How many cases a page of a list shows. */
const PAGE = 50;
const ACCESS = "GET /api/workspaces/{workspace}/access";

/** How many cases there are in the database. */
export const SIZES = [1e3, 1e4, 1e5, 1e6];

/** The question for every case there is, by its name in tests/src/costs/lists.rs. */
const EVERY = "every state";
/** Of how many sizes a slope is one. */
const LEAST_SIZES = 3;
const EXPONENT = "exponent of rows read, over the cases in the database, worst endpoint";

export const BARS = {
  [EXPONENT]: { most: 0.02 },
  "batches beyond what an endpoint may, worst": { most: 0 },
  "statements beyond what a query may (8 a shard), worst": { most: 0 },
  "rows beyond 3 × page + access, ordinary workspace: a list of every case": { most: 0 },
  "rows beyond 3 × page + access, ordinary workspace: the dearest of seven lists": { most: 0 },
  "rows beyond 3 × page + access, large workspace: a list of every case": { most: 0 },
  "rows beyond 3 × page + access, large workspace: the dearest of seven lists": { most: 0 },
  "rows of a list of members or a plan beyond its people": { most: 0 },
};

/** What a run up to so many cases is kept as. */
export const keptAs = (largest) => (largest >= SIZES.at(-1) ? "rows" : `rows up to 10^${Math.round(Math.log10(largest))}`);

export function measure({ programs, largest, keep }) {
  const sizes = SIZES.filter((size) => size <= largest);
  const rows = {};
  const lists = {};
  const generated = {};
  for (const size of sizes) {
    const { data, seconds } = writeData(programs, size);
    generated[size] = seconds;
    try {
      const found = whileServing(data, join(programs, "figures"));
      for (const [where, costs] of Object.entries(found.costs)) {
        for (const cost of costs) ((rows[cost.endpoint] ??= {})[where] ??= {})[size] = cost;
      }
      for (const [where, asked] of Object.entries(found.lists)) {
        for (const [question, read] of Object.entries(asked)) ((lists[question] ??= {})[where] ??= {})[size] = read;
      }
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
    keep({ generated, rows, lists });
  }
  for (const row of Object.values(rows)) row.slope = exponent(sizes.map((size) => [size, row.ordinary[size].rows_read]));
  return { figures: { sizes, generated, rows, lists }, ...held(rows, lists) };
}

/** What was found, held against what may be. */
export function held(rows, lists) {
  const every = Object.entries(rows).map(([endpoint, row]) => {
    const costs = [...Object.values(row.ordinary), ...Object.values(row.large)];
    const most = (name) => Math.max(...costs.map((cost) => cost[name]));
    const statements = costs[0].most_statements === null ? -1 : most("statements") - most("most_statements");
    return { endpoint, slope: row.slope, batches: most("batches") - most("most_batches"), statements };
  });
  // Only of endpoints that list members or plan: the others have no such bound.
  const decided = Object.entries(rows).flatMap(([endpoint, { ordinary, large }]) =>
    [...Object.values(ordinary), ...Object.values(large)]
      .filter((cost) => Number.isFinite(cost.most_rows_decided_on))
      .map((cost) => ({ endpoint, beyond: Math.max(0, cost.rows_decided_on - cost.most_rows_decided_on) })));
  const worst = (name) => every.toSorted((one, other) => other[name] - one[name])[0];
  // At the size where it goes furthest beyond.
  const beyondOf = (question, where) =>
    Math.max(...Object.entries(lists[question][where]).map(([size, read]) => read - (3 * PAGE + rows[ACCESS][where][size].rows_read)));
  const dearest = (where) => Math.max(...Object.keys(lists).map((question) => beyondOf(question, where)));
  const beyond = (where) => ({
    [`rows beyond 3 × page + access, ${where} workspace: a list of every case`]: Math.max(0, beyondOf(EVERY, where)),
    [`rows beyond 3 × page + access, ${where} workspace: the dearest of seven lists`]: Math.max(0, dearest(where)),
  });
  const dear = (where) => Object.keys(lists).filter((question) => beyondOf(question, where) > 0)
    .map((question) => `${beyondOf(question, where)} rows beyond 3 × page + access (${where}): cases, ${question}`);
  const failing = every.filter(({ slope }) => slope > 0.02).toSorted((one, other) => other.slope - one.slope);
  const sizes = Object.keys(rows[ACCESS].ordinary).length;
  return {
    values: {
      ...(sizes >= LEAST_SIZES && { [EXPONENT]: Number(worst("slope").slope.toFixed(3)) }),
      "batches beyond what an endpoint may, worst": Math.max(0, worst("batches").batches),
      "statements beyond what a query may (8 a shard), worst": Math.max(0, worst("statements").statements),
      ...beyond("ordinary"),
      ...beyond("large"),
      ...(decided.length > 0 && {
        "rows of a list of members or a plan beyond its people": Math.max(...decided.map((one) => one.beyond)),
      }),
    },
    ...(sizes < LEAST_SIZES && { missing: { [EXPONENT]: `${sizes === 1 ? "one size says" : "two sizes say"} nothing about it` } }),
    remarks: [
      ...failing.map(({ endpoint, slope }) => `exponent ${slope.toFixed(3)}: ${endpoint}`),
      ...["ordinary", "large"].flatMap(dear),
      ...new Set(decided.filter((one) => one.beyond > 0).map((one) => `rows beyond its people: ${one.endpoint}`)),
    ],
  };
}

/** The slope of the straight line that fits best, of log(rows) over log(cases); none where any line would fit nearly as well. */
export function exponent(points) {
  if (points.length < LEAST_SIZES) return null;
  const logs = points.map(([cases, rows]) => [Math.log(cases), Math.log(Math.max(rows, 1))]);
  const mean = (place) => logs.reduce((sum, point) => sum + point[place], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const below = logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / below;
}

/**
 * Every endpoint: the rows read in the ordinary workspace at each size and their exponent; in the `large` one at the last size;
 * and of the request in the ordinary one at the last size the rows written, the statements and the batches.
 */
export function print({ sizes, rows }) {
  const last = sizes.at(-1);
  const columns = [...sizes.map((size) => size.toExponential(0)), "exponent", "large", "written", "statements", "batches"];
  console.log(`${"rows read".padEnd(66)}${columns.map((column) => column.padStart(11)).join("")}`);
  for (const [endpoint, { ordinary, large, slope }] of Object.entries(rows)) {
    const { rows_written, statements, batches } = ordinary[last];
    const read = sizes.map((size) => ordinary[size].rows_read);
    const cells = [...read, slope?.toFixed(3) ?? "–", large[last].rows_read, rows_written, statements, batches];
    console.log(`${endpoint.padEnd(66)}${cells.map((cell) => String(cell).padStart(11)).join("")}`);
  }
}
