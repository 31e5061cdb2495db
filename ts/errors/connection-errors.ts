import { AurikoAPIError, type ErrorInit } from "./auriko-api-error";
import { type Brand, type brand, brandClass } from "./brand";

type ConnectionBrand<Name extends string = never> = Brand<"AurikoAPIError" | "APIConnectionError" | Name>;

/** No answer came, or it was lost on the way; `cause` says why. */
export class APIConnectionError extends AurikoAPIError {
  declare readonly [brand]: ConnectionBrand;
  static {
    brandClass(APIConnectionError, "APIConnectionError");
  }

  constructor(message: string, init: ErrorInit = {}) {
    super(message, {
      ...init,
      type: init.type ?? "api_error",
      code: init.code ?? "api_connection_error",
      retryable: init.retryable ?? true,
    });
  }
}

/** Which limit passed; `body`, for an answer that is no stream, is twice `idle`. */
export type TimeoutPhase = "connect" | "headers" | "idle" | "body" | "total";

/** What is known about a timeout. */
export interface TimeoutErrorInit extends ErrorInit {
  phase: TimeoutPhase;
  /** The limit, in milliseconds. */
  limitMs?: number | undefined;
}

/** A limit of the `timeout` option passed; `phase` says which. */
export class APITimeoutError extends APIConnectionError {
  declare readonly [brand]: ConnectionBrand<"APITimeoutError">;
  /** The limit that passed: `timeout.connect`, `timeout.headers`, `timeout.idle` or `timeout.total`. */
  readonly phase: TimeoutPhase;
  /** The limit in milliseconds, or `null` when it is not known. */
  readonly limitMs: number | null;
  static {
    brandClass(APITimeoutError, "APITimeoutError");
  }

  constructor(message: string, init: TimeoutErrorInit) {
    super(message, init);
    this.phase = init.phase;
    this.limitMs = init.limitMs ?? null;
  }
}

/** The connection broke inside an answer, usually a stream; for a stream, `partial` holds what had arrived. */
export class StreamDroppedError extends APIConnectionError {
  declare readonly [brand]: ConnectionBrand<"StreamDroppedError">;
  static {
    brandClass(StreamDroppedError, "StreamDroppedError");
  }
}

/** The body of a stream ended properly, its message had not; `partial` holds what had arrived. */
export class StreamTruncatedError extends APIConnectionError {
  declare readonly [brand]: ConnectionBrand<"StreamTruncatedError">;
  static {
    brandClass(StreamTruncatedError, "StreamTruncatedError");
  }
}
