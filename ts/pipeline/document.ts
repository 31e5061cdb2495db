import { APIStatusError, type AurikoAPIError, errorFromEnvelope } from "../errors";
import type { NativeOutcome } from "../native/addon";
import type { AnswerHead } from "./api-call";

const NO_CONTENT = 204;
/** The most characters of a body that an error keeps. */
const MAX_BODY = 4096;

/**
 * The JSON of an answer, with its `responseHeaders`.
 * @throws APIStatusError `invalid_response` for what is no JSON, or the error that the JSON is.
 */
export function readDocument(answer: NativeOutcome, head: AnswerHead): unknown {
  if (head.status === NO_CONTENT) return null;
  const text = answer.body ?? "";
  const value = parse(text);
  if (value === undefined) throw invalid(answer, head, "is not valid JSON");
  if (isError(value)) throw errorFromEnvelope({ ...head, body: value, attempts: answer.attempts });
  return withHeaders(value, head);
}

/** The error for a document in place of a stream: the one that it is, or that it is none. */
export function refuseDocument(answer: NativeOutcome, head: AnswerHead): AurikoAPIError {
  const value = parse(answer.body ?? "");
  if (isError(value)) return errorFromEnvelope({ ...head, body: value, attempts: answer.attempts });
  return invalid(answer, head, "is one document, although a stream was asked for");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A byte order mark is no JSON, but every fetch passes over it.
    return text.startsWith("\uFEFF") ? parse(text.slice(1)) : undefined;
  }
}

/** An error under a good status: some gateways and proxies send them. Objects of the API may have a field of that name. */
function isError(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { error, object } = value as { error?: unknown; object?: unknown };
  return error !== undefined && error !== null && object === undefined;
}

function withHeaders(value: unknown, { headers }: AnswerHead): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.defineProperty(value, "responseHeaders", {
    value: headers,
    configurable: true,
    writable: true,
  });
}

function invalid({ attempts, body }: NativeOutcome, head: AnswerHead, what: string): APIStatusError {
  return new APIStatusError(`The server answered with status ${head.status}, but the body ${what}.`, {
    statusCode: head.status,
    type: "api_error",
    code: "invalid_response",
    responseHeaders: head.headers,
    attempts,
    body: body ? body.slice(0, MAX_BODY) : null,
    retryable: false,
  });
}
