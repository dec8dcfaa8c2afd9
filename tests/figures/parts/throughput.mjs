// The worker's throughput beside that of a JavaScript worker (../rival/worker.mjs) that does the same batch.
//
// Both run in one workerd, on one local D1 database with the demo data, each at a socket of its own, so that nothing of
// wrangler stands between. Before anything is timed, both must answer alike. Then rounds alternate: ours, theirs, ours, …;
// each is CLIENTS connections that ask one after the other for SECONDS.
//
// With the requests a second goes the processor time that workerd took for one: on a machine where others work too, it says
// the same with less noise. Most of either is D1's own.
import { execFileSync } from "node:child_process";
import { createHmac, createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";
import { prepareDatabases } from "../../serve/databases.mjs";
import { secrets } from "../../serve/secrets.mjs";
import { quietEnvironment } from "../../serve/worker.mjs";
import { IDP, median, writeData } from "../served.mjs";

const CLIENTS = 16;
const SECONDS = 1.5;
const ROUNDS = 16;
const OURS = "portico";
const THEIRS = "rival";

export const BARS = {
  "requests a second, of a JavaScript worker's": { least: 0.9 },
  "requests for the same processor time, of its": { least: 0.9 },
};

export async function measure({ programs, keep }) {
  const { data } = writeData(programs);
  const state = resolve(`${data}-state`);
  rmSync(state, { recursive: true, force: true });
  const { identity, requests } = writeBatches(programs);
  const deployment = await deploy(data, state);
  try {
    const cookie = await signIn(deployment, identity, state);
    const figures = [];
    for (const { endpoint, path } of requests) {
      await mustAnswerAlike(deployment, path, cookie);
      figures.push({ endpoint, ...(await compare(deployment, path, cookie)) });
      keep(figures);
    }
    const least = (ratio) => Math.min(...figures.map((one) => one[ratio]));
    return {
      figures,
      values: {
        "requests a second, of a JavaScript worker's": least("ratio"),
        "requests for the same processor time, of its": least("cpu"),
      },
      remarks: figures.map(sentence),
    };
  } finally {
    await deployment.miniflare.dispose();
    for (const folder of [state, data]) rmSync(folder, { recursive: true, force: true });
  }
}

function sentence({ endpoint, ratio, cpu, ours, theirs }) {
  const of = ({ perSecond, p50, p99, cpu: each }) => `${perSecond.toFixed(0)}/s, p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ms, ${each.toFixed(2)} ms processor`;
  return `${endpoint}: ours ${of(ours)}; theirs ${of(theirs)}; ratio ${ratio.toFixed(3)}, by processor time ${cpu.toFixed(3)}`;
}

/** What the rival has to know, as a file beside its bundle. */
function writeBatches(programs) {
  const text = execFileSync(join(programs, "batches"), ["--seed", "1", "--idp", IDP], { encoding: "utf8" });
  mkdirSync("target/bench/rival", { recursive: true });
  writeFileSync("target/bench/rival/batches.json", text);
  buildSync({
    entryPoints: ["tests/figures/rival/worker.mjs"],
    outfile: "target/bench/rival/worker.js",
    alias: { batches: resolve("target/bench/rival/batches.json") },
    bundle: true,
    minify: true,
    format: "esm",
    logLevel: "error",
  });
  return JSON.parse(text);
}

/** Both workers in one workerd, over the databases of the data. */
async function deploy(data, state) {
  mkdirSync(state, { recursive: true });
  const wrangler = { program: resolve("node_modules/.bin/wrangler"), env: quietEnvironment(state) };
  const kept = join(state, "secrets.env");
  secrets(kept);
  const persisted = await prepareDatabases({ data, state, wrangler, tell: () => {} });
  const settings = readFileSync("wrangler.toml", "utf8");
  const databases = [...settings.matchAll(/^binding = "(DB_\w+)"\n(?:.*\n)*?database_id = "(.*)"$/gm)];
  const lines = readFileSync(kept, "utf8").matchAll(/^(\w+)="(.*)"$/gm);
  const given = Object.fromEntries([...lines, ...settings.split("[vars]")[1].matchAll(/^(\w+) = "([^"]*)"$/gm)].map(([, name, value]) => [name, value]));
  const [, providers] = /^IDENTITY_PROVIDERS = """$([^]*?)^"""$/m.exec(settings);
  const common = {
    compatibilityDate: /^compatibility_date = "(.*)"$/m.exec(settings)[1],
    bindings: { ...given, IDENTITY_PROVIDERS: providers },
    d1Databases: Object.fromEntries(databases.map(([, binding, id]) => [binding, id])),
    kvNamespaces: ["CACHE"],
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  };
  const module = (type, path) => ({ type, path: resolve(path) });
  const ours = [module("ESModule", "edge/build/index.js"), module("CompiledWasm", "edge/build/index_bg.wasm")];
  const theirs = [module("ESModule", "target/bench/rival/worker.js")];
  const before = new Set(descendants());
  const options = convertV4MiniflareOptions({
    cf: false,
    // Nobody reads the log of either; that it is written costs both the same.
    handleStructuredLogs: () => {},
    workers: [
      { name: OURS, modulesRoot: resolve("edge/build"), modules: ours, ...common },
      { name: THEIRS, modulesRoot: resolve("target/bench/rival"), modules: theirs, ...common },
    ],
  });
  const miniflare = new Miniflare({ ...options, resourcePersistencePath: join(persisted, "v3") });
  await miniflare.ready;
  const address = async (name) => String(await miniflare.unsafeGetDirectURL(name)).replace(/\/$/, "");
  const workerd = descendants().filter((pid) => !before.has(pid));
  return { miniflare, workerd, origin: given.ORIGIN, secrets: given, [OURS]: await address(OURS), [THEIRS]: await address(THEIRS) };
}

/** A session of somebody's in the database, and the cookie that carries it, under the key of this deployment. */
async function signIn({ miniflare, secrets: { SESSION_KEY_CURRENT } }, identity) {
  const now = Date.now();
  const id = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(id).digest("base64url");
  const database = await miniflare.getD1Database("DB_EU1", OURS);
  await database
    .prepare("INSERT INTO session (hash, identity_id, ends_at, began_at) VALUES (?1, ?2, ?3, ?4)")
    .bind(hash, identity, now + 12 * 3_600_000, now)
    .run();
  const message = `${id}.${identity}.${now}`;
  const key = Buffer.from(SESSION_KEY_CURRENT, "base64");
  const mac = createHmac("sha256", key).update(`session cookie\0${message}`).digest("base64url");
  return `__Host-Http-portico-session=${message}.${mac}`;
}

function ask(address, path, cookie, agent) {
  return new Promise((answered, failed) => {
    const headers = { "x-portico": "1", "sec-fetch-site": "same-origin", cookie };
    const sent = request(address + path, { agent, headers }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => answered({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    sent.on("error", failed);
    sent.end();
  });
}

/** What differs by nature: the request's own id and length of its moment, and the moment itself. */
function comparable({ status, headers, body }) {
  const { "x-request-id": _, "content-length": __, "transfer-encoding": ___, date: ____, ...rest } = headers;
  return JSON.stringify([status, Object.entries(rest).sort(), { ...JSON.parse(body), now: 0 }], (_, value) =>
    value && typeof value === "object" && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value);
}

async function mustAnswerAlike(deployment, path, cookie) {
  const [ours, theirs] = await Promise.all([OURS, THEIRS].map((name) => ask(deployment[name], path, cookie)));
  if (ours.status !== 200) throw new Error(`${path} answers ${ours.status}: ${ours.body}`);
  if (comparable(ours) !== comparable(theirs)) throw new Error(`${path} is answered otherwise:\n${comparable(ours)}\n${comparable(theirs)}`);
}

async function compare(deployment, path, cookie) {
  for (const name of [OURS, THEIRS]) await round(deployment, name, path, cookie, 2);
  const rounds = { [OURS]: [], [THEIRS]: [] };
  for (let turn = 0; turn < ROUNDS * 2; turn += 1) {
    // A B B A …: whichever comes first in a pair has no advantage of it.
    const name = [OURS, THEIRS, THEIRS, OURS][turn % 4];
    rounds[name].push(await round(deployment, name, path, cookie, SECONDS));
  }
  const middle = (name) => {
    const of = (figure) => median(rounds[name].map((one) => one[figure]));
    return { perSecond: of("perSecond"), p50: of("p50"), p99: of("p99"), cpu: of("cpu") };
  };
  const [ours, theirs] = [middle(OURS), middle(THEIRS)];
  // Of neighbouring rounds, between which the machine has changed least.
  const pairs = rounds[OURS].map((one, turn) => [one, rounds[THEIRS][turn]]);
  const middleOf = (ratio) => Number(median(pairs.map(ratio)).toFixed(3));
  return {
    ratio: middleOf(([one, other]) => one.perSecond / other.perSecond),
    cpu: middleOf(([one, other]) => other.cpu / one.cpu),
    ours,
    theirs,
    rounds,
  };
}

async function round(deployment, name, path, cookie, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const times = [];
  const [began, processor] = [performance.now(), processorTime(deployment.workerd)];
  const until = began + seconds * 1000;
  await Promise.all(Array.from({ length: CLIENTS }, async () => {
    while (performance.now() < until) {
      const asked = performance.now();
      const { status } = await ask(deployment[name], path, cookie, agent);
      if (status !== 200) throw new Error(`${name} answered ${status} under load`);
      times.push(performance.now() - asked);
    }
  }));
  const [took, used] = [performance.now() - began, processorTime(deployment.workerd) - processor];
  agent.destroy();
  times.sort((one, other) => one - other);
  const quantile = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))];
  return { requests: times.length, perSecond: (times.length / took) * 1000, p50: quantile(0.5), p99: quantile(0.99), cpu: used / times.length };
}

/** The processes that this one has started. */
function descendants(pid = process.pid) {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean));
  return children.map(Number).flatMap((child) => [child, ...descendants(child)]);
}

/** The milliseconds of processor that processes have used so far, their own and the system's for them. */
function processorTime(pids) {
  const ticks = (pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[11]) + Number(fields[12]);
  };
  return pids.reduce((sum, pid) => sum + ticks(pid) * 10, 0);
}
