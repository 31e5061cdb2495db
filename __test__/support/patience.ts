import { expect } from "vitest";

/** What counts as soon on a machine that has other things to do, in milliseconds. */
export const SOON = 5_000;
/** What counts as soon on an idle one. */
export const AT_ONCE = 50;

/** Volume: `few` in the ordinary tests, `many` in the long ones. */
export const times = (few: number, many: number): number => (process.env.AURIKO_SOAK ? many : few);

/** How long the machine may take to let one measurement through undisturbed, in milliseconds. */
const BUSY_MS = 15_000;

/**
 * Measures again and again until the machine lets one run through undisturbed: if even the best of many is slow, the
 * slowness is ours. Every single one has to come soon.
 */
export async function expectAtOnce(measure: () => Promise<number>): Promise<void> {
  const giveUp = performance.now() + BUSY_MS;
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; best > AT_ONCE && (run < 20 || performance.now() < giveUp); run++) {
    const milliseconds = await measure();
    expect(milliseconds).toBeLessThan(SOON);
    best = Math.min(best, milliseconds);
  }
  expect(best).toBeLessThan(AT_ONCE);
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
