import { inspect } from "node:util";
import { APIStatusError, APIUserAbortError, AurikoAPIError, errorFromFailure } from "../errors";
import type { ResponseHeaders } from "../response-headers";
import type { MessageEnd } from "./delivery";
import type { ListenerFailure } from "./stream-listeners";

/** The most characters of a malformed event that an error keeps. */
const MAX_EXCERPT = 4096;

/** What a stream knows when an error ends it. */
export interface StreamFacts {
  partial: unknown;
  usage: unknown;
  routingMetadata: unknown;
  attempts: number;
  responseHeaders: ResponseHeaders;
  /** Whether the caller has seen events of this stream, so that a second attempt would show them again. */
  seen: boolean;
}

/** Adds to an error what its stream knows. */
export function addFacts(error: AurikoAPIError, facts: StreamFacts): void {
  set(error, "partial", facts.partial, false);
  set(error, "usage", facts.usage, true);
  set(error, "routingMetadata", facts.routingMetadata, true);
  if (error.responseHeaders === null) set(error, "responseHeaders", facts.responseHeaders, false);
  if (error.requestId === null) set(error, "requestId", facts.responseHeaders.requestId, true);
  if (error.attempts === 0) set(error, "attempts", facts.attempts, true);
  if (facts.seen && error.retryable) set(error, "retryable", false, true);
}

function set(error: AurikoAPIError, key: string, value: unknown, enumerable: boolean): void {
  if (value === undefined) return;
  Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
}

/** The error for an end that is one whatever came before. */
export function errorFromEnd(
  end: Exclude<MessageEnd, { end: "done" | "eof" }>,
  status: number,
  signal: AbortSignal | null | undefined,
): AurikoAPIError {
  switch (end.end) {
    case "error":
      return end.error;
    case "failure":
      return errorFromFailure(end.failure, signal?.aborted ? signal.reason : undefined);
    case "malformed":
      return new APIStatusError(
        `The stream brought an event that is not valid JSON: ${end.text.slice(0, 200)}. Events before it were delivered.`,
        {
          statusCode: status,
          type: "api_error",
          code: "invalid_response",
          body: end.text.slice(0, MAX_EXCERPT),
          cause: end.cause,
        },
      );
  }
}

/** The event is JSON, but nothing that belongs into this stream. */
export function unreadableEvent(event: unknown, status: number): APIStatusError {
  const text = JSON.stringify(event) ?? String(event);
  return new APIStatusError(`The stream brought an event that is no object: ${text.slice(0, 200)}.`, {
    statusCode: status,
    type: "api_error",
    code: "invalid_response",
    body: event,
  });
}

/** A whole answer came where its pieces were asked for. */
export function documentInStream(body: unknown, statusCode: number): APIStatusError {
  const message = `The server answered with status ${statusCode}, but the body is one document, although a stream was asked for.`;
  return new APIStatusError(message, { statusCode, type: "api_error", code: "invalid_response", body });
}

/** What the SDK made of an event, or was about to, went wrong: the event is to blame, and its stream alone fails. */
export function unusableEvent(cause: unknown, status: number): AurikoAPIError {
  if (AurikoAPIError.isInstance(cause)) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new APIStatusError(`The stream brought an event that can't be used: ${why}.`, {
    statusCode: status,
    type: "api_error",
    code: "invalid_response",
    cause,
  });
}

/** A listener threw, which ends the stream that it listens to. */
export function listenerFailed({ name, cause }: ListenerFailure): AurikoAPIError {
  const why = cause instanceof Error ? cause.message : inspect(cause, { depth: 0 });
  return new AurikoAPIError(`A listener of "${name}" threw, which ended the stream: ${why}`, {
    code: "listener_failed",
    cause,
  });
}

/** The result of a stream has outgrown what is kept, so there is none. */
export function accumulationLimitReached(limit: number): AurikoAPIError {
  return new AurikoAPIError(
    `The result of the stream grew past ${limit} characters and was let go, so there is no final result; its events were delivered. Raise \`accumulationLimit\` to keep more.`,
    { code: "accumulation_limit" },
  );
}

/** The caller stopped the stream, by `abort()` or through its signal. */
export function abortedBy(reason: unknown): APIUserAbortError {
  const why = reason instanceof Error ? reason.message : typeof reason === "string" ? reason : "";
  return new APIUserAbortError(why === "" ? "The stream was aborted." : `The stream was aborted: ${why}`, {
    cause: reason,
  });
}

/** Somebody asks for the final result of a stream that was closed early. */
export function closedEarly(): APIUserAbortError {
  return new APIUserAbortError(
    "The stream was closed before its end, so there is no final result. What had arrived is in `partial`.",
  );
}

/** One branch of a `tee()` has run ahead as far as it may, and nobody reads the other. */
export function teeLimitReached(ahead: number, limit: number): AurikoAPIError {
  return new AurikoAPIError(
    `One branch of tee() is ${ahead} events ahead while nobody has begun to read the other; half of \`limit\` (${limit}) may wait for it. Read both at the same time, or raise \`limit\`.`,
    { type: "invalid_request_error", code: "tee_limit_reached", param: "limit" },
  );
}

/** A stream gives each event once, to one consumer. */
export function alreadyConsumed(): AurikoAPIError {
  return new AurikoAPIError(
    "The stream is being read already, or has been: it can be consumed once. Use `tee()` to read it twice.",
    { type: "invalid_request_error", code: "stream_consumed" },
  );
}
