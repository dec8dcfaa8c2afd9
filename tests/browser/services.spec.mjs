// Handing services out, when something comes in between.
import { expect, test } from "./journey.mjs";
import { expectNoTrouble, forgetChoices, say, signIn } from "./people.mjs";

const t = (key, values) => say("en", key, values);

async function openPane(page, name) {
  await page.getByRole("checkbox", { name: t("services.choose", { name }) }).check();
  await page.getByRole("button", { name: t("services.update") }).click();
  return page.getByRole("dialog", { name: t("services.manage") });
}

/** The first service that is not ticked. */
const free = (pane) => pane.getByRole("checkbox", { checked: false }).first();

test("RS-8 RS-9 what is ticked can't be changed while it is saved, and is there again when the pane was closed on it", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", test.info().project.use);
  await page.goto(`${new URL(page.url()).pathname}/reactive-services`);
  let pane = await openPane(page, "Claire Dubois");
  const name = await free(pane).evaluate((box) => box.closest("label").querySelector(".choice-text").firstChild.textContent);
  const box = pane.getByRole("checkbox", { name });
  await box.check();
  await page.keyboard.press("Escape");
  await expect(pane).toBeHidden();
  await expect(page.getByText(t("services.kept"))).toBeVisible();
  await page.getByRole("button", { name: t("services.update") }).click();
  await expect(box).toBeChecked();

  await page.route("**/reactive-services/members", async (route) => {
    if (route.request().method() === "PUT") await page.waitForTimeout(1000);
    await route.continue();
  });
  await pane.getByRole("button", { name: t("services.save") }).click();
  await expect(box).toBeDisabled();
  await expect(pane).toBeHidden();
  await expect(page.getByText(/^Saved: /)).toBeVisible();

  await page.unroute("**/reactive-services/members");
  pane = await openPane(page, "Claire Dubois");
  await pane.getByRole("checkbox", { name }).uncheck();
  await pane.getByRole("button", { name: t("services.save") }).click();
  const all = page.getByRole("button", { name: t("services.take_all_action") });
  await expect.poll(async () => (await all.isVisible()) || !(await pane.isVisible())).toBe(true);
  if (await all.isVisible()) await all.click();
  await expect(pane).toBeHidden();
  expectNoTrouble(page);
});

test("RS-7 who is chosen, and what was ticked for them, is there after a link and back", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", test.info().project.use);
  await page.goto(`${new URL(page.url()).pathname}/reactive-services`);
  const pane = await openPane(page, "Claire Dubois");
  await free(pane).check();
  await page.keyboard.press("Escape");
  await page.getByRole("navigation", { name: t("frame.places") }).getByRole("link", { name: t("home.title") }).click();
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await expect(page.getByText(t("services.kept"))).toHaveCount(0);
  await page.goBack();
  await expect(page.getByText(t("services.kept"))).toBeVisible();
  await expect(page.getByRole("checkbox", { name: t("services.choose", { name: "Claire Dubois" }) })).toBeChecked();
  await page.getByRole("button", { name: t("services.update") }).click();
  await expect(pane.getByText(/^\+/).first()).toBeVisible();
});

test("RS-14 whoever may only look has nothing to tick, and is told once why", async ({ browser }) => {
  const page = await signIn(browser, "Jonas Keller", test.info().project.use);
  await page.goto(`${new URL(page.url()).pathname}/reactive-services`);
  await expect(page.getByText(t("services.look_only"))).toBeVisible();
  await expect(page.getByText(/Ada Berg.* can help\./)).toBeVisible();
  await expect(page.getByRole("table")).toBeVisible();
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await page.getByText("Claire Dubois").click();
  await expect(page.getByRole("button", { name: t("services.update") })).toHaveCount(0);
});

test("RS-7 search and filters go on while people are chosen, and say how many of these they hide", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", test.info().project.use);
  await page.goto(`${new URL(page.url()).pathname}/reactive-services`);
  const box = page.getByRole("checkbox", { name: t("services.choose", { name: "Claire Dubois" }) });
  await box.check();
  await box.focus();
  await page.keyboard.press("/");
  const search = page.getByRole("searchbox", { name: t("filter.search") });
  await expect(search).toBeFocused();
  await page.keyboard.type("Jonas");
  const said = `${t("services.chosen", { count: 1 })}, ${t("services.chosen_hidden", { count: 1 })}`;
  await expect(page.getByText(said)).toBeVisible();
  await search.fill("");
  await expect(page.getByText(t("services.chosen", { count: 1 }), { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: t("services.update") })).toBeInViewport();
  await box.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: t("services.manage") })).toBeVisible();
});

test("RS-11 ACC-11 a service that a group gives already is said to change nothing yet", async ({ browser }) => {
  const page = await signIn(browser, "Ada Berg", test.info().project.use);
  await page.goto(`${new URL(page.url()).pathname}/reactive-services`);
  const pane = await openPane(page, "Wei Zhang");
  const box = pane.getByRole("checkbox", { name: /has it through/ }).first();
  const label = await box.evaluate((box) => box.closest("label").textContent);
  const group = /through (.*) anyway/.exec(label)[1];
  await box.check();
  await expect(pane.getByRole("status")).toHaveText(t("services.given_already", { groups: group }));
  await expect(pane.getByRole("heading", { name: t("services.changes") })).toBeVisible();
  await expect(pane.getByText(/^=Assigned too, besides/)).toBeVisible();
});

const serve = async (browser, query = "") => {
  const page = await signIn(browser, "Ada Berg", test.info().project.use);
  await page.goto(`${new URL(page.url()).pathname}/reactive-services${query}`);
  return page;
};
const row = (page, name) => page.getByRole("row").filter({ hasText: name });

