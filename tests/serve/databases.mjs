// The local databases: real migrations by wrangler, then the generated data.
//
// A marker in the state directory holds a hash of the data and of the migrations. While it fits, nothing is touched, and
// what was changed by hand stays; when either changed, the databases are thrown away and made again.
//
// `wrangler d1 execute --file` needs 2 ms per statement, 10 s per database here. So the data goes straight into the
// SQLite file that workerd opens afterwards: the same bytes in 0.1 s. Which file is whose is seen from which one the
// migrations of a database brought into being.
//
// Data at a size comes as a database (`eu1.sqlite`, written with the same migrations) and takes the place of the file; only
// what wrangler and workerd note for themselves is carried over.

import { createHash } from "node:crypto";
import { constants, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { collect } from "./processes.mjs";

const databases = [
  { binding: "DB_EU1", shard: "eu1" },
  { binding: "DB_US1", shard: "us1" },
];

/** Makes sure both databases under `state` hold the data of folder `data`. Says what it does through `tell`. */
export async function prepareDatabases({ data, state, wrangler, tell }) {
  const persisted = join(state, "platform");
  const marker = join(state, "loaded");
  const wanted = fingerprint(data);
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return persisted;

  rmSync(marker, { force: true });
  rmSync(persisted, { recursive: true, force: true });
  mkdirSync(persisted, { recursive: true });
  for (const { binding, shard } of databases) {
    tell(`making the database ${binding}`);
    const file = await migrate(binding, persisted, wrangler);
    const whole = join(data, `${shard}.sqlite`);
    await (existsSync(whole) ? replace(file, whole) : load(file, join(data, `${shard}.sql`)));
  }
  writeFileSync(marker, wanted);
  return persisted;
}

function fingerprint(data) {
  const hash = createHash("sha256");
  const migrations = join("edge", "migrations");
  const files = [
    ...readdirSync(migrations).sort().map((name) => join(migrations, name)),
    ...databases.map(({ shard }) => join(data, `${shard}.sql`)).filter((file) => existsSync(file)),
  ];
  hash.update(readFileSync("wrangler.toml", "utf8").match(/^database_id = .*$/gm).join());
  for (const file of files) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  for (const { shard } of databases) {
    const { size, mtimeMs } = statSync(join(data, `${shard}.sqlite`), { throwIfNoEntry: false }) ?? {};
    hash.update(`${size} ${mtimeMs}`);
  }
  return hash.digest("hex");
}

async function migrate(binding, persisted, wrangler) {
  const before = new Set(databaseFiles(persisted));
  await collect(
    wrangler.program,
    ["d1", "migrations", "apply", binding, "--local", "--persist-to", persisted],
    { env: { ...wrangler.env, CI: "true" } },
  );
  const made = databaseFiles(persisted).filter((file) => !before.has(file));
  if (made.length !== 1) throw new Error(`the migrations of ${binding} made ${made.length} database files, not one`);
  return made[0];
}

function databaseFiles(persisted) {
  const folder = join(persisted, "v3", "d1", "miniflare-D1DatabaseObject");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sqlite") && name !== "metadata.sqlite")
    .map((name) => join(folder, name));
}

async function load(file, data) {
  const { DatabaseSync } = await sqlite();
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA synchronous = OFF; BEGIN; PRAGMA defer_foreign_keys = ON;");
    database.exec(readFileSync(data, "utf8"));
    database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE);");
  } catch (error) {
    throw new Error(`${data} does not fit the migrations: ${error.message}`, { cause: error });
  } finally {
    database.close();
  }
}

/** Puts a whole database in the place of an empty one, with the tables that the empty one has besides. */
async function replace(file, whole) {
  const { DatabaseSync } = await sqlite();
  const empty = `${file}.empty`;
  const before = new DatabaseSync(file);
  before.exec("PRAGMA wal_checkpoint(TRUNCATE);");
  before.close();
  copyFileSync(file, empty);
  for (const suffix of ["-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true });
  copyFileSync(whole, file, constants.COPYFILE_FICLONE);
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA synchronous = OFF; ATTACH '${empty}' AS empty;`);
  const besides = database
    .prepare("SELECT name, sql FROM empty.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN (SELECT name FROM main.sqlite_master)")
    .all();
  for (const { name, sql } of besides) database.exec(`${sql}; INSERT INTO main."${name}" SELECT * FROM empty."${name}";`);
  database.exec("DETACH empty; PRAGMA journal_mode = WAL;");
  database.close();
  rmSync(empty);
}

// Node 22 warns that its SQLite is experimental; it is pinned here and does one thing, so the warning helps nobody.
async function sqlite() {
  const warn = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return await import("node:sqlite");
  } finally {
    process.emitWarning = warn;
  }
}
