// Every page as axe sees it, in both themes and languages: no rule of WCAG 2.2 A or AA broken.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "@playwright/test";
import { say, signIn } from "./people.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Nothing that axe finds on the page, which is made as tall as what is on it: what a bar covers counts as too small. */
async function expectAccessible(page, where) {
  await page.waitForLoadState("networkidle");
  const { width, height } = page.viewportSize();
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, tall) });
  // Evaluated by the browser's tools, which the page's security policy does not concern.
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  expect(found, where).toEqual([]);
  await page.setViewportSize({ width, height });
}

for (const language of ["en", "fr"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`L10N-1 every page is accessible (${language}, ${colorScheme})`, async ({ browser }) => {
      const settings = { ...test.info().project.use, language, colorScheme };
      const page = await signIn(browser, "Ada Berg", settings);
      const t = (key, values) => say(language, key, values);
      const workspace = new URL(page.url()).pathname;
      const shown = (name) => expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
      await expectAccessible(page, "home");

      await page.goto(`${workspace}/reactive-services`);
      await shown(t("services.title"));
      const box = page.getByRole("checkbox", { name: t("services.choose", { name: "Jonas Keller" }) });
      await box.check();
      await expectAccessible(page, "reactive services");
      await page.getByRole("button", { name: t("services.update") }).click();
      await expect(page.getByRole("dialog", { name: t("services.manage") })).toBeVisible();
      await expectAccessible(page, "the pane");

      await page.goto(`${workspace}/users`);
      await shown(t("users.title"));
      await expectAccessible(page, "users");
      await page.getByRole("table").getByRole("link", { name: "Rafael Moreno" }).click();
      await expect(page.getByRole("dialog", { name: "Rafael Moreno" })).toBeVisible();
      await expectAccessible(page, "a person's details");

      await page.goto(`${workspace}/cases/new`);
      await shown(t("open_case.title"));
      await expectAccessible(page, "open a case");
      await page.goto(`${workspace}/cases`);
      await shown(t("cases.title"));
      await page.getByRole("table").getByRole("link").first().click();
      await expect(page.getByLabel(t("case.answer"), { exact: true })).toBeVisible();
      await expectAccessible(page, "a case");
      await page.goto("/w/ws_eu1_none");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page, "nothing here");
    });
  }
}