test("RS-7 RS-8 RS-10 a group's services are taken and given, and the people in it are told of beforehand", async ({ browser }) => {
  const page = await serve(browser);
  await page.getByRole("navigation", { name: t("services.tabs") }).getByRole("link", { name: t("services.groups") }).click();
  await page.getByRole("searchbox", { name: t("services.groups_search") }).fill("migration");
  await expect(page.getByText(/^1 of \d+ groups shown$/)).toBeVisible();
  await page.getByRole("checkbox", { name: t("services.choose", { name: "Migration project" }) }).check();
  await page.getByRole("button", { name: t("services.groups_update") }).click();
  const pane = page.getByRole("dialog", { name: t("services.manage") });
  const boxes = ["Cloud Platform Support", "Network Support"].map((name) => pane.getByRole("checkbox", { name }));
  for (const box of boxes) await box.uncheck();
  await expect(pane.getByRole("status").last()).toHaveText(t("services.takes", { services: "2 services", people: "2 people" }));
  await expect(pane.getByRole("listitem").filter({ hasText: "Elif Kaya" })).toContainText("Sanne de Vries");
  await expect(pane.getByRole("listitem").filter({ hasText: "Migration project" })).toContainText("Network Support");
  await pane.getByRole("button", { name: t("services.save") }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("Migration project");
  await expect(dialog).toContainText(t("services.lose", { count: 2 }));
  await dialog.getByRole("button", { name: t("services.take_all_action") }).click();
  await expect(pane).toBeHidden();
  await expect(page.getByText(t("services.took", { services: "2 services", people: "2 people" }))).toBeVisible();
  await expect(row(page, "Migration project")).toContainText(t("services.none"));

  await page.getByRole("checkbox", { name: t("services.choose", { name: "Migration project" }) }).check();
  await page.getByRole("button", { name: t("services.groups_update") }).click();
  for (const box of boxes) await box.check();
  await pane.getByRole("button", { name: t("services.save") }).click();
  await expect(pane).toBeHidden();
  await expect(row(page, "Migration project")).not.toContainText(t("services.none"));
  expectNoTrouble(page);
});

test("RS-9 groups with different services have mixed boxes, which are settled before saving", async ({ browser }) => {
  const page = await serve(browser, "?tab=groups");
  for (const name of ["Database team", "Migration project"]) {
    await page.getByRole("checkbox", { name: t("services.choose", { name }) }).check();
  }
  await page.getByRole("button", { name: t("services.groups_update") }).click();
  const pane = page.getByRole("dialog", { name: t("services.manage") });
  const box = pane.getByRole("checkbox", { name: "Database Support" });
  expect(await box.evaluate((box) => box.indeterminate)).toBe(true);
  await expect(pane.getByRole("button", { name: t("services.save") })).toHaveAccessibleDescription(/Database Support/);
  await expect(pane.getByRole("status").last()).toContainText(/still mixed, and counts? for nothing yet/);
  await box.check();
  await expect(pane.getByText(/^\+Gains: Database Support$/).first()).toBeVisible();
});

test("RS-7 L10N-1 who is chosen, and what was ticked for them, is there in the other language too", async ({ browser }) => {
  const page = await serve(browser);
  const pane = await openPane(page, "Claire Dubois");
  await free(pane).check();
  await page.keyboard.press("Escape");
  await expect(pane).toBeHidden();
  await page.getByRole("banner").getByRole("button", { name: "Ada Berg" }).click();
  await page.getByRole("button", { name: "Français" }).click();
  await expect(page.getByRole("heading", { level: 1, name: say("fr", "services.title") })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: say("fr", "services.choose", { name: "Claire Dubois" }) })).toBeChecked();
  await page.getByRole("button", { name: say("fr", "services.update") }).click();
  await expect(page.getByRole("dialog", { name: say("fr", "services.manage") }).getByText(/^\+/).first()).toBeVisible();
  await forgetChoices(page);
});

test("RS-7 RS-8 services are given with the keyboard alone", async ({ browser }) => {
  const page = await serve(browser, "?q=claire");
  await expect(page.getByText(/^1 of \d+ shown$/)).toBeVisible();
  await page.getByRole("searchbox", { name: t("filter.search") }).focus();
  const focused = () => page.evaluate(() => document.activeElement.closest("label, button, a")?.textContent.trim() ?? "");
  const tabTo = async (words) => {
    for (let step = 0; step < 40 && !(await focused()).includes(words); step++) await page.keyboard.press("Tab");
    expect(await focused()).toContain(words);
  };
  await tabTo(t("services.choose", { name: "Claire Dubois" }));
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  const pane = page.getByRole("dialog", { name: t("services.manage") });
  await expect(pane).toBeVisible();
  const box = pane.getByRole("checkbox", { name: "Endpoint Support" });
  const had = await box.isChecked();
  await tabTo("Endpoint Support");
  await page.keyboard.press("Space");
  expect(await box.isChecked()).toBe(!had);
  await tabTo(t("services.save"));
  await page.keyboard.press("Enter");
  await expect(pane).toBeHidden();
  await expect(page.getByText(/^Saved: /)).toBeVisible();
  await pane.waitFor({ state: "hidden" });
  await page.getByRole("checkbox", { name: t("services.choose", { name: "Claire Dubois" }) }).check();
  await page.getByRole("button", { name: t("services.update") }).click();
  await box.click();
  await pane.getByRole("button", { name: t("services.save") }).click();
  await expect(pane).toBeHidden();
});
