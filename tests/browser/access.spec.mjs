// What somebody is told when something is closed to them, and how they get on from there.
import { expect, test } from "./journey.mjs";
import { expectNoSidewaysScrolling, expectNoTrouble, say, signIn } from "./people.mjs";

const t = (key, values) => say("en", key, values);
const settings = () => test.info().project.use;
const home = (page) => new URL(page.url()).pathname.replace(/^(\/w\/[^/]+).*/, "$1");

/** Answers a path with what the worker says, changed. */
async function change(page, path, edit) {
  await page.route(path, async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    edit(json);
    await route.fulfill({ response, json });
  });
}

test("WS-9 a workspace that refuses the account says so, and is asked once", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  let asked = 0;
  const json = { status: 403, code: "refused", title: "not allowed", refusal: { missing: "account_kind", mend: { holder: { of: "workspaces.manage" } } } };
  await page.route("**/api/workspaces/**", (route) => {
    if (route.request().url().endsWith("/access")) asked += 1;
    return route.fulfill({ status: 403, json });
  });
  await page.reload();
  await expect(page.getByText(t("refusal.account_kind"))).toBeVisible();
  await expect(page.getByText(t("refusal.ask_account_team"))).toBeVisible();
  await page.waitForTimeout(500);
  expect(asked).toBeLessThan(4);
});

test("WHY-2 whoever may not open cases is told why and who can help, wherever it is offered", async ({ browser }) => {
  const page = await signIn(browser, "Jonas Keller", settings());
  await change(page, "**/access", ({ access }) => (access.sets = []));
  for (const path of ["", "/cases"]) {
    await page.goto(`${home(page)}${path}`);
    const button = page.getByRole("main").getByRole("button", { name: t("cases.open_case") });
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription(/No reactive service is assigned to you.* Ada Berg.* can help\./);
  }
  await page.goto(`${home(page)}/cases/new`);
  await expect(page.getByText(t("open_case.not_yet"))).toBeVisible();
  await expect(page.getByText(t("home.none_assigned"))).toHaveCount(1);
  await expect(page.getByText(/Ada Berg.* can help\./)).toBeVisible();
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "Network Support" })).toBeVisible();
  await expect(page.getByRole("radio")).toHaveCount(0);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScrolling(page);
});

test("WHY-2 a service that can't be chosen is in the keyboard's reach, and says why", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  await change(page, "**/access", ({ access }) => {
    const { term } = access.services.find((service) => service.name === "Network Support");
    term.ends_on = term.starts_on + 1;
  });
  await page.goto(`${home(page)}/cases/new`);
  const closed = page.getByRole("radio", { name: "Network Support" });
  await closed.focus();
  await expect(closed).toBeFocused();
  await page.keyboard.press("Space");
  await expect(closed).not.toBeChecked();
  await expect(page.getByText(/^Agreement ESA-\d+ ended on \d+ \w+ \d{4}\.$/).first()).toBeVisible();
});

test("CASE-8 the provider's people are offered no case to open, and told why where they look for it", async ({ browser }) => {
  const page = await signIn(browser, "Tomás Herrera", settings());
  const main = page.getByRole("main");
  for (const path of ["", "/cases", "/cases?state=waiting_for_customer"]) {
    await page.goto(`${home(page)}${path}`);
    await expect(main.getByRole("table").or(main.locator(".empty")).first()).toBeVisible();
    await expect(page.getByText(t("cases.open_case"), { exact: true })).toHaveCount(0);
  }
  await page.goto(`${home(page)}/cases/new`);
  await expect(page.getByText(t("refusal.customer_only"))).toBeVisible();
});

test("AGR-2 what ends while a form is open is closed in it at that moment", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  await change(page, "**/access", (answer) => {
    for (const service of answer.access.services) service.term.withdrawn_at = answer.now + 4000;
  });
  await page.goto(`${home(page)}/cases/new`);
  const service = page.getByRole("radio", { name: "Network Support" });
  await service.check();
  await expect(service).toBeDisabled();
  await expect(service).not.toBeChecked();
});

