import { AssertionError } from "node:assert";
import { invalidParameter } from "../../ts/errors/client-side";
import { aBoolean, anything, aString, eitherOf, type FieldCheck, isObject } from "../call/field-checks";
import { checkGiven } from "../check-given";
import type { RecordedRequest } from "../server/recorded-request";

/** What a request has to look like. Everything that is not said may be anything. */
export interface ExpectedRequest {
  readonly method?: string;
  /** `/v1/chat/completions`; with an expression any path that it matches. */
  readonly path?: string | RegExp;
  /** `model` of the body. */
  readonly model?: string | RegExp;
  /** Whether a stream was asked for. */
  readonly stream?: boolean;
  /** What the body has at least: fields of objects may be left out, items of arrays not; expressions match texts. */
  readonly body?: unknown;
  /** Names in any case. */
  readonly headers?: Readonly<Record<string, string | RegExp>>;
}

/** A description, or a function that says whether a request is meant. */
export type RequestMatcher = ExpectedRequest | ((request: RecordedRequest) => boolean);

const text: FieldCheck = eitherOf(aString, (value) =>
  value instanceof RegExp ? undefined : "a regular expression",
);

const CHECKS: Readonly<Record<keyof ExpectedRequest, FieldCheck>> = {
  method: aString,
  path: text,
  model: text,
  stream: aBoolean,
  body: anything,
  headers: (value) =>
    isObject(value) && Object.values(value).every((item) => item === undefined || text(item) === undefined)
      ? undefined
      : "must be an object of texts and regular expressions",
};

/** @throws BadRequestError naming the field of a matcher that is unknown or has no meaning */
export function checkMatcher(matcher: unknown): void {
  if (matcher === undefined || typeof matcher === "function") return;
  if (!isObject(matcher)) {
    throw invalidParameter(
      "matcher",
      'matcher must be an object such as { path: "/v1/chat/completions" }, or a function of a request.',
    );
  }
  checkGiven(matcher, CHECKS, { what: "A matcher has no field", param: "matcher" });
}

/** The requests that match; all of them without a matcher. */
export function matching(
  requests: readonly RecordedRequest[],
  matcher: RequestMatcher = {},
): readonly RecordedRequest[] {
  checkMatcher(matcher);
  if (typeof matcher === "function") return requests.filter(matcher);
  return requests.filter((request) => isAsExpected(request, matcher));
}

function isAsExpected(request: RecordedRequest, expected: ExpectedRequest): boolean {
  const body = isObject(request.body) ? request.body : {};
  const headers = Object.entries(expected.headers ?? {});
  return (
    contains(request.method, expected.method?.toUpperCase()) &&
    contains(request.path, expected.path) &&
    contains(body.model, expected.model) &&
    contains(body.stream === true, expected.stream) &&
    contains(request.body, expected.body) &&
    headers.every(([name, value]) => contains(request.headers[name.toLowerCase()], value))
  );
}

function contains(actual: unknown, expected: unknown): boolean {
  if (expected === undefined) return true;
  if (expected instanceof RegExp) return typeof actual === "string" && new RegExp(expected).test(actual);
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => contains(actual[index], item))
    );
  }
  if (isObject(expected)) {
    return isObject(actual) && Object.entries(expected).every(([name, item]) => contains(actual[name], item));
  }
  return Object.is(actual, expected);
}

/** An error as runners show it, with the difference between what came and what should have. */
export function unexpectedRequests(
  requests: readonly RecordedRequest[],
  matcher: RequestMatcher | undefined,
  message: string,
): AssertionError {
  const actual = requests.map(({ method, path, body }) => ({ method, path, body }));
  const seen = requests.map(({ method, path, status }) => `${method} ${path} (${status ?? "unanswered"})`);
  return new AssertionError({
    message: `${message} ${seen.length === 0 ? "There was none at all." : `There were: ${seen.join(", ")}.`}`,
    actual,
    expected: typeof matcher === "function" ? undefined : matcher,
    operator: "assertRequested",
    stackStartFn: unexpectedRequests,
  });
}
