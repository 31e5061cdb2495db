import { SpendLimitError } from "../errors";

/** Sums below this are rounding, not money. */
const EPSILON_USD = 1e-12;

/** A limit in USD, what was spent of it, and what running requests have reserved. */
export class SpendAccount {
  spentUsd = 0;
  reservedUsd = 0;

  constructor(
    readonly limitUsd: number | null,
    private readonly owner: "client" | "request",
  ) {}

  /** What may still be reserved. */
  get roomUsd(): number {
    return this.limitUsd === null
      ? Number.POSITIVE_INFINITY
      : this.limitUsd - this.spentUsd - this.reservedUsd;
  }

  has(amountUsd: number): boolean {
    return this.roomUsd + EPSILON_USD >= amountUsd;
  }

  /** Whether nothing is left, whatever the next request costs. */
  get exhausted(): boolean {
    return this.limitUsd !== null && this.spentUsd + EPSILON_USD >= this.limitUsd;
  }

  release(reservedUsd: number): void {
    // Sums of fractions drift; an account without reservations has exactly none.
    this.reservedUsd = this.reservedUsd - reservedUsd < EPSILON_USD ? 0 : this.reservedUsd - reservedUsd;
  }

  /** The error for a request that would exceed the limit, or a stream that did. */
  error(what: string): SpendLimitError {
    const spentUsd = this.spentUsd + this.reservedUsd;
    const whose = this.owner === "client" ? "client" : "request";
    return new SpendLimitError(
      `${what}: \`maxCostUsd\` of this ${whose} is ${dollars(this.limitUsd ?? 0)}, ${dollars(spentUsd)} of it spent or reserved. Raise \`maxCostUsd\` to go on.`,
      { param: "maxCostUsd", limitUsd: this.limitUsd ?? undefined, spentUsd, retryable: false },
    );
  }
}

function dollars(usd: number): string {
  return `$${Number(usd.toPrecision(4))}`;
}
