// How long each migration takes on a database that is full: D1 ends a query, which a file of migrations is one of, after 30 s.
//
//   node tests/figures/migrations.mjs --demo target/demo-100000/eu1.sqlite [--from 3] [--times 1] [--at FILE]
//
// Builds a database that had the first `--from` migrations when the demo's people and cases came into it, as an upgraded one
// has, its cases `--times` over, and applies the others one by one, each as one transaction. The database is a file that is gone
// afterwards (3 KB a case, twice that while it runs).
//
// It prints the time by the clock and the processor's, which other work on the machine does not lengthen; and the
// statements that take more than a tenth of a second of it.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    demo: { type: "string", default: "target/demo-100000/eu1.sqlite" },
    from: { type: "string", default: "3" },
    times: { type: "string", default: "1" },
    at: { type: "string", default: tmpdir() },
  },
});
const FOLDER = "edge/migrations";
// What migrations have nothing to do with, and what triggers make themselves.
const LEFT_OUT = ["case_place", "case_entry", "case_note", "audit_event", "idempotency", "outbox"];
const migrations = readdirSync(FOLDER).filter((name) => name.endsWith(".sql")).sort();
const folder = mkdtempSync(join(options.at, "migrations-"));
const database = new DatabaseSync(join(folder, "shard.sqlite"));
const all = (sql) => database.prepare(sql).all();

/** Copies what the demo holds into the tables that there are; cases as often as asked for, each with an id of its own. */
function fill() {
  database.exec(`ATTACH '${options.demo}' AS demo; BEGIN; PRAGMA defer_foreign_keys = ON`);
  const tables = all("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
  for (const { name } of tables.filter(({ name }) => !LEFT_OUT.includes(name))) {
    const columns = all(`PRAGMA main.table_info(${name})`).map((column) => column.name);
    const copies = ["support_case", "case_participant"].includes(name) ? Number(options.times) : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const other = (id) => (copy === 0 ? id : `substr(${id}, 1, length(${id}) - 4) || printf('%02d', ${copy}) || substr(${id}, -2)`);
      const changed = name === "support_case" ? { id: other("id"), number: `number || '${copy || ""}'` } : { case_id: other("case_id") };
      const values = columns.map((column) => (copies > 1 || copy > 0 ? (changed[column] ?? column) : column));
      database.exec(`INSERT OR IGNORE INTO main.${name} (${columns}) SELECT ${values} FROM demo.${name}`);
    }
  }
  database.exec("COMMIT; DETACH demo");
}

/** A file's statements: a trigger is one. */
function* statements(text) {
  let statement = "";
  for (const line of text.split("\n").filter((line) => !line.startsWith("--"))) {
    statement += `${line}\n`;
    const isTrigger = /^\s*CREATE TRIGGER/.test(statement);
    if (isTrigger ? /^END;/.test(line) : line.trimEnd().endsWith(";")) {
      yield statement.trim();
      statement = "";
    }
  }
}

/** Does something and says how long it took, in seconds. */
function timed(deed) {
  const [began, processor] = [performance.now(), process.cpuUsage()];
  deed();
  const { user, system } = process.cpuUsage(processor);
  return { clock: (performance.now() - began) / 1_000, processor: (user + system) / 1_000_000 };
}

const shown = ({ clock, processor }) => `${clock.toFixed(2).padStart(7)} s, ${processor.toFixed(2).padStart(6)} s of the processor`;

try {
  const texts = migrations.map((name) => readFileSync(join(FOLDER, name), "utf8"));
  database.exec("PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  texts.slice(0, Number(options.from)).forEach((text) => database.exec(text));
  fill();
  const count = (table) => `${all(`SELECT count(*) AS n FROM ${table}`)[0].n} in ${table}`;
  console.log(`SQLite ${all("SELECT sqlite_version() AS v")[0].v}; ${["support_case", "case_place", "member", "workspace"].map(count).join(", ")}`);
  for (let place = Number(options.from); place < migrations.length; place += 1) {
    const slow = [];
    const whole = timed(() => {
      database.exec("BEGIN");
      for (const statement of statements(texts[place])) {
        const time = timed(() => database.exec(statement));
        if (time.processor > 0.1) slow.push(`    ${shown(time)}  ${statement.replace(/\s+/g, " ").slice(0, 60)}`);
      }
      database.exec("COMMIT");
    });
    console.log([`${shown(whole)}  ${migrations[place]}`, ...(slow.length > 1 ? slow : [])].join("\n"));
  }
} finally {
  database.close();
  rmSync(folder, { recursive: true });
}
