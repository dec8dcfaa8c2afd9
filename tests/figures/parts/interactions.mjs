// How long somebody waits in Reactive Services before 5 000 people and 40 services (see ../interactions.mjs).
import { rmSync } from "node:fs";
import { whileServing, writeData } from "../served.mjs";

export const BARS = { "the slowest press before 5 000 people, ms": { most: 80 } };

export function measure({ programs }) {
  const { data } = writeData(programs);
  try {
    const figures = whileServing(data, "node", "tests/figures/interactions.mjs", "--json");
    const slowest = figures.toSorted((one, other) => other.ms - one.ms)[0];
    const late = figures.filter(({ ms }) => ms > 80).map(({ what, ms }) => `${what}: ${ms} ms`);
    return { figures, values: { "the slowest press before 5 000 people, ms": slowest.ms }, remarks: late };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
