import { errorFromFailure } from "../errors";
import { byteStream } from "../native/byte-stream";
import type { AnswerHead } from "./api-call";
import type { Incoming } from "./api-client";

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
      signal?.removeEventListener("abort", cancel);
    },
  });
  answer.opened({ cancel });
  signal?.addEventListener("abort", cancel, { once: true });
  return new Response(body, { status, headers: [...headers.entries()] });
}
