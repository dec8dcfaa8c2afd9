// What every attack has in common: one thing is wrong, the sign-in comes to nothing for that very reason, and right after
// it the same sign-in, with nothing wrong, succeeds.

import assert from "node:assert/strict";
import { fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { after } from "node:test";
import { freshName, startHostile } from "../identity-provider/hostile.mjs";
import { Browser, origin } from "./browser.mjs";

/** The secrets of the deployment, by name. */
export const secrets = Object.fromEntries(
  [...readFileSync(process.env.PORTICO_SECRETS, "utf8").matchAll(/^(\w+)="(.*)"$/gm)].map(([, name, value]) => [name, value]),
);

/** The identity provider that lies. */
export const hostile = await startHostile({ base: process.env.PORTICO_HOSTILE, origin, secret: secrets.CLIENT_SECRET_HOSTILE });
after(() => hostile.close());

let used = 0;

/** The name of a provider that the worker has never asked; no name is given twice. */
export const fresh = () => freshName((used += 1));

/** Signs in where one thing is wrong: it comes to nothing, for this reason. */
export async function comesToNothing({ wrong = {}, provider = "hostile", problem = "not_proven", reason, act }) {
  const log = new Log();
  const browser = new Browser();
  hostile.wrong = wrong;
  try {
    const answer = await (act ? act(browser) : browser.signIn(provider));
    assert.equal(answer.status, 303, `${answer.status} ${answer.body}`);
    assert.equal(answer.headers.location, `/sign-in?problem=${problem}`);
    assert.equal(browser.session, undefined);
    assert.equal((await browser.me()).status, 401);
    assert.equal(await log.reason(), reason);
    return answer;
  } finally {
    hostile.wrong = {};
  }
}

/** Signs in where nothing is wrong. */
export async function succeeds(provider = "hostile", query = "") {
  const browser = new Browser();
  const answer = await browser.signIn(provider, query);
  assert.equal(answer.status, 200, `the control failed: ${answer.status} ${JSON.stringify(answer.headers.location)}`);
  assert.equal((await browser.me()).status, 200);
  return { browser, answer };
}

/** An attack, with its control right after it. */
export async function attack(what) {
  await comesToNothing(what);
  await succeeds(what.control ?? what.provider);
}

/** The worker's log from now on. */
export class Log {
  static #file = openSync(process.env.PORTICO_WORKER_LOG);
  #from = fstatSync(Log.#file).size;

  /** What has been written since. */
  read() {
    const bytes = Buffer.alloc(fstatSync(Log.#file).size - this.#from);
    readSync(Log.#file, bytes, 0, bytes.length, this.#from);
    return bytes.toString();
  }

  /** Why the sign-in came to nothing, as the log has it; a line may take a moment to get there. */
  async reason() {
    for (let tries = 0; tries < 100; tries += 1) {
      const line = this.read().split("\n").find((line) => line.includes('"event":"sign_in"'));
      if (line) return JSON.parse(line).reason;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return "nothing was logged";
  }
}
