import { APIStatusError, type AurikoAPIError, errorFromEnvelope, reportsError } from "../errors";
import type { CallClock } from "../observability";
import { defineTimings } from "../observability/call-timings";
import type { Answer } from "./answer";

const NO_CONTENT = 204;
/** The most characters of a body that an error keeps. */
const MAX_BODY = 4096;
/** The most characters of a body that a message shows. */
const EXCERPT = 80;

/** What besides an object is a good answer. No body at all is JSON enough with status 204, and otherwise `nothing`. */
export type AlsoGood = "any JSON" | "any JSON, or nothing";

/**
 * The object that an answer is, with its `responseHeaders` and `timings`; `null` where there is none and need be none.
 * @throws APIStatusError `invalid_response` for what is no object, or the error that the JSON is.
 */
export function readDocument(answer: Answer, clock: CallClock, alsoGood?: AlsoGood): unknown {
  if (alsoGood === "any JSON, or nothing" && !answer.body?.trim()) return null;
  const value = readJson(answer, clock);
  if (isObject(value) || alsoGood !== undefined) return value;
  const what = answer.head.status === NO_CONTENT ? "is missing" : `is ${nameOf(value)}`;
  throw invalid(answer, `${what}, although this endpoint answers with an object`);
}

/**
 * The JSON of an answer, whatever it is; with its `responseHeaders` and `timings` where it can carry them.
 * @throws APIStatusError `invalid_response` for what is no JSON, or the error that the JSON is.
 */
function readJson(answer: Answer, clock: CallClock): unknown {
  if (answer.head.status === NO_CONTENT) return null;
  const value = parse(answer.body ?? "");
  if (value === undefined) throw invalid(answer, `is ${kindOf(answer)}, not valid JSON`);
  if (isError(value)) throw reported(answer, value);
  return withHeaders(value, answer, clock);
}

/** The error for a document in place of a stream: the one that it is, or that it is none. */
export function refuseDocument(answer: Answer): AurikoAPIError {
  const value = parse(answer.body ?? "");
  return isError(value) || (isObject(value) && reportsError(value))
    ? reported(answer, value)
    : invalid(
        answer,
        `is ${value === undefined ? kindOf(answer) : "one document"}, although a stream was asked for`,
      );
}

/** What a body is that is no JSON, as far as its first characters tell. */
function kindOf({ body }: Answer): string {
  const text = (body ?? "").replace(/^\uFEFF?\s*/, "");
  if (text === "") return "empty";
  const excerpt = JSON.stringify(text.slice(0, EXCERPT));
  if (text.startsWith("<")) {
    return `an HTML page (${excerpt}; does \`baseUrl\` point to the API?)`;
  }
  return /^[[{]/.test(text)
    ? `JSON that breaks off or has a mistake (${excerpt})`
    : `plain text (${excerpt})`;
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  return value === null ? "null" : `a ${typeof value}`;
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
  // One level: what is nested deeper is no form that anybody writes errors in, and may be nested without end.
  return Array.isArray(value) ? value.length > 0 && value.every(isErrorObject) : isErrorObject(value);
}

function isErrorObject(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { error, object } = value;
  return error !== undefined && error !== null && (object === undefined || object === "error");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withHeaders(value: unknown, { head: { facts }, headers }: Answer, clock: CallClock): unknown {
  if (typeof value !== "object" || value === null) return value;
  Object.defineProperty(value, "responseHeaders", { value: headers, configurable: true, writable: true });
  return defineTimings(value, () => clock.timings(facts));
}

function reported({ head: { status, attempts }, headers }: Answer, body: unknown): AurikoAPIError {
  return errorFromEnvelope({ status, headers, body, attempts });
}

function invalid({ head: { status, attempts }, headers, body }: Answer, what: string): APIStatusError {
  return new APIStatusError(`The server answered with status ${status}, but the body ${what}.`, {
    statusCode: status,
    type: "api_error",
    code: "invalid_response",
    responseHeaders: headers,
    attempts,
    body: body ? body.slice(0, MAX_BODY) : null,
    retryable: false,
  });
}
