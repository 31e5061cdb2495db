/** Two neighbouring buckets differ by this factor, so that a quantile is off by half of that at most. */
const STEP = 1.04;

/** Times by the bucket that they fall into: any number of them in the same memory. */
export class LatencyHistogram {
  readonly #buckets = new Map<number, number>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Adds a time in milliseconds. */
  add(milliseconds: number): void {
    const bucket = milliseconds < 1 ? 0 : Math.floor(Math.log(milliseconds) / Math.log(STEP)) + 1;
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
    this.#count++;
  }

  /** Adds those of another one. */
  addAll(other: LatencyHistogram): void {
    for (const [bucket, count] of other.#buckets)
      this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + count);
    this.#count += other.#count;
  }

  /** The time that this share of all do not exceed, within 2 %; `null` without any. */
  quantile(share: number): number | null {
    let left = Math.max(1, Math.ceil(this.#count * share));
    for (const [bucket, count] of [...this.#buckets].sort(([one], [other]) => one - other)) {
      left -= count;
      if (left <= 0) return bucket === 0 ? 0.5 : STEP ** (bucket - 0.5);
    }
    return null;
  }
}
