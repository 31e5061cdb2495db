import {
  CODES,
  DOC_URL,
  type ErrorType,
  type RegisteredErrorCode,
  type SdkErrorCode,
  TYPES,
} from "./code-table";

export type { ErrorType, RegisteredErrorCode, SdkErrorCode } from "./code-table";

/** Any error code: those known today, and any that the API adds. Branch on this, not on the message. */
export type ErrorCode = RegisteredErrorCode | SdkErrorCode | (string & {});

/** Type and status that belong to a registered code, or `undefined`. */
export function lookUpCode(code: string): { type: ErrorType; status: number } | undefined {
  if (!Object.hasOwn(CODES, code)) return undefined;
  const [type, status] = CODES[code as RegisteredErrorCode];
  return { type, status };
}

/** The documentation page of a registered code, or `null`. */
export function docUrlOf(code: string): string | null {
  return Object.hasOwn(CODES, code) ? DOC_URL.replace("{code}", code) : null;
}

/** Whether a value is one of the six types. */
export function isErrorType(value: unknown): value is ErrorType {
  return typeof value === "string" && Object.hasOwn(TYPES, value);
}
