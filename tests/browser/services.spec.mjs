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
  await expect(pane.or(all).first()).toBeVisible();
  if (await all.isVisible()) await all.click();
  await expect(pane).toBeHidden();
  expectNoTrouble(page);
});
