import { ResponseHeaders } from "../response-headers";
import type { AurikoAPIError, ErrorInit } from "./auriko-api-error";
import { type AnswerClass, TYPES } from "./code-table";
import { type ErrorType, isErrorType, lookUpCode } from "./codes";
import { serverWords } from "./server-words";
import {
  APIStatusError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from "./status-errors";

/** The most characters that are kept of an error body that is not JSON. */
const MAX_TEXT_BODY = 4096;

/** An answer that reports an error. */
export interface ErrorAnswer {
  /** HTTP status; 200 for an error inside a stream. */
  status: number;
  /** The answer's headers, parsed or as they came from the core. */
  headers?: ResponseHeaders | string | null | undefined;
  /** The body as text, or already parsed. */
  body: unknown;
  attempts?: number | undefined;
  /** What a stream had collected before the error came. */
  partial?: unknown;
  usage?: unknown;
  routingMetadata?: unknown;
}

/**
 * The error that an `{error: {…}}` body reports. A body of any other shape gives code `malformed_response`, with the
 * server's own words as the message wherever a text can be found in it.
 */
export function errorFromEnvelope(answer: ErrorAnswer): AurikoAPIError {
  const body = parseBody(answer.body);
  return errorFromObject({ ...answer, body }, isRecord(body) ? body.error : undefined);
}

/** The error that an event of a chat stream reports, in the envelope or bare. */
export function errorFromEvent(
  answer: ErrorAnswer,
  event: Readonly<Record<string, unknown>>,
): AurikoAPIError {
  const { error = null } = event;
  return errorFromObject(answer, error === null ? event : error);
}

/**
 * The error that an error object outside its envelope reports, as the OpenAI SDK hands it out. `body` of the result is
 * `answer.body`.
 */
export function errorFromObject(answer: ErrorAnswer, error: unknown): AurikoAPIError {
  const { type } = isRecord(error) ? error : noFields;
  if (!isRecord(error) || !isErrorType(type)) return malformed(answer, error);
  const code = text(error.code);
  const message = text(error.message);
  if (code === null || message === null) return malformed(answer, error);
  return new (classFor(type, answer.status))(message, { ...common(answer), type, code, ...details(error) });
}

const noFields: Readonly<Record<string, unknown>> = Object.freeze({});

/** What an error object says besides its type, code and message. */
function details(error: Readonly<Record<string, unknown>>): ErrorInit {
  return {
    param: typeof error.param === "string" ? error.param : null,
    provider: text(error.provider),
    docUrl: text(error.doc_url),
    suggestion: text(error.suggestion),
  };
}

/**
 * The error that an error object of a Responses stream reports, in its flat form (the event itself) or its nested one.
 * A code that is a number is the status of the server behind.
 */
export function errorFromResponseEvent(
  error: Readonly<Record<string, unknown>>,
  init: ErrorInit,
): AurikoAPIError {
  const status = Number(error.code ?? error.status);
  const statusCode = Number.isInteger(status) && status >= 400 && status < 600 ? status : undefined;
  const message = serverWords(error) ?? "The server reported an error without saying why.";
  return errorFromCode(text(error.code) ?? "", message, { ...details(error), ...init, statusCode });
}

/**
 * The error that belongs to a code alone, such as the `error` event of a Responses stream brings. A code that is not
 * registered counts as `api_error` with status 500; an empty one as `malformed_response`.
 */
export function errorFromCode(code: string, message: string, init: ErrorInit = {}): AurikoAPIError {
  const known = lookUpCode(code) ?? { type: "api_error" as const, status: 500 };
  const status = init.statusCode ?? known.status;
  const fields = { type: known.type, code: code === "" ? "malformed_response" : code };
  const Class = code === "" ? APIStatusError : classFor(known.type, status);
  const error = new Class(message, {
    ...init,
    ...fields,
    statusCode: status,
    body: init.body ?? syntheticBody(fields, message, init),
  });
  return error;
}

function syntheticBody(fields: { type: string; code: string }, message: string, init: ErrorInit): unknown {
  const error: Record<string, unknown> = { message, ...fields, param: init.param ?? null };
  if (init.docUrl) error.doc_url = init.docUrl;
  if (init.provider) error.provider = init.provider;
  if (init.suggestion) error.suggestion = init.suggestion;
  return { error };
}

const classes: Readonly<Record<AnswerClass, typeof APIStatusError>> = {
  APIStatusError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
};

/** The class follows from the type; the status only tells conflicts and internal errors apart. */
function classFor(type: ErrorType, status: number): typeof APIStatusError {
  const { class: name, classByStatus } = TYPES[type];
  return classes[classByStatus[status] ?? name];
}

function malformed(answer: ErrorAnswer, error: unknown): APIStatusError {
  const init = common(answer);
  const message = isRedirect(answer.status) ? redirectText(answer.status, init) : unreadableText(answer);
  const known = isRecord(error) ? details(error) : {};
  return new APIStatusError(message, { ...init, ...known, type: "api_error", code: "malformed_response" });
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** Names the origin only: the rest of a location may be private. */
function redirectText(status: number, { responseHeaders }: ErrorInit): string {
  const origin = /^https?:\/\/[^/?#@]+(?=[/?#]|$)/i.exec(responseHeaders?.get("location") ?? "")?.[0];
  const where = origin === undefined ? "" : ` to ${origin}`;
  return `The server answered with a redirect (${status})${where}, which is not followed: the API key stays with its origin. Set \`baseUrl\` to the final address.`;
}

function unreadableText({ status, body }: ErrorAnswer): string {
  const words = typeof body === "string" ? null : serverWords(body);
  if (words !== null) return words;
  const shown = typeof body === "string" ? `: ${excerpt(body)}` : ".";
  const hint = status === 404 || status === 405 ? " Check that `baseUrl` points to the API." : "";
  return `The server answered with status ${status} and no readable error${shown}${hint}`;
}

function common(answer: ErrorAnswer): ErrorInit {
  const { headers, partial, usage, routingMetadata } = answer;
  return {
    statusCode: answer.status,
    responseHeaders: typeof headers === "string" ? ResponseHeaders.parse(headers) : headers,
    body: answer.body,
    attempts: answer.attempts,
    partial,
    usage,
    routingMetadata,
  };
}

function parseBody(body: unknown): unknown {
  if (typeof body !== "string") return body ?? null;
  if (body === "") return null;
  try {
    return JSON.parse(body);
  } catch {
    return body.slice(0, MAX_TEXT_BODY);
  }
}

function excerpt(body: string): string {
  const line = body.replace(/\s+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
