// What target/bench.json keeps of each part, and what a further run makes of it. A run that failed or was broken off takes
// nothing away: the values of the last one that found them stay, each with its moment, and it is said that it failed.
import { readFileSync } from "node:fs";
import * as rows from "./parts/rows.mjs";

/** What earlier runs have found. Rows up to fewer cases are none of what is promised, whatever they were kept as. */
export function readKept(file) {
  let parts = {};
  try {
    parts = JSON.parse(readFileSync(file, "utf8")).parts ?? {};
  } catch (error) {
    if (error.code !== "ENOENT") throw new Error(`${file} can't be read (${error.message}): mend it or take it away`);
  }
  const reached = parts.rows?.figures?.sizes?.at(-1) ?? rows.SIZES.at(-1);
  const name = rows.keptAs(reached);
  return name === "rows" ? parts : Object.fromEntries(Object.entries(parts).map(([one, part]) => [one === "rows" ? name : one, part]));
}

/** When each value of a part was found. */
export const whenOf = ({ values = {}, when = {}, measured }) => Object.fromEntries(Object.keys(values).map((what) => [what, when[what] ?? measured]));

/** What is kept of a part after a run: `former` is what was kept, `found` what its `measure` gave, with `failed` where it failed. */
export function after(former, found, { now, ...circumstances }) {
  const { failed, values = {}, figures, remarks = [], ...rest } = found;
  const when = Object.fromEntries(Object.keys(values).map((what) => [what, now]));
  if (failed === undefined) return { measured: now, ...circumstances, ...rest, figures, values, when, remarks };
  return {
    ...former,
    values: { ...former?.values, ...values },
    when: { ...(former && whenOf(former)), ...when },
    failed: { at: now, why: failed, ...circumstances, figures, remarks },
  };
}
