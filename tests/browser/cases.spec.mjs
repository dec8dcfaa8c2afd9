// The list of cases: filters in the address, views of one's own, going on where the page ended, from the keyboard too.
import { expect, test } from "./journey.mjs";
import { expectNoSidewaysScrolling, expectNoTrouble, say, signIn } from "./people.mjs";

const t = (key, values) => say("en", key, values);

/** Signs in and goes to the list. */
async function openList(browser, query = "", settings = {}) {
  const page = await signIn(browser, "Ada Berg", { ...test.info().project.use, ...settings });
  await page.goto(`${new URL(page.url()).pathname}/cases${query}`);
  await expect(page.getByRole("heading", { level: 1, name: t("cases.title") })).toBeVisible();
  await expect(page.getByRole("table").or(page.getByText(t("cases.no_match"))).first()).toBeVisible();
  return page;
}

const counted = (page) => page.locator(".cases-bar .count");
const menu = (page, name) => page.getByRole("group", { name, exact: true });
const severities = (page) => page.locator(".table tbody tr td:nth-child(2)").allTextContents();

/** How many cases the bar says there are. */
async function count(page) {
  return Number((await counted(page).textContent()).replace(/\D/g, ""));
}

test("CASE-11 filters narrow the list, stand in the address, and come back with it", async ({ browser }) => {
  const page = await openList(browser, "?state=all");
  const all = await count(page);
  await page.getByRole("button", { name: t("filter.add"), exact: true }).click();
  const filters = menu(page, t("filter.add"));
  await filters.getByRole("checkbox", { name: t("severity.a") }).check();
  await expect(page).toHaveURL(/severity=a/);
  await expect.poll(() => count(page)).toBeLessThan(all);
  await filters.getByRole("checkbox", { name: t("severity.b") }).check();
  await expect(page).toHaveURL(/severity=a,b/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: t("cases.filter_severity", { severities: "A, B" }) })).toBeVisible();
  await expect.poll(async () => (await severities(page)).every((text) => /[AB] ·/.test(text))).toBe(true);
  const narrowed = await count(page);
  await expectNoSidewaysScrolling(page);

  await page.reload();
  await expect.poll(() => count(page)).toBe(narrowed);
  await page.getByRole("row").nth(1).getByRole("link").click();
  await expect(page.getByRole("list", { name: t("case.conversation") })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/severity=a,b/);
  await expect.poll(() => count(page)).toBe(narrowed);

  await page.getByRole("button", { name: t("cases.filter_severity", { severities: "A, B" }) }).click();
  await menu(page, t("cases.column_severity")).getByRole("button", { name: t("cases.filter_remove") }).click();
  await expect(page).not.toHaveURL(/severity/);
  await expect.poll(() => count(page)).toBe(all);
  expectNoTrouble(page);
});

test("CASE-11 while another list is on its way, what is there is marked as the former one", async ({ browser }) => {
  const page = await openList(browser);
  const rows = page.locator(".cases-rows");
  await page.route("**/cases?*", async (route) => {
    await page.waitForTimeout(800);
    await route.continue();
  });
  await page.getByRole("link", { name: t("cases.all"), exact: true }).click();
  await expect(rows).toHaveAttribute("aria-busy", "true");
  await expect(counted(page)).toBeHidden();
  await expect(rows).not.toHaveAttribute("aria-busy");
  await expect(counted(page)).toBeVisible();
  expectNoTrouble(page);
});

test("CASE-11 a period that holds no case says so, and leads out of it", async ({ browser }) => {
  const page = await openList(browser, "?state=all&from=1999-01-01&to=1999-12-31");
  await expect(page.getByText(t("cases.no_match"))).toBeVisible();
  await expect(counted(page)).toHaveText(t("cases.count", { count: 0 }));
  await page.getByRole("link", { name: t("cases.clear") }).click();
  await expect(page.getByRole("table")).toBeVisible();
  expectNoTrouble(page);
});

test("CASE-11 more cases come behind those that are there, and take the focus", async ({ browser }) => {
  const page = await openList(browser, "?state=all");
  const links = page.locator(".table .lead a");
  await expect(links).toHaveCount(50);
  await page.getByRole("button", { name: t("cases.load_more") }).click();
  await expect.poll(() => links.count()).toBeGreaterThan(50);
  await expect(links.nth(50)).toBeFocused();
  const more = (await links.count()) - 50;
  await expect(page.getByText(t("cases.came", { count: more }))).toBeAttached();
  expectNoTrouble(page);
});

