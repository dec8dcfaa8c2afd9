// Serves Portico on this machine: databases, identity providers, worker, cron.
//
//   node tests/serve/serve.mjs --data target/demo --state target/state --port 8787 --idp-port 9400 [--hostile-port 9411] [--announce] [-- command…]
//
// Without a command it prints the address and the people, and stays until Ctrl-C. With one, it runs the command while
// everything serves, with PORTICO_ORIGIN, PORTICO_IDP, PORTICO_WORKER_LOG and PORTICO_PEOPLE in its environment, then
// stops everything and exits with its code; `--announce` prints the address and the people all the same. With
// `--hostile-port`, the worker also takes identity providers at that port that the command is to serve
// (tests/identity-provider/hostile.mjs), and the environment has PORTICO_HOSTILE and PORTICO_SECRETS, their address and
// the file of the deployment's secrets.
//
//   <data>/eu1.sql us1.sql people.json    what the generator wrote; at a size, eu1.sqlite and us1.sqlite
//   <state>/platform                      wrangler's local databases and cache
//   <state>/secrets.env loaded worker.log

import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startProviders } from "../identity-provider/server.mjs";
import { announcement } from "./announce.mjs";
import { prepareDatabases } from "./databases.mjs";
import { run, stopAll } from "./processes.mjs";
import { secrets } from "./secrets.mjs";
import { quietEnvironment, startWorker } from "./worker.mjs";

const tools = resolve(import.meta.dirname, "../../node_modules/.bin");
const tell = (text) => console.error(`serve: ${text}`);

const { values, positionals: command } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string", default: "target/demo" },
    state: { type: "string", default: "target/state" },
    port: { type: "string", default: "8787" },
    "idp-port": { type: "string", default: "9400" },
    "hostile-port": { type: "string" },
    announce: { type: "boolean", default: false },
  },
});

let stopping = false;

async function stop(code) {
  if (stopping) return;
  stopping = true;
  await stopAll();
  process.exit(code);
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]]) process.on(signal, () => stop(code));
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error) => {
    if (stopping) return;
    tell(error?.stack ?? String(error));
    stop(1);
  });
}

async function main() {
  // wrangler runs on the `node` it finds first, and needs the one that package.json brings.
  process.env.PATH = [tools, process.env.PATH].join(delimiter);
  const state = resolve(values.state);
  const data = resolve(values.data);
  const places = {
    origin: `http://localhost:${values.port}`,
    idp: `http://localhost:${values["idp-port"]}`,
    log: join(state, "worker.log"),
    people: join(data, "people.json"),
    hostile: values["hostile-port"] && `http://localhost:${values["hostile-port"]}`,
    secrets: join(state, "secrets.env"),
  };
  mkdirSync(state, { recursive: true });
  for (const port of [values.port, values["idp-port"]]) await mustBeFree(Number(port));

  const wrangler = { program: join(tools, "wrangler"), env: quietEnvironment(state) };
  const client = secrets(places.secrets);
  const persisted = await prepareDatabases({ data, state, wrangler, tell });
  await startProviders({
    people: places.people,
    port: Number(values["idp-port"]),
    origin: places.origin,
    secret: client,
  });
  tell("starting the worker");
  const show = command.length === 0 || values.announce ? (line) => console.error(line) : () => {};
  const worker = await startWorker({ ...places, port: values.port, persisted, wrangler, show });
  worker.ended.then(() => {
    if (stopping) return;
    tell(`the worker ended by itself: see ${places.log}`);
    stop(1);
  });
  tell(`ready at ${places.origin}`);

  if (command.length === 0 || values.announce) console.log(announcement(places));
  if (command.length > 0) await stop(await run(command[0], command.slice(1), { env: environment(places) }));
}

function environment({ origin, idp, log, people, hostile, secrets }) {
  const known = { PORTICO_ORIGIN: origin, PORTICO_IDP: idp, PORTICO_WORKER_LOG: log, PORTICO_PEOPLE: people };
  return { ...process.env, ...known, ...(hostile && { PORTICO_HOSTILE: hostile, PORTICO_SECRETS: secrets }) };
}

// Without this question wrangler takes another port when one is taken, and everything after it talks to a stranger.
async function mustBeFree(port) {
  const probe = createServer();
  await new Promise((free, taken) => {
    probe.once("error", () => taken(new Error(`port ${port} is taken: is another Portico running?`)));
    probe.listen(port, "127.0.0.1", () => probe.close(free));
  });
}

try {
  await main();
} catch (error) {
  tell(error.message);
  await stop(1);
}
