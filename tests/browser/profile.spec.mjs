// How somebody wants Portico to be, in every browser of theirs, and leaving all of them at once.
import { expect, test } from "./journey.mjs";
import { expectNoSidewaysScrolling, expectNoTrouble, forgetChoices, say, signIn } from "./people.mjs";

const t = (key, values) => say("en", key, values);
const settings = () => test.info().project.use;
const theme = (page) => page.evaluate(() => document.documentElement.dataset.theme ?? "system");
const saved = (page) => page.waitForResponse((response) => response.url().endsWith("/api/profile") && response.ok());

/** Opens the menu of whoever is signed in. */
async function menu(page, language = "en") {
  const menu = page.getByRole("group", { name: say(language, "person.menu") });
  // Choosing the colours leaves it open.
  if (!(await menu.isVisible())) await page.getByRole("banner").getByRole("button").last().click();
  await expect(menu).toBeVisible();
  return menu;
}

/** Presses a button of the menu that changes the profile, and waits until that is saved. */
async function choose(page, name, language = "en") {
  const button = (await menu(page, language)).getByRole("button", { name, exact: true });
  await Promise.all([saved(page), button.click()]);
}

test.afterEach(async ({ browser }) => {
  const page = await signIn(browser, "Noor Rahman", settings());
  await forgetChoices(page);
  await page.context().close();
});

test("L10N-1 the theme is kept over a reload without a flash, and in another browser of the same person", async ({ browser }) => {
  const page = await signIn(browser, "Noor Rahman", settings());
  await choose(page, t("person.theme_dark"));
  expect(await theme(page)).toBe("dark");
  await expect((await menu(page)).getByRole("button", { name: t("person.theme_dark") })).toHaveAttribute("aria-pressed", "true");
  await expect((await menu(page)).getByRole("group", { name: t("person.theme") }).locator("button:has(.icon)")).toHaveText(t("person.theme_dark"));
  // The theme is there before the program is.
  const held = async (route) => {
    await expect.poll(() => theme(page)).toBe("dark");
    await route.continue();
  };
  await page.route("**/*.wasm", held, { times: 1 });
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await theme(page)).toBe("dark");
  const around = await page.evaluate(() => document.querySelector("[name=theme-color]").content);
  expect(around).toBe(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor));
  const other = await signIn(browser, "Noor Rahman", settings());
  await expect.poll(() => theme(other)).toBe("dark");
  await choose(other, t("person.theme_system"));
  expect(await theme(other)).toBe("system");
  await page.reload();
  await expect.poll(() => theme(page)).toBe("system");
  expectNoTrouble(page);
});

test("L10N-1 WS-13 the language is kept over a reload, and in another browser of the same person", async ({ browser }) => {
  const page = await signIn(browser, "Noor Rahman", settings());
  await choose(page, "Français");
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  const other = await signIn(browser, "Noor Rahman", settings());
  await expect(other.locator("html")).toHaveAttribute("lang", "fr");
  await choose(other, "English", "fr");
  await expect(other.locator("html")).toHaveAttribute("lang", "en");
  await expect(other.getByRole("banner").getByRole("button").last()).toBeFocused();
  expectNoTrouble(other);
});

test("L10N-1 a choice that could not be saved holds in this browser, and the page says so", async ({ browser }) => {
  const page = await signIn(browser, "Noor Rahman", settings());
  await page.route("**/api/profile", (route) => route.abort());
  await (await menu(page)).getByRole("button", { name: t("person.theme_dark") }).click();
  await expect(page.getByText(t("person.kept_here"))).toBeVisible();
  expect(await theme(page)).toBe("dark");
});

test("ID-7 signing out everywhere asks first, and ends the session of another browser at its next click", async ({ browser }) => {
  const page = await signIn(browser, "Noor Rahman", settings());
  const other = await signIn(browser, "Noor Rahman", settings());
  await (await menu(page)).getByRole("button", { name: t("person.sign_out_everywhere") }).click();
  const question = page.getByRole("alertdialog", { name: t("person.everywhere_question") });
  await expect(question).toContainText(t("person.everywhere_says"));
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScrolling(page);
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: t("palette.title") }).fill(t("person.sign_out_everywhere"));
  await page.keyboard.press("Enter");
  await expect(question).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await (await menu(page)).getByRole("button", { name: t("person.sign_out_everywhere") }).click();
  await question.getByRole("button", { name: t("person.sign_out_everywhere") }).click();
  await page.waitForURL("**/sign-in");
  await other.getByRole("navigation").getByRole("link", { name: t("cases.title") }).first().click();
  await expect(other.getByRole("link", { name: "Microsoft Entra ID" }).or(other.getByRole("button", { name: "Microsoft Entra ID" }))).toBeVisible();
  // And signing in again is at once.
  await signIn(browser, "Noor Rahman", settings());
});
