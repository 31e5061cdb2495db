import { seen } from "../observe";

export type Fetch = typeof fetch;

/** One thing that a `fetch` is asked for. */
export interface Case {
  readonly what: string;
  readonly run: (fetch: Fetch, origin: string) => Promise<unknown>;
  /** The scripted server reads no chunked bodies, so what it sees of some requests is not compared. */
  readonly answerOnly?: true;
}

/** Requests a path and reads the answer. */
export const get =
  (path: string, init: RequestInit | (() => RequestInit) = {}) =>
  async (fetch: Fetch, origin: string): Promise<unknown> =>
    seen(await fetch(`${origin}${path}`, typeof init === "function" ? init() : init));

/** A body that comes in pieces. */
export function streamOf(...pieces: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
}

/** A request with such a body, new for each call. */
export const streaming = () =>
  ({ method: "POST", body: streamOf("one ", "two"), duplex: "half" }) as RequestInit;
