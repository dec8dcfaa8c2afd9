// How the pages load on a phone (see ../phone.mjs), in the large workspace of the smallest data: 5 000 people, 40 services.
import { rmSync } from "node:fs";
import { whileServing, writeData } from "../served.mjs";

const MOST = { lcp: 1500, blocking: 50, shift: 0, interaction: 80 };
const UNIT = { lcp: "ms", blocking: "ms", shift: "", interaction: "ms" };
const named = (page, name) => [`${page} on a phone: ${name}`, UNIT[name]].filter(Boolean).join(", ");

export const BARS = Object.fromEntries(Object.keys(MOST).map((name) => [named("home", name), { most: MOST[name] }]));

export function measure({ programs }) {
  const { data } = writeData(programs, 1000);
  try {
    const figures = whileServing(data, "node", "tests/figures/phone.mjs", "5", "at scale");
    const values = {};
    const remarks = [];
    for (const [page, times] of Object.entries(figures.times)) {
      for (const name of Object.keys(MOST)) {
        if (named(page, name) in BARS) values[named(page, name)] = times[name];
        else if (times[name] > MOST[name]) remarks.push(`${named(page, name)}: ${times[name]} (at Home ${MOST[name]} at most)`);
      }
    }
    return { figures, values, remarks };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
