import { ResponseHeaders } from "../response-headers";
import { AurikoAPIError } from "./auriko-api-error";
import { errorFromEnvelope, errorFromObject } from "./from-envelope";

/** What is read of an error of the `openai` package. */
interface OpenAIStatusError extends Error {
  readonly status: number;
  /** The error object; the package has taken it out of its envelope. */
  readonly error?: unknown;
  /** A `Headers` object, or a plain one in older releases. */
  readonly headers?: unknown;
}

/**
 * The error of this SDK that an error of the `openai` package stands for, by the same rules as for our own requests. The
 * given error is its `cause`, and `body` is the error object that it carried.
 *
 * Errors of this SDK come back as they are. So does everything that has no HTTP status, such as connection errors and
 * errors inside a stream: there is nothing to map them by.
 */
export function mapOpenAIError(error: unknown): unknown {
  if (AurikoAPIError.isInstance(error) || !isStatusError(error)) return error;
  const { status, error: body, headers } = error;
  const answer = { status, headers: headersOf(headers), body: body ?? null, attempts: 1 };
  const mapped = isEnvelope(body) ? errorFromEnvelope(answer) : errorFromObject(answer, body);
  Object.defineProperty(mapped, "cause", { value: error, writable: true, configurable: true });
  return mapped;
}

function isStatusError(error: unknown): error is OpenAIStatusError {
  if (!(error instanceof Error)) return false;
  const { status } = error as { status?: unknown };
  return typeof status === "number" && status > 0;
}

/** An error object has a `type` of its own; around it there is none. */
function isEnvelope(body: unknown): boolean {
  if (typeof body !== "object" || body === null || "type" in body) return false;
  const inner = (body as { error?: unknown }).error;
  return typeof inner === "object" && inner !== null;
}

function headersOf(headers: unknown): ResponseHeaders | null {
  if (typeof headers !== "object" || headers === null) return null;
  return ResponseHeaders.from(headers as Headers | Record<string, string>);
}
