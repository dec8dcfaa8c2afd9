// The story that the foundations are for: Ada gives Jonas a service, he opens a case on it and sees why the others are
// closed to him and who can help, she takes it away while his next form is open, and his next request is refused. Both
// only follow links: nobody loads a page again to see what has become of them.
import { expect, test } from "./journey.mjs";
import { expectNoSidewaysScrolling, expectNoTrouble, fillCase, say, signIn, takeEverything } from "./people.mjs";

const GIVEN = "Network Support";

for (const language of ["en", "fr"]) {
  const t = (key, values) => say(language, key, values);

  /** Ada opens the pane for Jonas, sets the box of the service, and saves. */
  async function hand(ada, ticked) {
    await ada.getByRole("checkbox", { name: t("services.choose", { name: "Jonas Keller" }) }).check();
    await ada.getByRole("button", { name: t("services.update") }).click();
    const pane = ada.getByRole("dialog", { name: t("services.manage") });
    await pane.getByRole("checkbox", { name: GIVEN }).setChecked(ticked);
    await expect(pane).toContainText(t(ticked ? "services.gains" : "services.loses", { services: GIVEN }));
    await ada.screenshot({ path: test.info().outputPath(`pane-${ticked ? "gives" : "takes"}.png`) });
    await pane.getByRole("button", { name: t("services.save") }).click();
    if (!ticked) await ada.getByRole("button", { name: t("services.take_all_action") }).click();
    await expect(pane).toBeHidden();
  }

  async function openForm(jonas) {
    await jonas.getByRole("navigation", { name: t("frame.places") }).getByRole("link", { name: t("open_case.title") }).click();
    await expect(jonas.getByRole("heading", { level: 1, name: t("open_case.title") })).toBeVisible();
  }

  async function fillForm(jonas, title) {
    await jonas.getByRole("radio", { name: GIVEN }).check();
    const description = "Since **09:40** nothing leaves.\n\n- queue A\n- queue B";
    await fillCase(jonas, title, { language, description });
  }

  test(`RS-12 RS-8 WHY-2 L10N-1 a service given, used, and taken away while a form is open (${language})`, async ({ browser }) => {
    const settings = { ...test.info().project.use, language };
    const ada = await signIn(browser, "Ada Berg", settings);
    await takeEverything(ada, "Jonas Keller");
    const jonas = await signIn(browser, "Jonas Keller", settings);

    await ada.goto(`${new URL(ada.url()).pathname}/reactive-services`);
    await expect(ada.getByRole("heading", { level: 1, name: t("services.title") })).toBeVisible();
    await expectNoSidewaysScrolling(ada);
    await hand(ada, true);

    await openForm(jonas);
    const closed = jonas.getByRole("radio", { name: "Database Support" });
    await expect(closed).toBeDisabled();
    await expect(jonas.getByText(t("refusal.assignment")).first()).toBeVisible();
    await expect(jonas.getByText("Ada Berg")).toBeVisible();
    await jonas.screenshot({ path: test.info().outputPath("form.png"), fullPage: true });
    await fillForm(jonas, "Mail has stopped");
    await expectNoSidewaysScrolling(jonas);
    await jonas.getByRole("button", { name: t("open_case.submit") }).click();
    await expect(jonas.getByRole("heading", { level: 1, name: "Mail has stopped" })).toBeVisible();
    await expect(jonas.getByText("queue B")).toBeVisible();
    await expectNoSidewaysScrolling(jonas);

    await openForm(jonas);
    await fillForm(jonas, "A second one");
    await hand(ada, false);
    await jonas.getByRole("button", { name: t("open_case.submit") }).click();
    await expect(jonas.getByText(t("open_case.not_opened_on", { service: GIVEN }))).toBeVisible();
    await expect(jonas.getByLabel(t("open_case.case_title"), { exact: true })).toHaveValue("A second one");
    await jonas.screenshot({ path: test.info().outputPath("refused.png"), fullPage: true });

    expectNoTrouble(ada);
    expectNoTrouble(jonas);
  });
}
