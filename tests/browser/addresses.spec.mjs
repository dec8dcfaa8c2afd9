// What the lists make of an address: what nobody can read asks for nothing, what is unknown is named and can be taken out.
// And the one key that leads to what is above each of them.
import { expect, test } from "./journey.mjs";
import { expectNoTrouble, say, signIn } from "./people.mjs";

const t = (key, values) => say("en", key, values);
const settings = () => test.info().project.use;
const UNKNOWN = "svc_eu1_01k9zq3v5m0000000000000000";

async function at(browser, path) {
  const page = await signIn(browser, "Ada Berg", settings());
  await page.goto(`${new URL(page.url()).pathname}${path}`);
  await expect(page.getByRole("table")).toBeVisible();
  return page;
}

const query = (page) => new URL(page.url()).search;

test("CASE-11 RS-7 ACC-7 what can't be read in an address asks for nothing, and goes with the next change", async ({ browser }) => {
  const page = await at(browser, "/users?role=zzz&status=zzz&source=zzz&side=zzz");
  const search = page.getByRole("searchbox", { name: t("filter.search") });
  await expect(page.getByRole("button", { pressed: true })).toHaveCount(0);
  await search.fill("a");
  await expect.poll(() => query(page)).toBe("?q=a");

  await page.goto(page.url().replace(/\/users.*/, "/reactive-services?role=zzz&service=zzz&unassigned=zzz"));
  await expect(page.getByRole("table")).toBeVisible();
  await expect(page.getByRole("button", { pressed: true })).toHaveCount(0);
  await search.fill("a");
  await expect.poll(() => query(page)).toBe("?q=a");

  await page.goto(page.url().replace(/\/reactive-services.*/, "/cases?state=nonsense&service=zzz&severity=zzz"));
  await expect(page.getByRole("table")).toBeVisible();
  await expect(page.locator(".chip.set")).toHaveCount(0);
  await page.getByRole("link", { name: t("cases.all"), exact: true }).click();
  await expect.poll(() => query(page)).toBe("?state=all");
  expectNoTrouble(page);
});

test("CASE-11 RS-7 a service that is unknown here stands among the filters, and can be taken out", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", settings());
  const workspace = new URL(page.url()).pathname;
  await page.goto(`${workspace}/reactive-services?service=${UNKNOWN}`);
  const words = t("services.filter_service", { service: t("filter.unknown_service") });
  await expect(page.getByText(t("filter.no_match"))).toBeVisible();
  await page.getByRole("button", { name: words, pressed: true }).click();
  await expect(page.getByRole("table")).toBeVisible();
  await expect.poll(() => query(page)).toBe("");

  await page.goto(`${workspace}/cases?service=${UNKNOWN}`);
  await expect(page.getByText(t("cases.no_match"))).toBeVisible();
  await page.locator(".chip.set", { hasText: words }).click();
  await page.getByRole("button", { name: t("cases.filter_remove") }).locator("visible=true").click();
  await expect(page.getByRole("table")).toBeVisible();
  await expect.poll(() => query(page)).toBe("");
  expectNoTrouble(page);
});

for (const place of ["/users", "/reactive-services", "/reactive-services?tab=groups", "/cases"]) {
  test(`/ leads to what is above the list from wherever one does not type: ${place}`, async ({ browser }) => {
    test.skip(test.info().project.name !== "wide", "phones have no keys");
    const page = await at(browser, place);
    const above = page.locator("main .people [type=search], main .cases-bar .add");
    await page.keyboard.press("/");
    await expect(above).toBeFocused();

    await page.locator("nav.nav a").first().focus();
    await page.keyboard.press("/");
    await expect(above).not.toBeFocused();

    await page.locator("main :is(nav, .lead) a").first().focus();
    await page.keyboard.press("/");
    await expect(above).toBeFocused();

    await page.locator("button.find").click();
    await page.keyboard.press("/");
    await expect(page.getByRole("combobox")).toHaveValue("/");
    expectNoTrouble(page);
  });
}
