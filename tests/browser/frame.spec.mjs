// What is around every page: the way from workspace to workspace, the palette, the places, and one's own access.
import { expect, test } from "./journey.mjs";
import { assign, expectNoSidewaysScrolling, expectNoTrouble, say, signIn } from "./people.mjs";

const t = (key, values) => say("en", key, values);
const settings = () => test.info().project.use;
const phone = () => test.info().project.name === "phone";
const home = (page) => new URL(page.url()).pathname.replace(/^(\/w\/[^/]+).*/, "$1");
const title = (page) => page.getByRole("heading", { level: 1 });

/** Answers with what the worker says, changed. */
async function change(page, path, edit) {
  await page.route(path, async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    edit(json);
    await route.fulfill({ response, json });
  });
}

const switcher = (page) => page.getByRole("banner").getByRole("button", { name: new RegExp(`^${t("switcher.here")}`) });
const menu = (page) => page.getByRole("group", { name: t("switcher.label") });

test("WS-6 the switcher filters as one types, and is gone through with the keyboard alone", async ({ browser }) => {
  const page = await signIn(browser, "Sofia Lindqvist", settings());
  const name = (place) => `Workspace ${String(place).padStart(3, "0")}`;
  await change(page, "**/api/me", (me) => {
    const [entry] = me.workspaces;
    const others = Array.from({ length: 300 }, (_, place) => ({
      ...entry,
      id: `${entry.id.slice(0, -3)}${String(place).padStart(3, "0")}`,
      name: name(place),
      customer: place < 150 ? "Aurora" : "Boréal",
      last_opened_at: place % 2 ? entry.last_opened_at ?? me.now : null,
    }));
    me.workspaces = [...me.workspaces, ...others];
  });
  await page.reload();
  await expect(title(page)).toBeVisible();
  await switcher(page).focus();
  await page.keyboard.press("Enter");
  const field = page.getByRole("searchbox", { name: t("switcher.filter") });
  await expect(field).toBeFocused();
  await expect(menu(page).getByRole("list", { name: "Boréal" }).getByRole("link")).toHaveCount(150);

  await page.keyboard.type("boreal");
  await expect(menu(page).getByRole("link")).toHaveCount(150);
  await expect(menu(page).getByRole("status")).toHaveText(t("switcher.count", { count: 150 }));
  const unopened = menu(page).getByRole("link", { name: `${name(150)} ${t("switcher.unopened")}` });
  await expect(unopened).toHaveCSS("font-weight", "600");
  await expect(menu(page).getByRole("link", { name: name(151) })).not.toHaveCSS("font-weight", "600");

  await page.keyboard.press("ArrowDown");
  await expect(unopened).toBeFocused();
  await page.keyboard.press("End");
  await expect(menu(page).getByRole("link", { name: name(299) })).toBeFocused();
  await page.keyboard.press("Home");
  await expect(field).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("x");
  await expect(field).toBeFocused();
  await expect(menu(page).getByText(t("switcher.none"))).toBeVisible();
  // The first Escape empties the field, as in every search field; the second closes.
  await page.keyboard.press("Escape");
  await expect(field).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(menu(page)).toBeHidden();
  await expect(switcher(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("");
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScrolling(page);
  expectNoTrouble(page);
});

/** What the worker knows of its reader's visits: when they last opened each workspace, by its id, and what time it is there. */
const known = (page) =>
  page.evaluate(async () => {
    const me = await (await fetch("/api/me", { headers: { "x-portico": "1" } })).json();
    return { now: me.now, opened: Object.fromEntries(me.workspaces.map(({ id, last_opened_at }) => [id, last_opened_at])) };
  });

/** The worker has noted that a workspace was opened after that moment. It is asked for what it knows: an answer to one visit looks like that to another. */
async function noted(page, place, after) {
  const id = place.split("/").at(-1);
  await expect.poll(async () => (await known(page)).opened[id] ?? 0, { timeout: 30_000 }).toBeGreaterThan(after);
}

/** Goes to a workspace, and is there when the worker has noted it: what one visit says late would name the workspace that was left. */
async function visit(page, place, go) {
  const { now } = await known(page);
  await go();
  await page.waitForURL((url) => url.pathname === place);
  await noted(page, place, now);
}

test("WS-5 WS-6 opening a workspace ends that it was never opened, and the next visit lands there", async ({ browser }) => {
  // It loads the page five times.
  test.slow();
  const begun = Date.now();
  const page = await signIn(browser, "Sofia Lindqvist", settings());
  const first = home(page);
  await noted(page, first, begun);
  await switcher(page).click();
  const other = menu(page).getByRole("link").and(page.locator(":not([aria-current])")).first();
  const href = await other.getAttribute("href");
  await other.focus();
  await visit(page, href, () => page.keyboard.press("Enter"));
  await expect(menu(page)).toBeHidden();
  await switcher(page).click();
  await expect(menu(page).locator(`a[href="${href}"]`)).not.toHaveClass(/unopened/);

  await visit(page, href, () => page.goto("/"));
  await visit(page, first, () => page.goto(first));
  await page.goto("/");
  await page.waitForURL((url) => url.pathname === first);
});

test("the palette holds no place that its reader may not see", async ({ browser }) => {
  const page = await signIn(browser, "Tomás Herrera", settings());
  await page.getByRole("banner").getByRole("button", { name: t("palette.open") }).click();
  const palette = page.getByRole("dialog", { name: t("palette.title") });
  await expect(palette.getByRole("option", { name: t("my_access.title") })).toBeVisible();
  await expect(palette.getByRole("option", { name: t("open_case.title") })).toHaveCount(0);
  expectNoTrouble(page);
});

test("the palette finds places, cases and workspaces by the keyboard alone, and gives the focus back", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  const palette = page.getByRole("dialog", { name: t("palette.title") });
  const field = palette.getByRole("combobox", { name: t("palette.title") });
  const option = (name) => palette.getByRole("option", { name });
  const summon = page.getByRole("banner").getByRole("button", { name: t("palette.open") });
  await summon.focus();
  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await expect(option(t("home.title"))).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await expect(summon).toBeFocused();

  await page.keyboard.press("Enter");
  await page.keyboard.type("ÀCCESS");
  await expect(option(t("my_access.title"))).toHaveAttribute("aria-selected", "true");
  await expect(field).toHaveAttribute("aria-activedescendant", await option(t("my_access.title")).getAttribute("id"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: t("my_access.title") })).toBeFocused();

  await page.goto(`${home(page)}/cases?show=all`);
  const number = await page.locator("main .table .number").first().textContent();
  await page.keyboard.press("Control+k");
  await field.fill(number);
  await expect(palette.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname.includes("/cases/case_"));

  await summon.click();
  await field.fill("no such thing");
  await expect(palette.getByText(t("palette.none", { typed: "no such thing" }))).toBeVisible();
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScrolling(page);
  expectNoTrouble(page);
});

