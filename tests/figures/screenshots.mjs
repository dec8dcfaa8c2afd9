// Pictures of every page of tests/browser/pages.mjs, for whoever reviews a change: wide and on a phone, light and dark, in
// both languages. `make screenshots` takes them of the demo data.
//
//   node tests/serve/serve.mjs --data … -- node tests/figures/screenshots.mjs [name…]
//
// target/screenshots/<page>-<wide|phone>-<light|dark>-<en|fr>.png, whole pages. With names, only these pages; one that there is
// not is refused (`--check`: that is all that is done). A page that did not come to what it should is pictured as it is, and
// this ends with 1.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PAGES, lookedAtBy, show } from "../browser/pages.mjs";
import { nobody, signIn } from "../browser/people.mjs";
import { launch, origin, phone, wide } from "./chromium.mjs";

const folder = "target/screenshots";
const names = process.argv.slice(2).filter((word) => word !== "--check");
const unknown = names.filter((name) => !PAGES.some((page) => page.name === name));
if (unknown.length > 0) {
  console.error(`there is no page ${unknown.join(", ")}: there are ${PAGES.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
if (process.argv.includes("--check")) process.exit(0);
const chosen = PAGES.filter(({ name }) => names.length === 0 || names.includes(name));
const screens = { wide, phone };

/** All chosen pages of one person, in one browser. */
async function picture(browser, person, screen, colorScheme, language) {
  const settings = { ...screens[screen], baseURL: origin, colorScheme, language };
  const page = await (person === null ? nobody(browser, settings) : signIn(browser, person, settings));
  const workspace = person === null ? "" : new URL(page.url()).pathname;
  for (const place of chosen.filter((one) => lookedAtBy(one) === person)) {
    try {
      await show(page, place, { workspace, language });
    } catch (error) {
      process.exitCode = 1;
      console.error(`${place.name}: ${error.message.split("\n")[0]}`);
    }
    await page.screenshot({ path: join(folder, `${place.name}-${screen}-${colorScheme}-${language}.png`), fullPage: true });
  }
  await page.context().close();
}

mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const screen of Object.keys(screens)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const language of ["en", "fr"]) {
      for (const person of new Set(chosen.map(lookedAtBy))) await picture(browser, person, screen, colorScheme, language);
    }
  }
}
await browser.close();
console.log(`${chosen.length * 8} pictures in ${folder}`);
