import { AurikoAPIError, type ErrorInit } from "./auriko-api-error";
import { type Brand, type brand, brandClass } from "./brand";

/**
 * The request was stopped by its `AbortSignal` or by `client.close()`. `cause` is the signal's reason. Its `name` is
 * "AbortError", as code that handles aborted fetches expects.
 */
export class APIUserAbortError extends AurikoAPIError {
  declare readonly [brand]: Brand<"AurikoAPIError" | "APIUserAbortError">;
  static {
    brandClass(APIUserAbortError, "APIUserAbortError", "AbortError");
  }

  constructor(message = "The request was aborted.", init: ErrorInit = {}) {
    super(message, { ...init, code: init.code ?? "request_aborted" });
  }
}
