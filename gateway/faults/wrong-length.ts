import type { Answer, Frame } from "../server/answer";

/** An answer whose `Content-Length` is off by so many bytes. */
export function wrongLength(answer: Answer, by: number): Answer {
  return { ...answer, frames: measured(answer, by), measured: true };
}

/**
 * The length of a stream is only known at its end, so the body is collected first; the writer takes the header from the
 * first frame.
 */
async function* measured(answer: Answer, by: number): AsyncGenerator<Frame> {
  const texts: string[] = [];
  for await (const frame of answer.frames) if (frame.kind === "text") texts.push(frame.text);
  const text = texts.join("");
  yield { kind: "length", length: Math.max(0, Buffer.byteLength(text) + by) };
  yield { kind: "text", text };
  yield { kind: "break", how: "close", scope: "connection" };
}
