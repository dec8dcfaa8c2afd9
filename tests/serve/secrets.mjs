// The secrets of a local deployment: random, made once per state directory and kept there, so that sessions outlive a
// restart. They are given to the worker as a file of `NAME="value"` lines, never on a command line.

import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Sees to it that the file for the worker has them all; gives the one that the identity providers have to know as well. */
export function secrets(file) {
  const known = existsSync(file) ? readFileSync(file, "utf8") : "";
  const kept = (name) => new RegExp(`^${name}="(.*)"$`, "m").exec(known)?.[1];
  const client = kept("CLIENT_SECRET_ENTRA") ?? randomBytes(24).toString("base64url");
  const values = {
    SESSION_KEY_CURRENT: randomBytes(32).toString("base64"),
    SESSION_KEY_PREVIOUS: randomBytes(32).toString("base64"),
    CLIENT_SECRET_ENTRA: client,
    CLIENT_SECRET_FABRIKAM: client,
    CLIENT_SECRET_HOSTILE: randomBytes(24).toString("base64url"),
  };
  const missing = Object.entries(values).filter(([name]) => kept(name) === undefined);
  if (missing.length > 0) {
    const lines = missing.map(([name, value]) => `${name}="${value}"\n`);
    writeFileSync(file, known + lines.join(""), { mode: 0o600 });
  }
  return client;
}
