// What the worker has of JavaScript (edge/src/platform/*.js), in workerd.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";

const WORKER = `
import { lines } from "./databases.js";
import { head, headers, response } from "./messages.js";
import { replace } from "./microtasks.js";
import { alarm, letGo } from "./sleep.js";
replace();
replace();
const heard = [];
addEventListener("error", (event) => {
  heard.push(event.error.message);
  event.preventDefault();
});
const soon = () => new Promise((done) => setTimeout(done, 20));

const ASKED = {
  async "/order"(done) {
    queueMicrotask(() => {
      done.push("first");
      queueMicrotask(() => done.push("third"));
    });
    queueMicrotask(() => done.push("second"));
    done.push("now");
    await soon();
  },
  async "/fails"(done) {
    queueMicrotask(() => {
      throw new Error("the module has ended");
    });
    queueMicrotask(() => done.push("the next one"));
    await soon();
  },
  async "/timers"(done) {
    alarm(() => done.push("late"), 5);
    alarm(() => done.push("early"), 1);
    letGo(alarm(() => done.push("let go of"), 1));
    await soon();
  },
  async "/pending"(done) {
    alarm(() => done.push("too late"), 60_000);
  },
  async "/lines"(done, { DB }) {
    const text = DB.prepare("SELECT 'a' || char(10) || char(13) || char(8232) || 'b' AS text, 1 AS one");
    const none = DB.prepare("SELECT 1 AS one WHERE 0");
    done.push(...lines(await DB.batch([text, none])).split("\\n"));
  },
  async "/head"(done, _, request) {
    done.push(...head(request).split("\\n"));
  },
  async "/response"(done) {
    const usual = headers("cache-control\\nno-store\\nx-kind\\nusual\\n");
    const body = new Uint8Array([104, 105]);
    const made = [response(201, "set-cookie\\na=1\\nset-cookie\\nb=2\\n", usual, body), response(200, "", usual, body.subarray(1))];
    body.fill(0);
    for (const one of made) done.push([one.status, [...one.headers], await one.text()]);
  },
};

export default {
  async fetch(request, env) {
    const done = [];
    heard.length = 0;
    await ASKED[new URL(request.url).pathname](done, env, request);
    return Response.json({ done, heard });
  },
};`;

let workerd;
before(() => {
  const written = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  const scripts = ["databases.js", "messages.js", "microtasks.js", "sleep.js"].map((name) => [name, written(`edge/src/platform/${name}`)]);
  const options = convertV4MiniflareOptions({
    compatibilityDate: /^compatibility_date = "(.*)"$/m.exec(written("wrangler.toml"))[1],
    cf: false,
    d1Databases: { DB: "scripts" },
    modules: [["worker.js", WORKER], ...scripts].map(([path, contents]) => ({ type: "ESModule", path, contents })),
  });
  workerd = new Miniflare(options);
});
after(() => workerd.dispose());

const ask = async (path, options) => (await workerd.dispatchFetch(`http://localhost${path}`, options)).json();

test("microtasks run in their order, in every request", async () => {
  for (let request = 0; request < 3; request += 1) {
    assert.deepEqual(await ask("/order"), { done: ["now", "first", "second", "third"], heard: [] });
  }
});

test("what fails in a microtask is an error event, and those after it run", async () => {
  assert.deepEqual(await ask("/fails"), { done: ["the next one"], heard: ["the module has ended"] });
});

test("a timer that is let go of calls nothing, and others do in their time", async () => {
  assert.deepEqual(await ask("/timers"), { done: ["early", "late"], heard: [] });
});

test("a timer that is left keeps no request", async () => {
  const began = performance.now();
  assert.deepEqual(await ask("/pending"), { done: [], heard: [] });
  assert.ok(performance.now() - began < 5_000);
});

test("the results of a batch are a line each, whatever stands in them", async () => {
  const { done } = await ask("/lines");
  assert.deepEqual(done.map((line) => line.split(" ").slice(0, 2)), [["0", "0"], ["0", "0"]]);
  assert.deepEqual(done.map((line) => JSON.parse(line.split(" ").slice(2).join(" "))), [[{ text: "a\n\r\u2028b", one: 1 }], []]);
});

test("the head of a request is three lines: its method, its address, its headers", async () => {
  const { done } = await ask("/head?a=1", { method: "POST", headers: { "x-portico": "1", cookie: "a=b" }, body: "no part of it" });
  const [method, address, pairs] = done;
  assert.deepEqual([done.length, method, new URL(address).search], [3, "POST", "?a=1"]);
  const sent = new Map(JSON.parse(pairs));
  assert.deepEqual([sent.get("x-portico"), sent.get("cookie")], ["1", "a=b"]);
});

test("a response has the usual headers and its own, each as often as it is said, and a body of its own", async () => {
  const { done } = await ask("/response");
  const [usual, cookies] = [[["cache-control", "no-store"], ["x-kind", "usual"]], [["set-cookie", "a=1"], ["set-cookie", "b=2"]]];
  const [first, second] = done;
  assert.deepEqual([first[0], first[2], second], [201, "hi", [200, usual, "i"]]);
  assert.deepEqual(first[1].toSorted(), [...usual, ...cookies].toSorted());
});
