import { type AurikoAPIError, errorFromFailure } from "../errors";
import { byteStream } from "../native/byte-stream";
import { followSignal } from "../streaming/follow-signal";
import type { Answer } from "./answer";

/** A `Response` with one of these statuses refuses to have a body, even an empty one. */
const BODILESS = new Set([204, 205]);

/** An answer as a `Response` whose body is read from the socket as it is read from here. */
export function rawResponse(
  answer: Answer,
  signal: AbortSignal | undefined,
  redact: (error: AurikoAPIError) => AurikoAPIError,
): Response {
  const body = openBody(answer, signal, redact);
  const { status } = answer.head;
  const bodiless = BODILESS.has(status);
  if (bodiless) void body.cancel();
  return new Response(bodiless ? null : body, { status, headers: [...answer.headers.entries()] });
}

/** The open body of an answer. It fails with the error that a failure becomes. */
export function openBody(
  { id, running }: Answer,
  signal: AbortSignal | undefined,
  redact: (error: AurikoAPIError) => AurikoAPIError,
): ReadableStream<Uint8Array> {
  const { body, cancel } = byteStream(id, {
    raise: (failure) => redact(errorFromFailure(failure, signal?.reason)),
    ended: () => {
      running.end();
      unfollow();
    },
  });
  running.becomes({ cancel });
  const unfollow = followSignal(running, signal);
  if (signal?.aborted) cancel();
  return body;
}