test("the places are where a thumb reaches them, and those for which there is no room under one button", async ({ browser }) => {
  test.skip(!phone(), "on a wide screen they all stand at the left");
  const page = await signIn(browser, "Ada Berg", settings());
  const places = page.getByRole("navigation", { name: t("frame.places") });
  await expect(places.getByRole("link", { name: t("home.title") })).toHaveAttribute("aria-current", "page");
  await expect(places.getByRole("link", { name: t("services.title") })).toHaveCount(0);
  const more = places.getByRole("button", { name: t("frame.more") });
  for (const place of [...(await places.getByRole("link").all()), more]) {
    const { width, height } = await place.boundingBox();
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  }
  await more.click();
  await places.getByRole("link", { name: t("services.title") }).click();
  await expect(page.getByRole("heading", { level: 1, name: t("services.title") })).toBeVisible();
  await expect(more).toHaveAttribute("aria-current", "true");

  await page.goto(`${home(page)}/reactive-services`);
  await page.getByRole("searchbox").first().focus();
  await expect(places).toHaveCSS("position", "sticky");
  await page.setViewportSize({ width: 390, height: 400 });
  await expect(places).toHaveCSS("position", "static");
  expectNoTrouble(page);
});

test("ACC-14 everyone sees their own roles, permissions and services, and where each comes from", async ({ browser }) => {
  const ada = await signIn(browser, "Ada Berg", settings());
  await assign(ada, "Jonas Keller", ["Network Support"]);
  const page = await signIn(browser, "Jonas Keller", settings());
  const main = page.getByRole("main");
  await page.goto(`${home(page)}/my-access`);
  await expect(page.getByRole("heading", { level: 1, name: t("my_access.title") })).toBeVisible();
  await expect(main.getByText(t("users.through_everybody"))).toBeVisible();
  const row = (name) => main.getByRole("row").filter({ hasText: name });
  await expect(row("Network Support")).toContainText(t("my_access.usable"));
  await expect(row("Network Support")).toContainText(t("my_access.own"));
  await expect(row("Database Support")).toContainText(t("my_access.not_usable"));
  await expect(row("Database Support")).toContainText(t("refusal.assignment"));
  await expect(main.getByRole("listitem").filter({ hasText: t("permission.cases_open") })).toContainText(t("role.user"));
  const decide = main.getByText(t("permission.services_manage"));
  await expect(decide).toBeHidden();
  await main.getByText(t("my_access.left_out")).click();
  await expect(decide).toBeVisible();
  await expect(main.getByText(/Ada Berg.* can help\./).last()).toBeVisible();

  await ada.goto(`${home(ada)}/my-access`);
  await expect(ada.getByRole("main").getByText(t("role.administrator"), { exact: true })).toBeVisible();
  await expect(ada.getByRole("listitem").filter({ hasText: t("permission.services_manage") })).toContainText(t("role.administrator"));
  await assign(ada, "Jonas Keller", []);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScrolling(page);
  expectNoTrouble(page);
});