test("CASE-4 a closed case says whether it is too old or its service is closed", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  let age = 0;
  await change(page, /\/api\/.*\/cases\/case_[^/]+$/, (detail) => {
    detail.summary.state = "closed";
    detail.state_since -= age;
  });
  await change(page, "**/access", ({ access }) => (access.sets = []));
  await page.goto(`${home(page)}/cases`);
  await page.locator("main .table .lead a").first().click();
  await expect(page.getByText(t("case.cant_reopen"))).toBeVisible();
  await expect(page.getByText(t("refusal.assignment"))).toBeVisible();
  age = 400 * 86_400_000;
  await page.reload();
  await expect(page.getByText(t("case.closed_why"))).toBeVisible();
});

test("AGR-2 L10N-1 the last day of an agreement is the same in every time zone", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", { ...settings(), timezoneId: "America/New_York" });
  const day = Math.floor(Date.UTC(2027, 9, 8) / 86_400_000);
  await change(page, "**/access", ({ access }) => access.services.forEach(({ term }) => (term.ends_on = day)));
  await page.goto(`${home(page)}/cases/new`);
  await expect(page.getByText(/until 8 Oct 2027/).first()).toBeVisible();
});

test("L10N-1 what happened 30 hours ago happened yesterday or the day before, by the reader's calendar", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  let at = 0;
  await change(page, /\/api\/.*\/cases(\?.*)?$/, (answer) => (at = answer.items[0].opened_at = Date.now() - 30 * 3_600_000));
  await page.goto(`${home(page)}/cases`);
  const moment = page.locator("main .table time").first();
  await expect(moment).toBeVisible();
  const yesterday = await page.evaluate((at) => {
    const day = new Date();
    day.setDate(day.getDate() - 1);
    return day.toDateString() === new Date(at).toDateString();
  }, at);
  await expect(moment).toContainText(yesterday ? "yesterday" : "2 days ago");
});

test("ID-2 a link opened signed out leads there after signing in", async ({ browser }) => {
  const page = await signIn(browser, "Luca Ferrari", settings());
  const link = `${home(page)}/cases?state=done`;
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByRole("link", { name: "Microsoft Entra ID" }).click();
  await page.getByRole("button", { name: "Luca Ferrari" }).first().click();
  await page.waitForURL((url) => `${url.pathname}${url.search}` === link);
});

test("WS-5 WS-6 the way back leads to a workspace that is there, and regions that did not answer are named", async ({ browser }) => {
  const page = await signIn(browser, "Sofia Lindqvist", settings());
  const here = home(page);
  const bar = page.getByRole("banner");
  const gone = { status: 404, json: { status: 404, code: "not_found", title: "not found" } };
  await page.route(`**${here.replace("/w/", "/api/workspaces/")}/**`, (route) => route.fulfill(gone));
  await change(page, "**/api/me", (me) => {
    me.workspaces = me.workspaces.filter(({ id }) => !here.endsWith(id));
    me.landing = me.workspaces[0].id;
    me.unreachable = ["us"];
  });
  await page.goto(here);
  await page.getByRole("link", { name: t("nowhere.back") }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/w/") && url.pathname !== here);
  await bar.getByRole("button", { name: new RegExp(`^${t("switcher.here")}`) }).click();
  await expect(page.getByText(t("regions.missing", { regions: "US" }))).toBeVisible();

  await page.goto("/nowhere");
  await expect(bar.getByRole("button", { name: t("switcher.label") })).toBeVisible();
  await change(page, "**/api/me", (me) => Object.assign(me, { workspaces: [], landing: null, unreachable: ["us"] }));
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: t("regions.title") })).toBeVisible();
  expectNoTrouble(page);
});

test("every address in the app is its page, with its headers, and a file that is gone is none", async ({ request }) => {
  const [root, place] = [await request.get("/"), await request.get("/w/nowhere/cases?state=all")];
  expect([place.status(), await place.text()]).toEqual([200, await root.text()]);
  const lasting = (answer) => Object.fromEntries(Object.entries(answer.headers()).filter(([name]) => name !== "date"));
  expect(lasting(place)).toEqual(lasting(root));
  expect(lasting(place)["content-security-policy"]).toContain("require-trusted-types-for");
  const gone = await request.get("/assets/split_users-0123456789abcdef.wasm");
  expect([gone.status(), gone.headers()["cache-control"]]).toEqual([404, "no-store"]);
});
