// The loops of tests/decision in V8: nanoseconds a decision, the median of many rounds, as JSON. `loops` does the same natively.
//
//   node tests/figures/decision/wasm.mjs <module> SEED COUNT ROUNDS
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [module, seed, count, rounds] = process.argv.slice(2);
const { Loops } = await import(pathToFileURL(resolve(module)));

const loops = new Loops(Number(seed), Number(count));
const [rows, actors] = loops.size();
const fromRows = [];
const alone = [];
let allowed = 0;
for (let round = 0; round < Number(rounds); round += 1) {
  loops.lay_out();
  let began = performance.now();
  allowed = loops.decide_from_rows();
  fromRows.push(performance.now() - began);
  began = performance.now();
  const again = loops.decide_alone();
  alone.push(performance.now() - began);
  if (again !== allowed) throw new Error(`${allowed} allowed from rows, ${again} alone`);
}
const each = (times, decisions) => (times.sort((one, other) => one - other)[Math.floor(times.length / 2)] * 1e6) / decisions;
console.log(JSON.stringify({ from_rows: each(fromRows, rows), alone: each(alone, actors), allowed }));
