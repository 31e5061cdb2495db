import { docUrlOf, type ErrorType, lookUpCode, type RegisteredErrorCode } from "../../ts/errors/codes";

/** What an error answer may say beyond its code and message. */
export interface FailureDetails {
  readonly type?: string;
  readonly status?: number;
  readonly param?: string | null;
  readonly provider?: string | null;
  readonly suggestion?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The inner object of an error envelope. */
export interface ErrorEnvelope {
  message: string;
  type: string;
  code: string;
  param: string | null;
  doc_url?: string;
  provider?: string;
  suggestion?: string;
}

/** An error that the gateway answers with; type and status follow from the code unless given. */
export class ApiFailure extends Error {
  readonly code: string;
  readonly type: string;
  readonly status: number;
  readonly param: string | null;
  readonly provider: string | null;
  readonly suggestion: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: RegisteredErrorCode | (string & {}), message: string, details: FailureDetails = {}) {
    super(message);
    const known = lookUpCode(code);
    this.code = code;
    this.type = details.type ?? known?.type ?? typeForStatus(details.status ?? 500);
    this.status = details.status ?? (known?.status || 500);
    this.param = details.param ?? null;
    this.provider = details.provider ?? null;
    this.suggestion = details.suggestion;
    this.headers = details.headers ?? {};
  }

  get envelope(): ErrorEnvelope {
    const docUrl = docUrlOf(this.code);
    return {
      message: this.message,
      type: this.type,
      code: this.code,
      param: this.param,
      ...(docUrl !== null && { doc_url: docUrl }),
      ...(this.provider !== null && { provider: this.provider }),
      ...(this.suggestion !== undefined && { suggestion: this.suggestion }),
    };
  }

  /** The diagnostic headers that accompany the envelope. */
  get diagnosticHeaders(): Record<string, string> {
    const retryable = this.type === "api_error" || this.type === "rate_limit_error";
    return {
      "x-error-type": this.type,
      "x-error-retryable": String(retryable),
      ...(this.provider !== null && { "x-error-provider": this.provider }),
      ...this.headers,
    };
  }
}

/** 400 `invalid_parameter_value` for `param`. */
export function invalidValue(param: string, message: string, suggestion?: string): ApiFailure {
  return new ApiFailure("invalid_parameter_value", message, {
    param,
    ...(suggestion !== undefined && { suggestion }),
  });
}

/** 400 `missing_required_parameter` for `param`. */
export function missingValue(param: string, message = `Missing required parameter: ${param}.`): ApiFailure {
  return new ApiFailure("missing_required_parameter", message, { param });
}

/** The `type` that goes with a bare HTTP status. */
export function typeForStatus(status: number): ErrorType {
  switch (status) {
    case 401:
      return "authentication_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 429:
      return "rate_limit_error";
    default:
      return status >= 500 ? "api_error" : "invalid_request_error";
  }
}

/** The code that goes with a bare HTTP status. */
export function codeForStatus(status: number): RegisteredErrorCode {
  const codes: Readonly<Record<number, RegisteredErrorCode>> = {
    401: "invalid_api_key",
    403: "insufficient_permissions",
    404: "resource_not_found",
    405: "method_not_allowed",
    409: "idempotency_conflict",
    413: "payload_too_large",
    429: "rate_limit_exceeded",
    500: "internal_error",
    502: "upstream_error",
    503: "service_unavailable",
    504: "upstream_timeout",
  };
  return codes[status] ?? (status >= 500 ? "service_unavailable" : "invalid_request");
}
