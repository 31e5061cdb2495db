import { AurikoAPIError, type ErrorInit } from "./auriko-api-error";
import { type Brand, type brand, brandClass } from "./brand";

/** What is known when a spend limit is reached. */
export interface SpendLimitErrorInit extends ErrorInit {
  /** The limit (`maxCostUsd`), in USD. */
  limitUsd?: number | undefined;
  /** What had been spent, in USD; an estimate when the limit was reached inside a stream. */
  spentUsd?: number | undefined;
}

/** `maxCostUsd` is reached: the request was not sent, or its stream was stopped. */
export class SpendLimitError extends AurikoAPIError {
  declare readonly [brand]: Brand<"AurikoAPIError" | "SpendLimitError">;
  /** The limit (`maxCostUsd`), in USD. */
  readonly limitUsd: number | null;
  /** What had been spent, in USD; an estimate when the limit was reached inside a stream. */
  readonly spentUsd: number | null;
  static {
    brandClass(SpendLimitError, "SpendLimitError");
  }

  constructor(message: string, init: SpendLimitErrorInit = {}) {
    super(message, { ...init, code: init.code ?? "spend_limit_reached" });
    this.limitUsd = init.limitUsd ?? null;
    this.spentUsd = init.spentUsd ?? null;
  }
}
