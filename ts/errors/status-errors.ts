import { AurikoAPIError } from "./auriko-api-error";
import { type Brand, type brand, brandClass } from "./brand";

type StatusBrand<Name extends string = never> = Brand<"AurikoAPIError" | "APIStatusError" | Name>;

/**
 * The server answered with an error, or with something that can't be understood. Also thrown for errors that arrive
 * inside a stream (`statusCode` 200), and with the codes `malformed_response` and `invalid_response`.
 */
export class APIStatusError extends AurikoAPIError {
  declare readonly [brand]: StatusBrand;
  static {
    brandClass(APIStatusError, "APIStatusError");
  }
}

/** The request is wrong: the server refused it, or the SDK did before sending it. `param` names the field. */
export class BadRequestError extends APIStatusError {
  declare readonly [brand]: StatusBrand<"BadRequestError">;
  static {
    brandClass(BadRequestError, "BadRequestError");
  }
}

/** The API key is missing, wrong or expired. */
export class AuthenticationError extends APIStatusError {
  declare readonly [brand]: StatusBrand<"AuthenticationError">;
  static {
    brandClass(AuthenticationError, "AuthenticationError");
  }
}

/** The API key is valid but may not do this. */
export class PermissionDeniedError extends APIStatusError {
  declare readonly [brand]: StatusBrand<"PermissionDeniedError">;
  static {
    brandClass(PermissionDeniedError, "PermissionDeniedError");
  }
}

/** The model or the resource does not exist. */
export class NotFoundError extends APIStatusError {
  declare readonly [brand]: StatusBrand<"NotFoundError">;
  static {
    brandClass(NotFoundError, "NotFoundError");
  }
}

/** The request clashes with the present state of the resource. */
export class ConflictError extends APIStatusError {
  declare readonly [brand]: StatusBrand<"ConflictError">;
  static {
    brandClass(ConflictError, "ConflictError");
  }
}

/** A rate limit, a budget (`budget_exhausted`) or a quota (`insufficient_quota`) is used up. */
export class RateLimitError extends APIStatusError {
  declare readonly [brand]: StatusBrand<"RateLimitError">;
  static {
    brandClass(RateLimitError, "RateLimitError");
  }
}

/** The server failed with status 500. */
export class InternalServerError extends APIStatusError {
  declare readonly [brand]: StatusBrand<"InternalServerError">;
  static {
    brandClass(InternalServerError, "InternalServerError");
  }
}
