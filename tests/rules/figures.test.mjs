// The table of figures in docs/PERFORMANCE.md is the one that `make bench` writes; and that one says what was measured, when, and
// what was not.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { after, readKept } from "../figures/kept.mjs";
import { exponent, held } from "../figures/parts/rows.mjs";
import { PARTS, asMarkdown, holds, inSigns, inSum, loadParts, remarksOf, rowsOf, tableIn, withTable } from "../figures/table.mjs";

const DOCUMENT = "docs/PERFORMANCE.md";
const modules = await loadParts();
const document = readFileSync(DOCUMENT, "utf8");
const declared = PARTS.flatMap((part) => Object.entries(modules[part].BARS).map(([what, bar]) => ({ part, what, bar })));

test("the document has every figure and its bar as the parts declare them, in that order", () => {
  const names = tableIn(document).map(({ part, what, bar }) => ({ part, what, bar }));
  const why = `put it there: node tests/figures/bench.mjs --table --into ${DOCUMENT}`;
  assert.deepEqual(names, declared.map((one) => ({ ...one, bar: inSigns(one.bar) })), why);
});

test("the document says that a figure holds where its value does", () => {
  for (const [place, { what, value, state, measured }] of tableIn(document).entries()) {
    const said = value === "–" ? "missing: " : holds(Number(value), declared[place].bar) ? "holds" : "**does not hold**";
    assert.ok(state.startsWith(said), `${what}: ${value}, ${state}`);
    assert.match(measured, value === "–" ? /^–$/ : /^\d{4}-\d\d-\d\d \d\d:\d\d$/, what);
  }
});

const BARS = { "a, ms": { most: 10 }, "b | c": { least: 2, aim: 3 } };
const at = (minute) => ({ now: `2026-01-01T10:0${minute}:00.000Z`, machine: {}, load: 1 });
const FOUND = { values: { "a, ms": 9, "b | c": 1 }, figures: [1], remarks: ["said"] };

test("a table that lost, renamed, moved or changed a figure is another one", () => {
  const text = withTable(document, asMarkdown(rowsOf("p", BARS, after(undefined, FOUND, at(1)))));
  assert.deepEqual(tableIn(text).map(({ what, value, bar, state }) => [what, value, bar, state]), [
    ["a, ms", "9", "≤ 10", "holds"],
    ["b \\| c", "1", "≥ 2, aim 3", "**does not hold**"],
  ]);
  const names = (lines) => lines.map(({ what, bar }) => `${what} ${bar}`).join("\n");
  const ours = tableIn(document);
  for (const spoilt of [ours.slice(1), [...ours, ours[0]], ours.with(0, { ...ours[0], bar: "≤ 251" }), ours.toReversed()]) {
    assert.notEqual(names(spoilt), names(ours));
  }
  assert.throws(() => tableIn("no table"), /not there/);
});

test("a run that failed, or was broken off, takes nothing away", () => {
  const first = after(undefined, FOUND, at(1));
  const broken = after(first, { failed: "broken off", figures: [2] }, at(2));
  const failed = after(broken, { failed: "no valgrind", values: { "a, ms": 11 }, figures: [3] }, at(3));
  assert.deepEqual([failed.values, failed.figures, failed.measured], [{ "a, ms": 11, "b | c": 1 }, [1], at(1).now]);
  const rows = rowsOf("p", BARS, failed);
  assert.deepEqual(rows.map(({ state, measured }) => [state, measured]), [
    ["DOES NOT HOLD", at(3).now],
    ["DOES NOT HOLD; a later run failed", at(1).now],
  ]);
  assert.match(remarksOf("p", failed).join("\n"), /10:03, failed: no valgrind \(what is kept is of 2026-01-01 10:01/);
  assert.equal(after(failed, FOUND, at(4)).failed, undefined);
  const never = rowsOf("p", BARS, after(undefined, { failed: "no valgrind" }, at(1)));
  assert.deepEqual([inSum(never), never[0].state], ["0 hold, 0 do not, 2 are missing", "missing: no valgrind"]);
});

test("a run of rows that went less far stands beside the others", () => {
  const folder = mkdtempSync(join(tmpdir(), "figures-"));
  const kept = (sizes) => {
    writeFileSync(join(folder, "bench.json"), JSON.stringify({ parts: { sizes: {}, rows: { figures: { sizes } } } }));
    return Object.keys(readKept(join(folder, "bench.json")));
  };
  assert.deepEqual(kept([1e3]), ["sizes", "rows up to 10^3"]);
  assert.deepEqual(kept([1e3, 1e4, 1e5, 1e6]), ["sizes", "rows"]);
  assert.deepEqual(readKept(join(folder, "none.json")), {});
  rmSync(folder, { recursive: true });
  assert.deepEqual([1e3, 1e4, 1e6].map(modules.rows.keptAs), ["rows up to 10^3", "rows up to 10^4", "rows"]);
});

test("one size of the database or two say nothing about the exponent", () => {
  const cost = { batches: 1, most_batches: 1, statements: 5, most_statements: 8, rows_decided_on: 42, most_rows_decided_on: null };
  const of = (sizes) => {
    const costs = Object.fromEntries(sizes.map((size) => [size, { ...cost, rows_read: size / 100 }]));
    const row = { ordinary: costs, large: costs, slope: exponent(sizes.map((size) => [size, size / 100])) };
    const lists = Object.fromEntries(["every state", "a period"].map((name) => [name, { ordinary: { [sizes[0]]: 170 }, large: { [sizes[0]]: 161 } }]));
    return rowsOf("rows", modules.rows.BARS, after(undefined, { figures: {}, ...held({ "GET /api/workspaces/{workspace}/access": row }, lists) }, at(1)));
  };
  assert.match(of([1e3])[0].state, /^missing: one size says nothing/);
  assert.match(of([1e3, 1e4])[0].state, /^missing: two sizes say nothing/);
  const [slope, , , ordinary] = of([1e3, 1e4, 1e5]);
  assert.deepEqual([slope.value, slope.state, ordinary.value], [1, "DOES NOT HOLD", 10]);
});

test("what there is not is refused before anything is built or measured", () => {
  const refused = (...words) => {
    const { status, stderr } = spawnSync("node", ["tests/figures/bench.mjs", "--check", ...words], { encoding: "utf8" });
    return [status, stderr.trim()];
  };
  assert.deepEqual(refused("--largest", "500"), [2, "LARGEST is how many cases rows are read up to, 1000, 10000, 100000, 1000000; not 500"]);
  assert.deepEqual(refused("--parts", "nope"), [2, `there is no part nope: there are ${PARTS.join(", ")}`]);
  assert.deepEqual(refused("--parts", "rows sizes", "--largest", "1000"), [0, ""]);
});
