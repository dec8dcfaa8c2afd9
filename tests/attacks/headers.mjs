// What every kind of answer tells the browser: pages, files, the API, signing in, refusals, what is not there. One table.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { hostile, succeeds } from "./attack.mjs";
import { Browser, origin } from "./browser.mjs";

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; manifest-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default";
const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const dressed = nothing.replace(";", "; style-src 'self';");
const off =
  "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope hid idle-detection magnetometer " +
  "microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock serial usb xr-spatial-tracking";

/** The same everywhere. */
const always = {
  "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": off.split(" ").map((name) => `${name}=()`).join(", "),
};
/** Of what the worker itself says: nobody keeps it, and it can do nothing. */
const ours = { ...always, "content-security-policy": nothing, "cache-control": "no-store" };
const page = { ...always, "content-security-policy": policy, "cache-control": "public, max-age=0, must-revalidate" };
const file = { ...always, "content-security-policy": policy, "cache-control": "public, max-age=31536000, immutable" };
const problem = { ...ours, "content-type": "application/problem+json" };
const json = { ...ours, "content-type": "application/json" };

const html = readFileSync("dist/index.html", "utf8");
const named = (ending) => new RegExp(`"(/assets/[^"]*\\.${ending})"`).exec(html)[1];
const mark = { headers: { "x-portico": "1" } };
const command = (body, headers) => ({ method: "PUT", headers: { ...mark.headers, "content-type": "application/json", ...headers }, body });
const address = (end) => `/sign-in/hostile/callback?${end}`;
const many = async (browser) => {
  for (let sent = 0; sent <= 1_200; sent += 20) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.send("/sign-in/nobody")));
    const refused = answers.find(({ status }) => status !== 303);
    if (refused) return refused;
  }
};
/** Has a control character in a header, which no client of HTTP sends: so it is written down as it goes over the wire. */
const unreadable = async () => {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.write("GET /api/me HTTP/1.1\r\nhost: localhost\r\nx-portico: \u0001\r\nconnection: close\r\n\r\n");
  const [status, ...lines] = (await text(socket)).split("\r\n\r\n")[0].split("\r\n");
  const headers = lines.map((line) => /^([^:]*): (.*)$/.exec(line).slice(1)).map(([name, value]) => [name.toLowerCase(), value]);
  return { status: Number(status.split(" ")[1]), headers: Object.fromEntries(headers) };
};

// What is asked, the status, the headers; a browser that is signed in asks unless it says otherwise.
const table = [
  ["the page", "/", {}, 200, { ...page, "content-type": "text/html; charset=utf-8" }],
  ["the page at a place in the app", "/w/ws_eu1_none/cases", {}, 200, page],
  ["the page for signing in", "/sign-in", {}, 200, page],
  ["the page with a stroke more", "/sign-in/", {}, 200, page],
  ["the page, asked for its head", "/", { method: "HEAD" }, 200, page],
  ["the page by its file's name", "/index.html", {}, 307, always],
  ["the program", named("wasm"), {}, 200, { ...file, "content-type": "application/wasm" }],
  ["the script", named("js"), {}, 200, { ...file, "content-type": "text/javascript; charset=utf-8" }],
  ["the style", named("css"), {}, 200, { ...file, "content-type": "text/css; charset=utf-8" }],
  ["the style of the worker's own page", "/plain.css", {}, 200, { ...page, "content-type": "text/css; charset=utf-8" }],
  ["the messages", named("json"), {}, 200, { ...file, "content-type": "application/json" }],
  ["the icon", named("svg"), {}, 200, { ...file, "content-type": "image/svg+xml" }],
  ["a file that the browser has", named("css"), (etag) => ({ headers: { "if-none-match": etag } }), 304, always],
  ["a file that is gone", "/assets/gone-0123456789abcdef.wasm", {}, 404, problem],
  ["a page that is posted to", "/w/x", { method: "POST" }, 404, problem],
  ["a file that is posted to", named("css"), { method: "POST" }, 405, {}],
  ["the headers' own file", "/_headers", {}, 200, page],
  ["an answer", "/api/me", mark, 200, json],
  ["an answer to anybody", "/api/health", {}, 200, json],
  ["nothing", "/api/nothing", {}, 404, problem],
  ["an answer to nobody", "/api/me", { ...mark, cookieless: true }, 401, problem],
  ["another site's request", "/api/me", {}, 403, problem],
  ["a workspace that there is none of", "/api/workspaces/ws_eu1_none/home", mark, 404, problem],
  ["another method", "/api/me", { ...mark, method: "DELETE" }, 405, problem],
  ["what another site asks first", "/api/me", { method: "OPTIONS" }, 405, problem],
  ["a header that HTTP has no place for", unreadable, {}, 400, problem],
  ["a body that is none", "/api/profile", command("{"), 400, problem],
  ["a body of another kind", "/api/profile", command("{}", { "content-type": "text/plain" }), 415, problem],
  ["a body that is too large", "/api/profile", command("x".repeat(2_000)), 413, problem],
  ["a body larger than any", "/api/profile", command("x".repeat(1024 * 1024 + 1)), 413, problem],
  ["a sign-in that begins", "/sign-in/hostile", {}, 302, ours],
  ["a sign-in at nobody's", "/sign-in/nobody", {}, 303, ours],
  ["an answer to no question", address("code=x&state=y"), {}, 303, ours],
  ["a callback that is posted to", address(""), { method: "POST" }, 405, problem],
  ["too many sign-ins", many, {}, 429, { ...ours, "content-security-policy": dressed, "content-type": "text/html; charset=utf-8", "retry-after": "60" }],
  ["too many questions", async (browser) => (await many(browser), browser.send("/api/sign-in-options")), {}, 429, { ...problem, "retry-after": "60" }],
];

test("every kind of answer has the headers that it should have", async (t) => {
  const { browser } = await succeeds();
  const { headers } = await browser.send(named("css"));
  for (const [what, path, how, status, expected] of table) {
    await t.test(`API-5 the headers of ${what}`, async () => {
      const { cookieless, ...request } = typeof how === "function" ? how(headers.etag) : how;
      const asking = cookieless ? new Browser() : browser;
      const answer = await (typeof path === "function" ? path(asking) : asking.send(path, request));
      const given = Object.fromEntries(Object.keys(expected).map((name) => [name, answer.headers[name]]));
      assert.deepEqual([answer.status, given], [status, expected]);
      assert.equal(answer.headers["x-powered-by"], undefined);
    });
  }
});

test("the page that goes on after signing in has the headers that it should have, and a token nowhere", async () => {
  const { answer } = await succeeds();
  const given = Object.fromEntries(Object.keys(ours).map((name) => [name, answer.headers[name]]));
  assert.deepEqual(given, ours);
  const said = JSON.stringify(answer);
  assert.deepEqual([...hostile.secrets].filter((secret) => secret.length > 10 && said.includes(secret)), []);
});
