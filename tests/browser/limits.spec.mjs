// The one page that the worker draws by itself: for whoever tries to sign in too often.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "./journey.mjs";
import { expectNoSidewaysScrolling, nobody, say } from "./people.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ADDRESS = "/sign-in/nobody";

/** Tries to sign in until that is too often, from an address of its own: the others' attempts are not counted with it. */
async function tryTooOften(context, address) {
  await context.setExtraHTTPHeaders({ "cf-connecting-ip": address });
  const attempt = async () => (await context.request.get(ADDRESS, { maxRedirects: 0 })).status();
  for (let sent = 0; sent <= 1_200; sent += 20) {
    const statuses = await Promise.all(Array.from({ length: 20 }, attempt));
    if (statuses.includes(429)) return;
  }
  throw new Error("there is no limit");
}

test("API-5 whoever tries to sign in too often is told so in both languages, theirs first, on a page of the product's own look", async ({ browser }) => {
  const { project } = test.info();
  const [english, french] = ["Wait a minute", "Patientez une minute"];
  const readers = [
    { language: "en", colorScheme: "light", titles: [english, french] },
    { language: "fr", colorScheme: "dark", titles: [french, english] },
  ];
  for (const [place, { language, colorScheme, titles }] of readers.entries()) {
    const page = await nobody(browser, { ...project.use, language, colorScheme });
    await tryTooOften(page.context(), `192.0.2.${project.name === "phone" ? 10 + place : 20 + place}`);
    expect((await page.goto(ADDRESS)).status()).toBe(429);
    await expect(page.getByRole("heading", { level: 1, name: "Portico" })).toBeVisible();
    await expect(page.getByRole("heading", { level: 2 })).toHaveText(titles);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    // The stylesheet has come, and the theme is the system's.
    await expect(page.locator("main")).toHaveCSS("display", "grid");
    const lightness = await page.evaluate(() => Number(/oklch\(([\d.]+)/.exec(getComputedStyle(document.documentElement).backgroundColor)[1]));
    expect(lightness > 0.5).toBe(colorScheme === "light");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document));
    expect(violations.map(({ id }) => id)).toEqual([]);
    const again = page.getByRole("link", { name: "Réessayer" });
    expect((await again.boundingBox()).height).toBeGreaterThanOrEqual(24);
    await page.setViewportSize({ width: 320, height: 480 });
    await expectNoSidewaysScrolling(page);
    await again.click();
    await page.waitForURL((url) => url.pathname === "/sign-in");
    // The minute is not over, unless it just began.
    const options = page.getByRole("link", { name: "Microsoft Entra ID" });
    await expect(options.or(page.getByText(say(language, "failed.too_many"))).first()).toBeVisible();
    await page.context().close();
  }
});
