// What the worker has of JavaScript (edge/src/platform/*.js), in workerd.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";

const WORKER = `
import { lines } from "./databases.js";
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
};

export default {
  async fetch(request, env) {
    const done = [];
    heard.length = 0;
    await ASKED[new URL(request.url).pathname](done, env);
    return Response.json({ done, heard });
  },
};`;

let workerd;
before(() => {
  const written = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  const scripts = ["databases.js", "microtasks.js", "sleep.js"].map((name) => [name, written(`edge/src/platform/${name}`)]);
  const options = convertV4MiniflareOptions({
    compatibilityDate: /^compatibility_date = "(.*)"$/m.exec(written("wrangler.toml"))[1],
    cf: false,
    d1Databases: { DB: "scripts" },
    modules: [["worker.js", WORKER], ...scripts].map(([path, contents]) => ({ type: "ESModule", path, contents })),
  });
  workerd = new Miniflare(options);
});
after(() => workerd.dispose());

const ask = async (path) => (await workerd.dispatchFetch(`http://localhost${path}`)).json();

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
