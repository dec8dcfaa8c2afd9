// What the worker's throughput is measured against: the same work, written by hand in JavaScript, and no more than it.
//
// A request goes the way of ours: the app's header, the cookie's MAC, one D1 batch with the same statements and values, whose
// rows decide (session, membership, account kind, roles in force, permission), the answer's JSON, its headers, a line in the
// log. WebCrypto's keys are imported once. `batches` is what `tests/src/bin/batches.rs` prints: the statements, and the
// policy.
import { policy, requests } from "batches";

const COOKIE = "__Host-Http-portico-session";
const PURPOSE = "session cookie\0";
const IDLE = 60 * 60_000;
const AHEAD = 60_000;
const PAGE = 50;
const PATH = /^\/api\/workspaces\/(ws_([a-z]{2}\d+)_[0-9a-z]{26})(\/access|\/cases)$/;
const HEADERS = {
  "content-type": "application/json",
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), " +
    "gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), " +
    "picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()",
};

const encoder = new TextEncoder();
const toBase64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const fromBase64 = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

let keys;
const importKey = (text) => crypto.subtle.importKey("raw", fromBase64(text), { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);

/** Whose session the request claims to be, if the cookie's MAC holds. */
async function session(request, env, now) {
  if (!request.headers.get("x-portico")) return null;
  if ((request.headers.get("sec-fetch-site") ?? "same-origin") !== "same-origin") return null;
  if ((request.headers.get("origin") ?? env.ORIGIN) !== env.ORIGIN) return null;
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim().split("="));
  const value = pairs.find(([name]) => name === COOKIE)?.[1] ?? "";
  const end = value.lastIndexOf(".");
  const message = value.slice(0, end);
  keys ??= await Promise.all([env.SESSION_KEY_CURRENT, env.SESSION_KEY_PREVIOUS].map(importKey));
  for (const key of keys) {
    if (!(await crypto.subtle.verify("HMAC", key, fromBase64(value.slice(end + 1)), encoder.encode(PURPOSE + message)))) continue;
    const [id, identity, seen] = message.split(".");
    if (Number(seen) > now + AHEAD || now - Number(seen) > IDLE) return null;
    return { session: toBase64url(await crypto.subtle.digest("SHA-256", encoder.encode(id))), identity };
  }
  return null;
}

const inForce = (end, now) => end === null || now < end;

/** What the rows say of the caller's access; `null` where they are let in nowhere. */
function admit([[caller], roles, services, sets], now) {
  const live = caller.ends_at !== null && now < caller.ends_at && caller.ended_at === null && caller.identity !== null;
  if (!live || caller.disabled_at !== null || (caller.all_ended_at !== null && caller.began_at <= caller.all_ended_at)) return null;
  if (caller.workspace === null || caller.member === null) return null;
  const reaches = ({ source, role }) => source !== "agreement" || caller.kind === "default" || policy[role].provider.length > 0;
  const held = roles.filter((one) => inForce(one.ends_at, now) && reaches(one)).map(({ source, role, id, name, ends_at }) => ({
    role,
    source:
      source === "agreement" ? { agreement: { agreement: id, number: name } }
      : source === "group" ? { group: { grant: id, group: name, ends_at } }
      : "creation",
  }));
  if (caller.status !== "active" || (caller.invited !== 1 && held.length === 0)) return null;
  if (caller.accounts === "work_only" && caller.account !== "work") return null;
  const permissions = new Set(["user", ...held.map(({ role }) => role)].flatMap((role) => policy[role][caller.origin]));
  const access = {
    identity: { id: caller.identity, origin: caller.origin, account: caller.account },
    workspace: {
      id: caller.workspace,
      kind: caller.kind,
      archived_at: caller.archived_at,
      accounts: caller.accounts,
      case_visibility: caller.case_visibility,
      features: JSON.parse(caller.features),
      version: caller.workspace_version,
    },
    member: { id: caller.member, status: caller.status, invited: caller.invited === 1, version: caller.member_version },
    roles: held,
    services: services.map(({ id, name, kind, agreement, starts_on, ends_on, withdrawn_at }) => ({
      id, name, kind, agreement, term: { starts_on, ends_on, withdrawn_at },
    })),
    sets: sets.filter((set) => inForce(set.ends_at, now)).map(({ grant_id, name, ends_at, services: assigned }) => ({
      source: grant_id === null ? "own" : { group: { grant: grant_id, group: name, ends_at } },
      services: JSON.parse(assigned),
    })),
  };
  return { access, permissions };
}

const ANSWERS = {
  "/access": {
    needs: null,
    answer: ({ access }, [[names]], now) => ({ name: names.name, customer: names.customer, access, now }),
  },
  "/cases": {
    needs: "cases.view",
    answer({ access, permissions }, [all, mine, counted, countedMine]) {
      const everything =
        access.workspace.case_visibility === "everyone" || permissions.has("features.manage") || access.identity.origin === "provider";
      const [found, tallies] = everything ? [all, counted] : [mine, countedMine];
      // All severities and all states are asked for: every sum counts.
      const cases = tallies.flatMap((tally) => Object.values(JSON.parse(tally.cases))).reduce((sum, one) => sum + one, 0);
      const items = found.toSorted((one, other) => (one.id < other.id ? 1 : -1));
      const next = items.length > PAGE ? items[PAGE - 1].id : null;
      return { items: items.slice(0, PAGE), next, count: Math.min(cases, 1001) };
    },
  },
};

/** The requests' statements by the end of their path: text, and where each value comes from. */
const BATCHES = Object.fromEntries(requests.map(({ path, statements }) => [PATH.exec(path.split("?")[0])[3], statements]));

async function handle(request, env, cost) {
  const now = Date.now();
  const { pathname } = new URL(request.url);
  const [, workspace, shard, end] = PATH.exec(pathname) ?? [];
  if (!workspace || request.method !== "GET") return [404, "not_found"];
  const who = await session(request, env, now);
  if (!who) return [401, "signed_in"];
  const known = { ...who, workspace };
  const database = env[`DB_${shard.toUpperCase()}`];
  const prepared = BATCHES[end].map(({ sql, values }) =>
    database.prepare(sql).bind(...values.map((value) => (value?.is ? known[value.is] : value))));
  const results = await database.batch(prepared);
  cost.batches = 1;
  cost.statements = cost.statements_decided_on = prepared.length;
  for (const { meta } of results) {
    cost.rows_read += meta.rows_read;
    cost.rows_decided_on += meta.rows_read;
    cost.rows_written += meta.rows_written;
  }
  const rows = results.map((result) => result.results);
  const admitted = admit(rows, now);
  const { needs, answer } = ANSWERS[end];
  if (!admitted || (needs && !admitted.permissions.has(needs))) return [403, "refused"];
  return [200, answer(admitted, rows.slice(4), now)];
}

export default {
  async fetch(request, env) {
    const began = Date.now();
    const id = toBase64url(crypto.getRandomValues(new Uint8Array(12)));
    const cost = { batches: 0, statements: 0, statements_decided_on: 0, rows_read: 0, rows_decided_on: 0, rows_written: 0, attempts: 0 };
    const [status, answer] = await handle(request, env, cost);
    const endpoint = new URL(request.url).pathname.replace(/ws_[^/]*/, "{workspace}");
    console.log(JSON.stringify({ level: "info", event: "request", request: id, ...cost, endpoint, ms: Date.now() - began, status }));
    return new Response(JSON.stringify(answer), { status, headers: { ...HEADERS, "x-request-id": id } });
  },
};
