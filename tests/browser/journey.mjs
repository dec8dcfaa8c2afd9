// `test` for every journey: none passes on whose pages something happened that must not, whether it looks or not; and none
// leaves its browsers to those after it, which they would slow down.
import { test as base } from "@playwright/test";
import { expectNoTrouble, taken } from "./trouble.mjs";

export { expect } from "@playwright/test";

/** Closes a browser, with the requests that a journey has held back and waits for no longer. */
async function ended(context) {
  await Promise.all([context, ...context.pages()].map((one) => one.unrouteAll({ behavior: "ignoreErrors" })));
  await context.close();
}

export const test = base.extend({
  alone: [
    async ({ browser }, use, info) => {
      taken();
      await use();
      try {
        // What failed already says why by itself.
        if (info.status === info.expectedStatus) expectNoTrouble();
      } finally {
        await Promise.all(browser.contexts().map(ended));
      }
    },
    { auto: true },
  ],
});
