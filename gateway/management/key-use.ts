/** One request that a key has made. */
export interface KeyUse {
  /** By the gateway's clock. */
  readonly at: number;
  readonly status: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
}

const DAY = 86_400_000;
/** The longest span that is ever asked for, a month. */
const KEPT_MS = 32 * DAY;
/** Uses are summed by minute, so that a gateway that runs for weeks stays small. */
const MINUTE = 60_000;

/** Counts of one kind of answer within one minute. */
export interface KeyUseSum {
  at: number;
  status: number;
  requests: number;
  inputTokens: number;
  outputTokens: number;
  usd: number;
}

/** What keys were used for during the last month. */
export class UseLog {
  readonly #sums = new Map<string, KeyUseSum[]>();

  add(keyId: string, use: KeyUse): void {
    const sums = this.#sums.get(keyId) ?? [];
    this.#sums.set(keyId, sums);
    while (sums[0] !== undefined && sums[0].at < use.at - KEPT_MS) sums.shift();
    const at = Math.floor(use.at / MINUTE) * MINUTE;
    let sum = sums.find((one) => one.at === at && one.status === use.status);
    if (sum === undefined) {
      sum = { at, status: use.status, requests: 0, inputTokens: 0, outputTokens: 0, usd: 0 };
      sums.push(sum);
    }
    sum.requests += 1;
    sum.inputTokens += use.inputTokens;
    sum.outputTokens += use.outputTokens;
    sum.usd += use.usd;
  }

  since(keyId: string, since: number): readonly KeyUseSum[] {
    return (this.#sums.get(keyId) ?? []).filter(({ at }) => at + MINUTE > since);
  }
}
