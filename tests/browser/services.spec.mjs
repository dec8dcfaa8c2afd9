// Handing services out, when something comes in between.
import { expect, test } from "@playwright/test";
import { expectNoTrouble, say, signIn } from "./people.mjs";

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
