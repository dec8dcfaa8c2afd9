// Switching Granular Reactive Services on and off in a workspace that has it off: Contoso Retail.
import { expect, test } from "./journey.mjs";
import { expectNoSidewaysScrolling, expectNoTrouble, say, signIn } from "./people.mjs";

const t = (key, values) => say("en", key, values);
const settings = () => test.info().project.use;
const PATH = "features/granular-reactive-services";

const radio = (page, question, answer) => page.getByRole("radiogroup", { name: question }).getByRole("radio", { name: answer, exact: true });
const state = (page, key) => page.getByRole("article").getByRole("status").filter({ hasText: new RegExp(`^\\W?${t(key)}$`) });
const toServices = (page) => page.locator(".nav a[href$='/reactive-services']");

/** What the worker says of it. */
const known = (page) =>
  page.evaluate(async (path) => {
    const [, , workspace] = location.pathname.split("/");
    return (await fetch(`/api/workspaces/${workspace}/${path}`, { headers: { "x-portico": "1" } })).json();
  }, PATH);

/** Switches through the API, if it is not so already. */
async function switchTo(page, on) {
  if ((await known(page)).on === Boolean(on)) return;
  const status = await page.evaluate(async ({ path, on }) => {
    const [, , workspace] = location.pathname.split("/");
    const at = `/api/workspaces/${workspace}/${path}`;
    const headers = { "x-portico": "1", "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
    const { seen } = await (await fetch(at, { headers })).json();
    const body = JSON.stringify({ switch: on ? { on } : "off", seen });
    return (await fetch(at, { method: "PUT", headers, body })).status;
  }, { path: PATH, on });
  expect(status).toBe(200);
}

/** The page of somebody who may switch, with it off. */
async function open(browser) {
  const page = await signIn(browser, "Bram Jansen", settings());
  await switchTo(page, null);
  await page.goto(`${new URL(page.url()).pathname}/features`);
  await expect(page.getByRole("heading", { level: 1, name: t("features.title") })).toBeVisible();
  await expect(state(page, "features.off")).toBeVisible();
  return page;
}

async function answer(page, last) {
  await radio(page, t("features.needs"), t("features.yes")).check();
  await radio(page, t("features.default"), t(last)).check();
}

const switchOn = (page) => page.getByRole("article").getByRole("button", { name: t("features.switch_on") });
const switchOff = (page) => page.getByRole("article").getByRole("button", { name: t("features.switch_off") });
const confirm = (page, action) => page.getByRole("alertdialog").getByRole("button", { name: t(action) }).click();

test("RS-2 RS-3 the checklist advises, and starting from today's access takes nothing from anybody", async ({ browser }) => {
  const page = await open(browser);
  const { services, people } = await known(page);
  await expect(toServices(page)).toHaveCount(0);
  await expect(radio(page, t("features.several", { count: services }), t("features.yes"))).toBeChecked();
  await expect(switchOn(page)).toHaveAccessibleDescription(t("features.answer_first"));
  await answer(page, "features.no");
  await expect(page.getByText(t("features.leave_off"))).toBeVisible();
  await expect(page.getByRole("radio", { name: new RegExp(`^${t("features.from_today")}`) })).toBeChecked();
  const happens = page.locator("section").filter({ has: page.getByRole("heading", { name: t("features.what_happens") }) }).last();
  await expect(happens.getByText(t("features.no_change"))).toBeVisible();
  await radio(page, t("features.default"), t("features.yes")).check();
  await expect(page.getByText(t("features.leave_off"))).toHaveCount(0);
  await expect(page.getByText(t("features.do_switch"))).toBeVisible();
  await expectNoSidewaysScrolling(page);

  await switchOn(page).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText(t("services.people", { count: people }));
  await expect(dialog).toContainText(t("services.count", { count: services }));
  await expect(dialog).toContainText(t("features.no_change"));
  await confirm(page, "features.switch_on");
  await expect(state(page, "features.on")).toBeVisible();
  await expect(toServices(page)).not.toHaveCount(0);

  await switchOff(page).click();
  await confirm(page, "features.switch_off");
  await expect(state(page, "features.off")).toBeVisible();
  await expect(toServices(page)).toHaveCount(0);
  expectNoTrouble(page);
});

test("RS-3 RS-13 starting from nothing names who loses what, and what was kept is a start of its own", async ({ browser }) => {
  const page = await open(browser);
  await switchTo(page, "today");
  await switchTo(page, null);
  await page.reload();
  await answer(page, "features.yes");
  await expect(page.getByText(t("features.leave_off"))).toHaveCount(0);
  const { people, services } = await known(page);
  const kept = page.getByRole("radio", { name: new RegExp(`^${t("features.from_kept")}`) });
  await page.getByRole("radio", { name: new RegExp(`^${t("features.from_nothing")}`) }).check();
  await expect(page.getByText(t("features.who_loses", { count: people }))).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Giulia Conti" })).toContainText(t("services.count", { count: services }));
  await kept.check();
  await expect(page.getByText(t("features.who_loses", { count: people }))).toHaveCount(0);
  await page.reload();
  await expect(kept).toBeChecked();
  await switchOn(page).click();
  await confirm(page, "features.switch_on");
  await expect(state(page, "features.on")).toBeVisible();
  await switchTo(page, null);
});

test("RS-3 ACC-12 what somebody else has switched meanwhile is shown, and nothing is lost", async ({ browser }) => {
  const page = await open(browser);
  await answer(page, "features.yes");
  await switchTo(page, "nothing");
  await switchOn(page).click();
  await confirm(page, "features.switch_on");
  const alert = page.getByRole("alert").filter({ hasText: t("features.since") });
  await expect(alert).toContainText(t("features.meanwhile_on"));
  await expect(state(page, "features.on")).toBeVisible();
  await expect(toServices(page)).not.toHaveCount(0);
  await switchTo(page, null);
  await page.reload();
  await expect(radio(page, t("features.needs"), t("features.yes"))).toBeChecked();
});

test("RS-2 WHY-2 whoever may not switch has no such place, and is told why at its address", async ({ browser }) => {
  const page = await signIn(browser, "Giulia Conti", settings());
  await expect(page.locator(".nav a[href$='/features']")).toHaveCount(0);
  await page.goto(`${new URL(page.url()).pathname}/features`);
  await expect(page.getByText(t("refusal.page"))).toBeVisible();
  await expect(page.getByText(t("refusal.permission"))).toBeVisible();
});