test("who has no network is told so, and from when what they see is", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  await page.context().setOffline(true);
  await expect(page.getByText(/^You are offline\. What you see is from \d+:\d\d\.$/)).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText(/^You are offline/)).toHaveCount(0);
  expectNoTrouble(page);
});

test("the palette finds people, and wears another theme", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", settings());
  const palette = page.getByRole("dialog", { name: t("palette.title") });
  const field = palette.getByRole("combobox", { name: t("palette.title") });
  const option = (name) => palette.getByRole("option", { name });
  const summon = page.getByRole("banner").getByRole("button", { name: t("palette.open") });
  await summon.click();
  await field.fill("dark");
  await option(t("palette.theme_dark")).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await summon.click();
  await field.fill("theme");
  await expect(option(t("palette.theme_dark"))).toHaveCount(0);
  await option(t("palette.theme_system")).click();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme", /./);
  await summon.click();
  await field.fill("hugo lamb");
  await expect(option("Hugo Lambert")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Hugo Lambert" })).toBeVisible();
  expectNoTrouble(page);
});

test("the palette asks for people once, and shows them only while its reader may see them", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", settings());
  const palette = page.getByRole("dialog", { name: t("palette.title") });
  const field = palette.getByRole("combobox", { name: t("palette.title") });
  const hugo = palette.getByRole("option", { name: "Hugo Lambert" });
  const summon = page.getByRole("banner").getByRole("button", { name: t("palette.open") });
  let asked = 0;
  page.on("request", (request) => (asked += /\/members$/.test(new URL(request.url()).pathname) ? 1 : 0));
  for (let opening = 0; opening < 3; opening += 1) {
    await summon.click();
    await field.fill("hugo lamb");
    await expect(hugo).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(palette).toBeHidden();
  }
  expect(asked).toBe(1);

  // Every member may see the others, and nobody else.
  await change(page, "**/access", ({ access }) => (access.member.status = "removed"));
  const places = page.getByRole("navigation", { name: t("frame.places") });
  await places.getByRole("link", { name: t("cases.title") }).click();
  await expect(places.getByRole("link", { name: t("cases.title") })).toHaveCount(0);
  await summon.click();
  await field.fill("hugo lamb");
  await expect(palette.getByRole("option")).toHaveCount(0);
});

test("the menu of the person leads to their own access", async ({ browser }) => {
  const page = await signIn(browser, "Jonas Keller", settings());
  await page.getByRole("banner").getByRole("button").last().click();
  await page.getByRole("group", { name: t("person.menu") }).getByRole("link", { name: t("my_access.title") }).click();
  await expect(page.getByRole("heading", { level: 1, name: t("my_access.title") })).toBeVisible();
  await expect(page.getByRole("group", { name: t("person.menu") })).toBeHidden();
});

test("a menu ends where the screen does, and where it is no sheet it begins below its button", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", settings());
  const { width } = page.viewportSize();
  await page.setViewportSize({ width, height: 600 });
  for (const place of ["cases", "users"]) {
    await page.goto(`${home(page)}/${place}`);
    const button = page.getByRole("button", { name: t("filter.add"), exact: true });
    await button.click();
    const menu = page.locator(".menu:popover-open");
    await expect(menu).toBeVisible();
    const [opened, opener] = [await menu.boundingBox(), await button.boundingBox()];
    expect(opened.y + opened.height).toBeLessThanOrEqual(600);
    if (!phone()) expect(opened.y).toBeGreaterThanOrEqual(opener.y + opener.height);
  }
});

test("on paper is what one reads, from the edge of the page on, and nothing that one presses", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", settings());
  await page.goto(`${home(page)}/cases`);
  await page.getByRole("table").getByRole("link").first().click();
  await expect(page.getByLabel(t("case.answer"), { exact: true })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  expect((await title(page).boundingBox()).x).toBeLessThan(1);
  await expect(page.getByText(t("case.opened_at"), { exact: true })).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("textbox")).toHaveCount(0);
});
