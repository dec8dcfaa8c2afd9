// The rules answer alike wherever they run: the same questions, decided natively, and as one wasm module in node, in
// Chromium and in workerd. No digest is written down here: what is compared was computed a moment ago.
//
//   make everywhere

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { chromium } from "@playwright/test";
import { collect, serve, stopAll } from "../serve/processes.mjs";
import { quietEnvironment } from "../serve/worker.mjs";

const root = resolve(import.meta.dirname, "../..");
const built = join(root, "target/everywhere");
const seed = 1;
// 32 questions each: 300 000 decisions.
const worlds = 9_375;

after(stopAll);

async function natively(count) {
  const text = await collect(process.env.DIGEST ?? join(root, "target/debug/digest"), [String(seed), String(count)]);
  return { digest: text.trim(), where: "native" };
}

async function inNode(count) {
  const { digest, initSync } = await import(join(built, "everywhere.js"));
  initSync({ module: readFileSync(join(built, "everywhere_bg.wasm")) });
  return { digest: digest(seed, count), where: `node ${process.version}` };
}

async function inChromium(count) {
  const types = { js: "text/javascript", wasm: "application/wasm", html: "text/html" };
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || undefined,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  try {
    const page = await browser.newPage();
    await page.route("http://corpus.test/**", (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      const body = name === "index.html" ? "<!doctype html>" : readFileSync(join(built, name));
      return route.fulfill({ body, contentType: types[name.split(".").pop()] });
    });
    await page.goto("http://corpus.test/index.html");
    return await page.evaluate(
      async ([seed, count]) => {
        const { default: load, digest } = await import("http://corpus.test/everywhere.js");
        await load({ module_or_path: "http://corpus.test/everywhere_bg.wasm" });
        return { digest: digest(seed, count), where: navigator.userAgent };
      },
      [seed, count],
    );
  } finally {
    await browser.close();
  }
}

let origin;

async function inWorkerd(count) {
  origin ??= await startWorkerd();
  const response = await fetch(`${origin}/?seed=${seed}&worlds=${count}`);
  assert.equal(response.status, 200, await response.clone().text());
  return response.json();
}

async function startWorkerd() {
  const port = await freePort();
  const args = ["dev", "--local", "--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"];
  const config = ["--config", join(import.meta.dirname, "wrangler.toml"), "--show-interactive-dev-session=false"];
  const state = join(built, "state");
  const child = serve(join(root, "node_modules/.bin/wrangler"), [...args, ...config, "--persist-to", state], {
    env: quietEnvironment(state),
    cwd: root,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += data));
  for (let tries = 0; tries < 240; tries += 1) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`http://127.0.0.1:${port}/?seed=${seed}&worlds=1`).catch(() => undefined);
    if (answer?.ok) return `http://127.0.0.1:${port}`;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error(`workerd did not start:\n${said}`);
}

function freePort() {
  return new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

test("WHY-2 the rules answer alike natively, in node, in Chromium and in workerd", async (context) => {
  const places = { native: natively, node: inNode, Chromium: inChromium, workerd: inWorkerd };
  const digests = new Map();
  for (const [name, compute] of Object.entries(places)) {
    const begun = performance.now();
    const { digest, where } = await compute(worlds);
    context.diagnostic(`${name}: ${digest} over ${worlds * 32} decisions, ${Math.round(performance.now() - begun)} ms (${where})`);
    assert.match(digest, /^[0-9a-f]{16}$/);
    digests.set(name, { digest, where });
  }
  assert.match(digests.get("Chromium").where, /Chrome/);
  assert.match(digests.get("workerd").where, /Cloudflare-Workers/);
  assert.deepEqual([...new Set([...digests.values()].map(({ digest }) => digest))].length, 1, JSON.stringify([...digests]));
});

test("a digest tells one set of worlds from another", async () => {
  const [fewer, more] = [await inNode(10), await inNode(11)];
  assert.notEqual(fewer.digest, more.digest);
});
