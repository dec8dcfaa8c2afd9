// What `make fuzz` says of a run is what libFuzzer's log says.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { namesIn, verdict } from "../fuzz/run.mjs";

const INITED = "#2177\tINITED cov: 1761 ft: 4147 corp: 1918/159Kb exec/s: 1088 rss: 37Mb\n";
const done = (runs) => `#${runs}\tDONE   cov: 1831 ft: 4621 corp: 2266/278Kb lim: 14273 exec/s: 17862 rss: 39Mb\nstat::slowest_unit_time_sec:    0\n`;

test("a run of libFuzzer without a finding has a verdict, and one that broke off has none", () => {
  const said = "nothing found in 551 557 new inputs, after 2 177 known ones; cov 1 761 → 1 831; the slowest took less than 1 s";
  assert.equal(verdict(INITED + done(553734)), said);
  assert.match(verdict(INITED + done(2177)), /^no time for new inputs/);
  assert.equal(verdict(`${INITED}==1== ERROR: libFuzzer: deadly signal\n`), null);
  assert.equal(verdict(""), null);
});

test("a parser that there is not is refused before anything is built", () => {
  const names = namesIn(readFileSync("tests/src/parsers/mod.rs", "utf8"));
  assert.ok(names.length > 10, names.join());
  const plan = (parser) => spawnSync("node", ["tests/fuzz/run.mjs", "--plan", "--parser", parser], { encoding: "utf8" });
  assert.deepEqual([plan("nope").status, plan("nope").stderr.trim()], [2, `there is no parser nope: there are ${names.join(", ")}`]);
  assert.equal(plan("texts").status, 0);
});
