// A browser as the worker sees one, which keeps cookies and does nothing by itself: an attack goes step by step.

import { Agent, request } from "node:http";

/** Where the worker is. */
export const origin = process.env.PORTICO_ORIGIN;

const agent = new Agent({ keepAlive: true });
const session = "__Host-Http-portico-session";
const trip = "__Host-Http-portico-sign-in-";
let made = 0;

/** A request, and its answer as it came: no redirect is followed. */
export function send(url, { method = "GET", headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(url, origin), { method, headers, agent }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() }));
      answer.on("error", reject);
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

export class Browser {
  /** Every value that a cookie of any browser ever had. */
  static seen = new Set();
  jar = new Map();
  // Each is somewhere else, so that no limit for an address is ever reached by chance.
  address = `2001:db8:${(++made).toString(16)}::1`;

  /** Sends a request with the browser's cookies, and keeps those it gets. */
  async send(url, { headers = {}, ...rest } = {}) {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await send(url, { headers: { "cf-connecting-ip": this.address, ...(cookie && { cookie }), ...headers }, ...rest });
    for (const set of answer.headers["set-cookie"] ?? []) this.#keep(set);
    return answer;
  }

  /** Begins to sign in; gives where the identity provider is asked. */
  async begin(provider, query = "") {
    const begun = await this.send(`/sign-in/${provider}${query}`);
    return begun.status === 302 ? begun.headers.location : begun;
  }

  /** Signs in; gives the answer of the callback, or of the beginning where it ended there. */
  async signIn(provider, query) {
    const asked = await this.begin(provider, query);
    return typeof asked === "string" ? this.send(await this.ask(asked)) : asked;
  }

  /** Asks the identity provider; gives the address it sends the browser back to. */
  async ask(url) {
    return (await send(url)).headers.location;
  }

  /** Who is signed in, as the app asks it. */
  me(headers = {}) {
    return this.send("/api/me", { headers: { "x-portico": "1", ...headers } });
  }

  get session() {
    return this.jar.get(session);
  }

  set session(value) {
    this.jar.set(session, value);
  }

  /** The names of the cookies of sign-ins under way. */
  get trips() {
    return [...this.jar.keys()].filter((name) => name.startsWith(trip));
  }

  #keep(set) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
    if (/; Max-Age=0;/.test(set)) this.jar.delete(name);
    else this.jar.set(name, value);
    if (value !== "") Browser.seen.add(value);
  }
}
