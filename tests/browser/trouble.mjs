// What must not happen on any page of any journey: errors of scripts, and violations of the security policy, which would
// mean that the page needs what it forbids itself, or that somebody got something into it.
import { expect } from "@playwright/test";

let found = [];

/** Notes every trouble of every page of a browser, from its first moment on. */
export async function watch(context) {
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
      console.error(`violation of ${effectiveDirective}: ${blockedURI} ${sample}`);
    });
  });
  context.on("weberror", (error) => found.push(`error: ${error.error().message}`));
  context.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) found.push(message.text());
  });
}

/** Nothing has happened so far that must not. */
export function expectNoTrouble() {
  expect(found).toEqual([]);
}

/** The troubles so far, which are forgotten with that: a journey that makes some looks at them itself. */
export function taken() {
  const troubles = found;
  found = [];
  return troubles;
}
