// The worker under `wrangler dev`: workerd with local D1, KV and the built page, its log in a file, and cron, which
// wrangler dev does not fire by itself.

import { createWriteStream, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { hostileProviders } from "../identity-provider/hostile.mjs";
import { serve } from "./processes.mjs";

const startsWithin = 60_000;
const minute = 60_000;

/** The environment wrangler runs in: it asks nothing, reports nothing, looks nothing up. */
export function quietEnvironment(state) {
  return {
    ...process.env,
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    MINIFLARE_REGISTRY_PATH: join(state, "registry"),
    WRANGLER_REGISTRY_PATH: join(state, "registry"),
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_SEND_ERROR_REPORTS: "false",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_WRITE_LOGS: "false",
  };
}

/** Starts it and waits until it answers. `show` gets the lines of the log that warn or report an error. */
export async function startWorker({ origin, idp, hostile, port, persisted, secrets, wrangler, log, show }) {
  // Discovery documents and keys are cached here; the identity providers have new keys since the last time.
  rmSync(join(persisted, "v3", "kv"), { recursive: true, force: true });
  const args = [
    ...["dev", "--local", "--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"],
    ...["--persist-to", persisted, "--env-file", secrets, "--show-interactive-dev-session=false"],
    ...["--var", `ORIGIN:${origin}`, "--var", `IDENTITY_PROVIDERS:${identityProviders(idp, hostile)}`],
  ];
  const child = serve(wrangler.program, args, { env: wrangler.env });
  let ended = false;
  child.once("exit", () => (ended = true));
  keepLog(child, log, show);
  await answers(origin, () => ended, log);
  return { ticks: fireCron(origin, show), ended: new Promise((resolve) => child.once("exit", resolve)) };
}

// As wrangler.toml has them, on the port they are really on; and those that lie, where there are any.
function identityProviders(idp, hostile) {
  const [, text] = /^IDENTITY_PROVIDERS = """$([^]*?)^"""$/m.exec(readFileSync("wrangler.toml", "utf8"));
  const known = JSON.parse(text.replaceAll("http://localhost:9400", idp));
  return JSON.stringify([...known, ...(hostile ? hostileProviders(hostile) : [])]);
}

// Wrangler frames what the worker writes with console.error and console.warn: `✘ [ERROR] {"level":"error",…}` and blank
// lines. In the log each event stands on a line of its own, as the worker wrote it.
function keepLog(child, file, show) {
  const log = createWriteStream(file);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (raw) => {
      const line = raw.replaceAll(/\u001b\[[0-9;]*m/g, "").trimEnd();
      if (line === "") return;
      const framed = /^\W*\[(ERROR|WARNING)\] (.*)$/.exec(line);
      const event = framed?.[2].startsWith("{") ? framed[2] : line;
      log.write(`${event}\n`);
      if (worthShowing(event, framed)) show(event);
    });
  }
}

function worthShowing(event, framed) {
  if (/"level":"(warn|error)"/i.test(event)) return true;
  return Boolean(framed) && !event.includes("Scheduled Workers are not automatically triggered");
}

async function answers(origin, ended, log) {
  const deadline = Date.now() + startsWithin;
  let last = "nothing";
  while (Date.now() < deadline) {
    if (ended()) throw new Error(`the worker did not start: see ${log}`);
    try {
      const response = await fetch(`${origin}/api/health`, { signal: AbortSignal.timeout(5_000) });
      last = `${response.status} ${(await response.text()).slice(0, 200)}`;
      if (response.status === 200) return;
    } catch (error) {
      last = String(error.cause?.code ?? error.message);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${origin}/api/health did not answer 200 within ${startsWithin / 1000} s, last: ${last}; see ${log}`);
}

function fireCron(origin, show) {
  async function tick() {
    try {
      const response = await fetch(`${origin}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`);
      if (response.status !== 200) show(`cron: ${response.status} ${(await response.text()).slice(0, 200)}`);
    } catch (error) {
      show(`cron: ${error.cause?.code ?? error.message}`);
    }
  }
  tick();
  return setInterval(tick, minute);
}
