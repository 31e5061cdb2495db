import { errorFromFailure } from "../errors";
import { byteStream } from "../native/byte-stream";
import { followSignal } from "../streaming/follow-signal";
import type { AnswerHead } from "./api-call";
import type { Incoming } from "./api-client";

/** A `Response` with one of these statuses refuses to have a body, even an empty one. */
const BODILESS = new Set([204, 205]);

/** An answer as a `Response` whose body is read from the socket as it is read from here. */
export function rawResponse(
  answer: Incoming,
  { status, headers }: AnswerHead,
  signal: AbortSignal | undefined,
): Response {
  const { body, cancel } = byteStream(answer.id, {
    raise: (failure) => errorFromFailure(failure, signal?.reason),
    ended: () => {
      answer.left();
      unfollow();
    },
  });
  const stoppable = { cancel, abort: cancel };
  answer.opened(stoppable);
  const unfollow = followSignal(stoppable, signal);
  if (signal?.aborted) cancel();
  const bodiless = BODILESS.has(status);
  if (bodiless) void body.cancel();
  return new Response(bodiless ? null : body, { status, headers: [...headers.entries()] });
}
