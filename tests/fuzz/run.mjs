// `make fuzz`: every parser under libFuzzer for a while, and a verdict for each.
//
//   node tests/fuzz/run.mjs --plan [--seconds 60] [--parser texts]               says what comes, before it is built
//   node tests/fuzz/run.mjs --built DIR --work DIR [--seconds 60] [--parser texts]
//
// `--built` has the two programs of targets/; in `--work` each parser has its corpus, which grows from run to run, and the log of
// its last run. An input that breaks a parser is put into found/<parser>/, where `make test` tries it again, and the other
// parsers have their turns nevertheless; this ends with 1 then. Decision 0013 says how long was looked so far, and that `cov`
// counts the places of the instrumented code that were reached.
import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const FOUND = "tests/fuzz/found";
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, " ");

/** The names of the parsers, by the list that both runners take them from. */
export const namesIn = (source) => [...source.matchAll(/Parser::of\("([\w-]+)"/g)].map(([, name]) => name);

/** What libFuzzer's log comes to, for an input that broke nothing: how much was tried, what it reached, how slow the slowest was. */
export function verdict(log) {
  const at = (event) => new RegExp(`^#(\\d+)\\s+${event}\\s+cov: (\\d+)`, "m").exec(log)?.slice(1).map(Number);
  const [began, done] = [at("INITED"), at("DONE")];
  if (!began || !done) return null;
  const slowest = Number(/^stat::slowest_unit_time_sec:\s+(\d+)$/m.exec(log)?.[1] ?? 0);
  const fresh = done[0] - began[0];
  const runs = fresh > 0 ? `nothing found in ${grouped(fresh)} new inputs` : "no time for new inputs: give it more SECONDS";
  return `${runs}, after ${grouped(began[0])} known ones; cov ${grouped(began[1])} → ${grouped(done[1])}; the slowest took ${slowest === 0 ? "less than 1" : slowest} s`;
}

function fuzz(parser, { built, work, seconds }) {
  const [corpus, found, log] = [join(work, "corpus", parser), join(FOUND, parser), join(work, `${parser}.log`)];
  execFileSync(join(built, "seeds"), [parser, corpus], { stdio: "inherit" });
  mkdirSync(found, { recursive: true });
  const before = readdirSync(found);
  const limits = ["-max_len=40000", "-len_control=20", "-timeout=10", `-max_total_time=${seconds}`];
  const words = [corpus, found, `-dict=${corpus}.words`, ...limits, `-artifact_prefix=${found}/`, "-print_final_stats=1"];
  const output = openSync(log, "w");
  const { status } = spawnSync(join(built, "parser"), words, { stdio: ["ignore", output, output], env: { ...process.env, PARSER: parser } });
  closeSync(output);
  const text = readFileSync(log, "utf8");
  const said = status === 0 ? verdict(text) : null;
  if (said) return { parser, said };
  console.log(text.split("\n").slice(-60).join("\n"));
  const broke = readdirSync(found).filter((file) => !before.includes(file));
  const what = broke.length > 0 ? `BROKE on ${broke.map((file) => join(found, file)).join(", ")}; again: PARSER=${parser} cargo test --workspace --test parsers` : "ended without a verdict";
  return { parser, said: `${what}; the whole log: ${log}`, failed: true };
}

function main() {
  const { values } = parseArgs({
    options: {
      plan: { type: "boolean", default: false },
      built: { type: "string" },
      work: { type: "string" },
      seconds: { type: "string", default: "60" },
      parser: { type: "string", default: "" },
    },
  });
  const all = namesIn(readFileSync("tests/src/parsers/mod.rs", "utf8"));
  const asked = values.parser.split(/[\s,]+/).filter(Boolean);
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    console.error(`there is no parser ${unknown.join(", ")}: there are ${all.join(", ")}`);
    process.exit(2);
  }
  if (!/^[1-9]\d*$/.test(values.seconds)) {
    console.error(`SECONDS is how long each parser is fuzzed, a whole number; not ${values.seconds}`);
    process.exit(2);
  }
  const chosen = asked.length > 0 ? asked : all;
  const length = `${values.seconds} s each, ${Math.ceil((chosen.length * values.seconds) / 60)} min in all`;
  if (values.plan) {
    console.log(`── fuzzing ${chosen.join(", ")}: ${length}, once libFuzzer, the edge and the tests are built for it`);
    console.log("   (the first time that takes some ten minutes on two cores; what it is about: docs/decisions/0013-panics-that-are-left.md)");
    return;
  }
  const listed = execFileSync(join(values.built, "seeds"), { encoding: "utf8" }).trim().split("\n");
  if (listed.join() !== all.join()) throw new Error(`built are ${listed.join(", ")}; in the source are ${all.join(", ")}`);
  const verdicts = chosen.map((parser) => {
    console.log(`── fuzzing ${parser}, ${values.seconds} s`);
    const one = fuzz(parser, values);
    console.log(`   ${one.said}`);
    return one;
  });
  const failed = verdicts.filter((one) => one.failed).map(({ parser }) => parser);
  console.log(failed.length > 0 ? `── not well: ${failed.join(", ")}` : `── nothing found: ${verdicts.length} parsers`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

if (process.argv[1] === import.meta.filename) main();
