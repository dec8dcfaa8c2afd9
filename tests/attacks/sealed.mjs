// Cookies as the worker seals them, with the deployment's own keys: what a thief of the keys could do, and what time does.

import { createHmac, randomBytes } from "node:crypto";
import { secrets } from "./attack.mjs";

const bytes = (name) => Buffer.from(secrets[name], "base64");

/** The deployment's keys, and one that is none of them. */
export const keys = { current: bytes("SESSION_KEY_CURRENT"), previous: bytes("SESSION_KEY_PREVIOUS"), strange: randomBytes(32) };

/** A cookie's value with its MAC, as edge/src/sign_in/cookie.rs makes it. */
export function seal(message, purpose, key = keys.current) {
  return `${message}.${createHmac("sha256", key).update(`${purpose}\0${message}`).digest("base64url")}`;
}

/** A session's cookie with some of its parts changed. */
export function resealed(cookie, { id, identity, seen, purpose = "session cookie", key }) {
  const [oldId, oldIdentity, oldSeen] = cookie.split(".");
  return seal([id ?? oldId, identity ?? oldIdentity, seen ?? oldSeen].join("."), purpose, key);
}

/** The cookie of a round trip with some of what it says changed. */
export function reread(cookie, change, key) {
  const trip = JSON.parse(Buffer.from(cookie.split(".")[0], "base64url"));
  const message = Buffer.from(JSON.stringify({ ...trip, ...change })).toString("base64url");
  return seal(message, "sign-in cookie", key);
}
