import { aBoolean, aString, type FieldCheck, integer } from "../call/field-checks";
import { checkGiven } from "../check-given";
import { ApiFailure } from "../server/api-failure";

/** How a simulated provider fails. */
export interface Outage {
  /** HTTP status of the provider. Default 503. */
  readonly status?: number;
  readonly message?: string;
  /** How many tries fail before the provider recovers. Default: all, until it is mended. */
  readonly times?: number;
  /** It doesn't answer within any limit, instead of answering with an error. Default false. */
  readonly silent?: boolean;
}

const CHECKS: Readonly<Record<keyof Outage, FieldCheck>> = {
  status: integer(400, 599),
  message: aString,
  times: integer(1),
  silent: aBoolean,
};

/** Which simulated providers are failing at the moment. */
export class Outages {
  readonly #outages = new Map<string, { outage: Outage; left: number }>();

  /** @throws BadRequestError naming the field that is unknown or has no meaning */
  set(provider: string, outage: Outage): void {
    checkGiven(outage as unknown, CHECKS, { what: "An outage has no field", param: "outage" });
    this.#outages.set(provider, { outage, left: outage.times ?? Number.POSITIVE_INFINITY });
  }

  mend(provider: string): void {
    this.#outages.delete(provider);
  }

  /** The failure of this try, if the provider is failing. */
  take(provider: string): { readonly failure: ApiFailure; readonly silent: boolean } | undefined {
    const entry = this.#outages.get(provider);
    if (entry === undefined || entry.left <= 0) return undefined;
    entry.left -= 1;
    const { outage } = entry;
    const silent = outage.silent === true;
    const code = silent
      ? "upstream_timeout"
      : outage.status === 429
        ? "rate_limit_exceeded"
        : "upstream_error";
    const message = outage.message ?? (silent ? `${provider} did not answer.` : `${provider} failed.`);
    const headers: Record<string, string> =
      outage.status === 429 ? { "x-rate-limit-source": "provider" } : {};
    return { silent, failure: new ApiFailure(code, message, { provider, headers }) };
  }
}
