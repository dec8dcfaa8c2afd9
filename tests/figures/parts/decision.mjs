// A permission decision: ours beside Cedar's and casbin's, what it allocates, its instructions by the size of the workspace,
// and natively beside wasm. The corpus, and what is compared with what, stand in tests/decision.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { median } from "../served.mjs";

const SEED = "1";
const COUNT = "512";
const ROUNDS = "2000";
const TURNS = 5;

export const BARS = {
  "decision from decoded rows, times as fast as cedar-policy": { least: 50 },
  "decision from decoded rows, times as fast as casbin": { least: 100 },
  "decision alone, times as fast as cedar-policy": { least: 50 },
  "decision alone, times as fast as casbin": { least: 100 },
  "allocations of a decision": { most: 0 },
  "instructions at 10^5 grants, of those at 10^2": { most: 1.1 },
  "wasm from decoded rows, of native": { most: 2 },
  "wasm alone, of native": { most: 2 },
};

export function measure({ programs, keep }) {
  const figures = {};
  const parts = { rivals, allocations, instructions, wasm };
  const values = {};
  const remarks = [];
  const failures = [];
  for (const [name, part] of Object.entries(parts)) {
    try {
      const found = part({ programs });
      figures[name] = found.figures;
      Object.assign(values, found.values);
      remarks.push(...found.remarks);
    } catch (error) {
      failures.push(`${name}: ${error.message.split("\n")[0]}`);
    }
    keep(figures);
  }
  return { figures, values, remarks, ...(failures.length > 0 && { failed: failures.join("; ") }) };
}

const target = () => process.env.CARGO_TARGET_DIR ?? "target";
const cargo = (...args) => execFileSync("cargo", args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 26 });
const times = (ratio) => Number(ratio.toFixed(ratio < 10 ? 2 : 0));

/** What criterion found, in nanoseconds a decision. */
function rivals() {
  const text = cargo("bench", "-p", "decision", "--features", "rivals", "--bench", "rivals");
  const [, allowed, cases] = /all three decide alike: (\d+) of (\d+)/.exec(text);
  const [, members] = /(\d+) cases have an actor/.exec(text);
  const each = (group, who, count) => {
    const file = join(target(), "criterion", group, who, "new", "estimates.json");
    return JSON.parse(readFileSync(file, "utf8")).median.point_estimate / count;
  };
  const figures = { cases: Number(cases), allowed: Number(allowed) };
  const values = {};
  for (const [group, count, words] of [["from_rows", Number(cases), "from decoded rows"], ["alone", Number(members), "alone"]]) {
    const [ours, cedar, casbin] = ["ours", "cedar", "casbin"].map((who) => each(group, who, count));
    figures[group] = { ours, cedar, casbin };
    values[`decision ${words}, times as fast as cedar-policy`] = times(cedar / ours);
    values[`decision ${words}, times as fast as casbin`] = times(casbin / ours);
  }
  const sentence = (group) => Object.entries(figures[group]).map(([who, nanoseconds]) => `${who} ${nanoseconds.toFixed(1)} ns`).join(", ");
  return {
    figures,
    values,
    remarks: [
      `all three decide alike, ${allowed} of ${cases} cases allowed`,
      `from decoded rows: ${sentence("from_rows")}`,
      `alone: ${sentence("alone")}`,
    ],
  };
}

/** The test that counts them passes, or says how many the first case has that allocates: `left: (1, 1)`. */
function allocations() {
  const found = (count, remarks = []) => ({ figures: count, values: { "allocations of a decision": count }, remarks });
  try {
    cargo("test", "--workspace", "--test", "allocations");
    return found(0);
  } catch (error) {
    const [, fromRows, alone] = /left: \((\d+), (\d+)\)/.exec(error.stdout ?? "") ?? [];
    if (fromRows === undefined) throw error;
    return found(Math.max(fromRows, alone), [`allocations: ${fromRows} from decoded rows, ${alone} alone`]);
  }
}

