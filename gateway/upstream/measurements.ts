import type { CatalogueOffer, Percentiles } from "../catalogue/catalogue";

/** How fast a real provider was, once. */
export interface Sample {
  readonly ttftMs: number;
  /** Absent when the answer was too short to tell. */
  readonly throughputTps?: number;
}

const KEPT_SAMPLES = 64;

/** Remembers how fast real providers were lately, so that routing goes by experience instead of the catalogue. */
export class Measurements {
  readonly #samples = new Map<string, Sample[]>();

  add(offer: CatalogueOffer, sample: Sample): void {
    const samples = this.#samples.get(keyOf(offer)) ?? [];
    samples.push(sample);
    if (samples.length > KEPT_SAMPLES) samples.shift();
    this.#samples.set(keyOf(offer), samples);
  }

  /** The figures of an offer as measured; `undefined` before its first answer. */
  of(offer: CatalogueOffer): { ttftMs: Percentiles; throughputTps: Percentiles } | undefined {
    const samples = this.#samples.get(keyOf(offer));
    if (samples === undefined) return undefined;
    const speeds = samples.flatMap(({ throughputTps }) =>
      throughputTps === undefined ? [] : [throughputTps],
    );
    return {
      ttftMs: percentiles(
        samples.map(({ ttftMs }) => ttftMs),
        0.95,
      ),
      throughputTps: speeds.length === 0 ? offer.throughputTps : percentiles(speeds, 0.05),
    };
  }
}

function keyOf(offer: CatalogueOffer): string {
  return `${offer.provider}/${offer.providerModelId}`;
}

function percentiles(values: readonly number[], tail: number): Percentiles {
  const sorted = [...values].sort((left, right) => left - right);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { p50: at(0.5), p95: at(tail) };
}
