import { createHash } from "node:crypto";

/** A source of numbers in [0, 1). */
export type Random = () => number;

/** 32 bits that depend on every character of `text` (FNV-1a with a final mix). */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return hash >>> 0;
}

/** A generator (mulberry32) whose sequence depends on `key` alone. */
export function createRandom(key: string): Random {
  let state = hash32(key);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** A hexadecimal name of `length` (at most 64) characters that depends on `key` alone. */
export function hexFrom(key: string, length: number): string {
  return createHash("sha256").update(key).digest("hex").slice(0, length);
}

/**
 * A log-normal sample whose median is `p50` and whose 95th percentile is `p95`; works both ways round, so a throughput
 * whose p95 lies below its median is fine.
 */
export function sampleAround(
  percentiles: { readonly p50: number; readonly p95: number },
  random: Random,
): number {
  const spread = Math.log(percentiles.p95 / percentiles.p50) / 1.6449;
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  const normal = radius * Math.cos(2 * Math.PI * random());
  return percentiles.p50 * Math.exp(spread * Math.max(-3, Math.min(3, normal)));
}
