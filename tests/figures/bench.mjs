// `make bench`: the figures that Portico promises, measured, in one table, in target/bench.json and in target/bench.md.
//
//   node tests/figures/bench.mjs --programs target/debug [--largest 1000000] [--parts "sizes decision"]
//   node tests/figures/bench.mjs --table [--into docs/PERFORMANCE.md]      the table of what is kept; nothing is measured
//   node tests/figures/bench.mjs --check [--largest …] [--parts …]         only whether there is what is asked for
//
// Each part stands alone and says in its own file what it measures. What it finds is in target/bench.json as soon as it is
// there, and stays until a run of the part has found it anew (kept.mjs); so the table holds what other runs found, too, and
// says from when it is. A figure nobody has measured is said to be missing. Rows up to fewer cases are kept beside the others.
//
// A figure that is not what it should be is no error of the measuring: this ends with 0. It ends with 1 where a part that was
// asked for could not be measured, with 2 where there is no such part or size.
//
// A part is a name in PARTS (table.mjs) and a file parts/NAME.mjs, which exports
//
//   BARS            its figures, in their order, and what each is held against: { "first load, KiB": { most: 250, aim: 180 } };
//                   `most` or `least`, and `aim`, which is printed and held against nothing
//   measure({ programs, largest, keep })
//                   gives, perhaps as a promise, { values: { "first load, KiB": 162.2 }, figures, remarks, missing, failed }:
//                   a number for each name of BARS; whatever is worth having in bench.json; sentences for below the table; why
//                   a value can't be there, by its name; why some of it failed. All but `values` and `figures` may be left
//                   out. It throws where nothing could be measured. `programs` is where the native programs are (each a
//                   `--bin` of `make bench` in the Makefile), `largest` how many cases rows are read up to, and
//                   `keep(figures)` notes what there is so far, for whoever breaks off
//   print(figures)  what else to print, if anything
//   keptAs(largest) the name that a run is kept under, if that is not always its own; only what has its own is in the table
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { after, readKept } from "./kept.mjs";
import { SIZES } from "./parts/rows.mjs";
import { PARTS, asMarkdown, asText, inSum, loadParts, remarksOf, rowsOf, withTable } from "./table.mjs";

const FILE = "target/bench.json";
const DOCUMENT = "target/bench.md";

const { values: options } = parseArgs({
  options: {
    programs: { type: "string", default: "target/debug" },
    largest: { type: "string", default: String(SIZES.at(-1)) },
    parts: { type: "string", default: "" },
    table: { type: "boolean", default: false },
    into: { type: "string" },
    check: { type: "boolean", default: false },
  },
});

function refuse(why) {
  console.error(why);
  process.exit(2);
}

const asked = options.parts.split(/[\s,]+/).filter(Boolean);
const unknown = asked.filter((name) => !PARTS.includes(name));
if (unknown.length > 0) refuse(`there is no part ${unknown.join(", ")}: there are ${PARTS.join(", ")}`);
const largest = Number(options.largest);
if (!SIZES.includes(largest)) refuse(`LARGEST is how many cases rows are read up to, ${SIZES.join(", ")}; not ${options.largest}`);
if (options.check) process.exit(0);

const began = new Date().toISOString();
let kept = readKept(FILE);
const machine = { processors: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`, memory: `${Math.round(totalmem() / 2 ** 30)} GiB`, node: process.version };
const modules = await loadParts();
const table = () => PARTS.flatMap((name) => rowsOf(name, modules[name].BARS, kept[name]));

function write() {
  mkdirSync("target", { recursive: true });
  writeFileSync(FILE, `${JSON.stringify({ parts: kept, table: table() }, null, 2)}\n`);
  writeFileSync(DOCUMENT, asMarkdown(table()));
}

async function measure(name, module) {
  const place = module.keptAs?.(largest) ?? name;
  console.log(`── measuring: ${place}`);
  const former = kept[place];
  let soFar;
  const save = (found) => {
    // Read again: another part may have been measured meanwhile.
    kept = { ...readKept(FILE), [place]: after(former, found, { now: new Date().toISOString(), machine, load: loadavg()[0] }) };
    write();
  };
  const keep = (figures) => {
    soFar = figures;
    save({ failed: "broken off", figures });
  };
  try {
    const found = await module.measure({ programs: options.programs, largest, keep });
    save(found);
    module.print?.(found.figures);
    return { place, measured: found.failed === undefined };
  } catch (error) {
    save({ failed: error.message.split("\n")[0], figures: soFar });
    console.error(`could not be measured: ${place}: ${error.stack ?? error}`);
    return { place, measured: false };
  }
}

/** What was kept, or found only now beside it. */
function print(others) {
  console.log(`\n${asText(table(), began).join("\n")}`);
  for (const place of others) {
    console.log(`\nBeside it, from a run that went less far:\n${asText(rowsOf(place, modules.rows.BARS, kept[place]), began).join("\n")}`);
  }
  for (const place of [...PARTS, ...others].filter((name) => kept[name])) {
    const remarks = remarksOf(place, kept[place]);
    if (remarks.length > 0) console.log(`\n${remarks.join("\n")}`);
  }
  console.log(`\n${inSum(table())}. On ${machine.processors}. All of it: ${FILE}; the table: ${DOCUMENT}`);
}

if (options.table) {
  const text = asMarkdown(table());
  if (options.into) writeFileSync(options.into, withTable(readFileSync(options.into, "utf8"), text));
  else process.stdout.write(text);
  process.exit(0);
}

const runs = [];
for (const name of asked.length > 0 ? asked : PARTS) runs.push(await measure(name, modules[name]));
print(runs.map(({ place }) => place).filter((place) => !PARTS.includes(place)));
process.exit(runs.every(({ measured }) => measured) ? 0 : 1);