test("CASE-11 coming back from a case shows the same rows, where one was, with the focus on the row one came from", async ({ browser }) => {
  const page = await openList(browser, "?state=all");
  const links = page.locator(".table .lead a");
  await page.getByRole("button", { name: t("cases.load_more") }).click();
  await expect.poll(() => links.count()).toBeGreaterThan(60);
  const all = await links.count();
  const followed = links.nth(60);
  const href = await followed.getAttribute("href");
  await followed.scrollIntoViewIfNeeded();
  const top = await page.evaluate(() => scrollY);
  expect(top).toBeGreaterThan(300);
  await followed.click();
  await expect(page.getByRole("list", { name: t("case.conversation") })).toBeVisible();
  // What is shown from before is asked for again, page by page.
  const asked = [];
  page.on("request", (request) => /\/cases\?/.test(request.url()) && asked.push(request.url()));
  const isBack = async () => {
    await expect(links).toHaveCount(all);
    await expect(page.locator(`.table .lead a[href="${href}"]`)).toBeFocused();
    await expect.poll(() => page.evaluate(() => Math.round(scrollY))).toBe(Math.round(top));
  };
  await page.goBack();
  await isBack();
  await expect.poll(() => asked.length).toBe(2);
  await isBack();

  // The way back on the page leads there as well, filters and all.
  await page.keyboard.press("Enter");
  await expect(page.getByRole("list", { name: t("case.conversation") })).toBeVisible();
  await page.getByRole("navigation", { name: t("case.where") }).getByRole("link").click();
  await expect(page).toHaveURL(/\?state=all$/);
  await isBack();

  // From elsewhere one comes to its beginning.
  await page.getByRole("navigation", { name: t("frame.places") }).getByRole("link", { name: t("home.title") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.goBack();
  await expect(links).toHaveCount(50);
  expectNoTrouble(page);
});

test("CASE-11 what was kept of a list is not shown to somebody who may no longer see it", async ({ browser }) => {
  const page = await openList(browser);
  const links = page.locator(".table .lead a");
  await links.first().click();
  await expect(page.getByRole("list", { name: t("case.conversation") })).toBeVisible();
  const refusal = { missing: { permission: { any_of: ["cases.view"] } }, mend: { holder: { of: "groups.manage" } } };
  const json = { status: 403, code: "refused", title: "not allowed", refusal };
  await page.route(/\/cases(\?|$)/, (route) => (route.request().resourceType() === "document" ? route.continue() : route.fulfill({ status: 403, json })));
  await page.goBack();
  await expect(page.getByText(t("refusal.page"))).toBeVisible();
  await expect(links).toHaveCount(0);
});

test("CASE-11 on a phone a sheet of filters is closed by a button in the thumb's reach", async ({ browser }) => {
  const page = await openList(browser, "?state=all");
  await page.getByRole("button", { name: t("filter.add"), exact: true }).click();
  const filters = menu(page, t("filter.add"));
  const done = filters.locator(".menu-foot button");
  if (test.info().project.name !== "phone") {
    await expect(done).toBeHidden();
    return;
  }
  await filters.getByRole("checkbox", { name: t("severity.a") }).check();
  await expect.poll(async () => (await done.textContent()) === t("cases.show", { cases: (await counted(page).textContent()).trim() })).toBe(true);
  const { y, height } = await done.boundingBox();
  expect(height).toBeGreaterThanOrEqual(44);
  expect(y + height).toBeLessThanOrEqual(page.viewportSize().height);
  await done.click();
  await expect(filters).toBeHidden();
  await expect(page).toHaveURL(/severity=a/);
});

test("CASE-11 no more services can be chosen than the worker takes, and the list says so", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", test.info().project.use);
  await page.route("**/access", async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    const [one] = json.access.services;
    const more = (_, place) => ({ ...one, id: `${one.id.slice(0, -2)}${String(place).padStart(2, "0")}`, name: `Service ${String(place).padStart(2, "0")}` });
    json.access.services = Array.from({ length: 25 }, more);
    await route.fulfill({ response, json });
  });
  await page.goto(`${new URL(page.url()).pathname}/cases`);
  await page.getByRole("button", { name: t("filter.add"), exact: true }).click();
  const services = menu(page, t("filter.add")).getByRole("group", { name: t("cases.column_service") });
  for (let place = 0; place < 20; place += 1) {
    await services.getByRole("checkbox", { name: `Service ${String(place).padStart(2, "0")}` }).check();
  }
  const further = services.getByRole("checkbox", { name: "Service 20" });
  await expect(further).toBeDisabled();
  await expect(services.getByText(t("cases.services_most", { most: 20 }))).toBeVisible();
  await services.getByRole("checkbox", { name: "Service 00" }).uncheck();
  await expect(further).toBeEnabled();
  expectNoTrouble(page);
});

test("CASE-11 from the keyboard: j and k through the rows, / to the filters, Enter opens", async ({ browser }) => {
  const page = await openList(browser);
  const links = page.locator(".table .lead a");
  await page.keyboard.press("j");
  await expect(links.first()).toBeFocused();
  await page.keyboard.press("j");
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(links.first()).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.getByRole("button", { name: t("filter.add"), exact: true })).toBeFocused();
  await links.first().focus();
  const title = await links.first().textContent();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  expectNoTrouble(page);
});

test("CASE-11 filters are saved as a view, and looked at again with one press", async ({ browser }) => {
  const page = await openList(browser, "?severity=b&sort=activity");
  const name = `Urgent ${test.info().project.name} ${Date.now()}`;
  await page.getByRole("button", { name: t("cases.views"), exact: true }).click();
  const views = menu(page, t("cases.views"));
  await views.getByRole("button", { name: t("cases.view_save") }).click();
  await expect(views.getByText(t("cases.view_fault"))).toBeVisible();
  await views.getByRole("textbox", { name: t("cases.view_name") }).fill(name);
  await views.getByRole("button", { name: t("cases.view_save") }).click();
  await expect(views.getByRole("link", { name })).toBeVisible();
  await expectNoSidewaysScrolling(page);
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: t("cases.all"), exact: true }).click();
  await expect(page).toHaveURL(/state=all/);
  await page.goto(page.url().split("?")[0]);
  await page.getByRole("button", { name: t("cases.views"), exact: true }).click();
  await views.getByRole("link", { name }).click();
  await expect(page).toHaveURL(/\?severity=b&sort=activity$/);
  await expect(page.getByRole("columnheader", { name: t("cases.column_updated") })).toBeAttached();

  await page.getByRole("button", { name, exact: true }).click();
  await views.getByRole("button", { name: t("cases.view_remove", { name }) }).click();
  await expect(views.getByRole("link", { name })).toHaveCount(0);
  await expect(views.locator("a:focus, input:focus")).toHaveCount(1);
  expectNoTrouble(page);
});
