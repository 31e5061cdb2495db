import { type AurikoAPIError, errorFromFailure } from "../errors";
import { byteStream } from "../native/byte-stream";
import type { ObservedCall } from "../observability";
import { followSignal } from "../streaming/follow-signal";
import type { Answer } from "./answer";

/** A `Response` with one of these statuses refuses to have a body, even an empty one. */
const BODILESS = new Set([204, 205]);

/** What an open body needs of its call. It must not hold the call itself, nor its promise. */
export interface RawCall {
  readonly signal: AbortSignal | undefined;
  readonly redact: (error: AurikoAPIError) => AurikoAPIError;
  readonly observed: ObservedCall | undefined;
}

/** An answer as a `Response` whose body is read from the socket as it is read from here. */
export function rawResponse(answer: Answer, call: RawCall): Response {
  const body = openBody(answer, call);
  const { status } = answer.head;
  const bodiless = BODILESS.has(status);
  if (bodiless) void body.cancel();
  return new Response(bodiless ? null : body, { status, headers: [...answer.headers.entries()] });
}

/** The open body of an answer. It fails with the error that a failure becomes. */
export function openBody(
  { id, running }: Answer,
  { signal, redact, observed }: RawCall,
): ReadableStream<Uint8Array> {
  const { body, cancel } = byteStream(id, {
    begun: observed && (() => observed.firstEvent()),
    raise: (failure) => {
      const error = redact(errorFromFailure(failure, signal?.reason));
      observed?.failed(error, failure);
      return error;
    },
    ended: (outcome, facts) => {
      running.end();
      unfollow();
      if (outcome !== "failed") observed?.ended(outcome, { facts });
    },
  });
  running.becomes({ cancel });
  const unfollow = followSignal(running, signal);
  if (signal?.aborted) cancel();
  return body;
}
