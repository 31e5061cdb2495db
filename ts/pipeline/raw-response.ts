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
  const { running } = answer;
  const { body, cancel } = byteStream(answer.id, {
    raise: (failure) => redact(errorFromFailure(failure, signal?.reason)),
    ended: () => {
      running.end();
      unfollow();
    },
  });
  running.becomes({ cancel });
  const unfollow = followSignal(running, signal);
  if (signal?.aborted) cancel();
  const { status } = answer.head;
  const bodiless = BODILESS.has(status);
  if (bodiless) void body.cancel();
  return new Response(bodiless ? null : body, { status, headers: [...answer.headers.entries()] });
}
