// What has to travel (see ../sizes.mjs): the first load by its files (brotli 11), the worker as wrangler would upload it (gzip).
import { kib, sizes } from "../sizes.mjs";

export const BARS = {
  "first load, KiB brotli": { most: 250, aim: 180 },
  "worker, KiB gzip": { most: 1024 },
};

export function measure() {
  const { first, parts, worker } = sizes();
  return {
    figures: { first, parts, worker },
    values: { "first load, KiB brotli": Number(kib(first).toFixed(1)), "worker, KiB gzip": worker },
  };
}
