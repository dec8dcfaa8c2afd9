// The secrets of a local deployment: random, made once per state directory and kept there, so that sessions outlive a
// restart. They are given to the worker as a file of `NAME="value"` lines, never on a command line.

import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The file for the worker, and the one secret that the identity providers have to know as well. */
export function secrets(state) {
  const file = join(state, "secrets.env");
  if (!existsSync(file)) {
    const client = randomBytes(24).toString("base64url");
    const values = {
      SESSION_KEY_CURRENT: randomBytes(32).toString("base64"),
      SESSION_KEY_PREVIOUS: randomBytes(32).toString("base64"),
      CLIENT_SECRET_ENTRA: client,
      CLIENT_SECRET_FABRIKAM: client,
    };
    const lines = Object.entries(values).map(([name, value]) => `${name}="${value}"\n`);
    writeFileSync(file, lines.join(""), { mode: 0o600 });
  }
  const client = /^CLIENT_SECRET_ENTRA="(.*)"$/m.exec(readFileSync(file, "utf8"))[1];
  return { file, client };
}