/** A request for the access of one person, by the grants there are in the workspace. */
function instructions({ programs }) {
  const program = join(programs, "grants");
  mkdirSync("target/bench", { recursive: true });
  const counted = (grants) => {
    const out = resolve(`target/bench/callgrind.${grants}`);
    const args = ["--tool=callgrind", "--collect-atstart=no", "--toggle-collect=*ask_once*", `--callgrind-out-file=${out}`, program, String(grants)];
    execFileSync("valgrind", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    if (!existsSync(out)) throw new Error("callgrind wrote nothing");
    return Number(/^(?:summary|totals): (\d+)$/m.exec(readFileSync(out, "utf8"))[1]);
  };
  const figures = Object.fromEntries([1e2, 1e3, 1e4, 1e5].map((grants) => [grants, counted(grants)]));
  const ratio = Number((figures[1e5] / figures[1e2]).toFixed(3));
  const sentence = Object.entries(figures).map(([grants, count]) => `${grants} grants ${count}`).join(", ");
  return {
    figures,
    values: { "instructions at 10^5 grants, of those at 10^2": ratio },
    remarks: [`instructions of a request for one person's access, SQLite and JSON included: ${sentence}`],
  };
}

/** The library as a WebAssembly module, where cargo says that it put it: one of a kind that Cargo.toml doesn't name has a hash in its name. */
function module() {
  const kind = ["--crate-type", "cdylib", "--target", "wasm32-unknown-unknown", "--message-format", "json-render-diagnostics"];
  const messages = cargo("rustc", "--profile", "bench", "-p", "decision", "--lib", ...kind).trim().split("\n").map((line) => JSON.parse(line));
  const made = messages.flatMap(({ reason, target, filenames }) => (reason === "compiler-artifact" && target.name === "decision" ? filenames : []));
  const found = made.find((file) => file.endsWith(".wasm"));
  if (!found) throw new Error(`cargo made no WebAssembly of the decision: ${made}`);
  return found;
}

function wasm() {
  cargo("build", "--profile", "bench", "-p", "decision", "--bin", "loops");
  const made = module();
  const folder = "target/bench/decision";
  execFileSync(process.env.WASM_BINDGEN_BIN ?? "wasm-bindgen", ["--target", "experimental-nodejs-module", "--out-dir", folder, "--out-name", "decision", made]);
  const program = join(target(), "release", "loops");
  const native = () => JSON.parse(execFileSync(program, [SEED, COUNT, ROUNDS], { encoding: "utf8" }));
  const script = join(folder, "decision.js");
  const inV8 = () => JSON.parse(execFileSync("node", ["tests/figures/decision/wasm.mjs", script, SEED, COUNT, ROUNDS], { encoding: "utf8" }));
  const found = { native: [], wasm: [] };
  for (let turn = 0; turn < TURNS; turn += 1) {
    found.native.push(native());
    found.wasm.push(inV8());
  }
  const allowed = new Set([...found.native, ...found.wasm].map((one) => one.allowed));
  if (allowed.size !== 1) throw new Error(`decided otherwise in wasm: ${[...allowed]}`);
  const middle = (where, what) => median(found[where].map((one) => one[what]));
  const figures = Object.fromEntries(Object.keys(found).map((where) => [where, { from_rows: middle(where, "from_rows"), alone: middle(where, "alone") }]));
  const ratio = (what) => Number((figures.wasm[what] / figures.native[what]).toFixed(2));
  return {
    figures,
    values: { "wasm from decoded rows, of native": ratio("from_rows"), "wasm alone, of native": ratio("alone") },
    remarks: [`from decoded rows, alone: natively ${figures.native.from_rows.toFixed(1)}, ${figures.native.alone.toFixed(1)} ns; in V8 ${figures.wasm.from_rows.toFixed(1)}, ${figures.wasm.alone.toFixed(1)} ns`],
  };
}
