import type { Fault } from "../faults/fault";
import type { ApiFailure } from "./api-failure";

/** One piece of a body, or something that happens instead of one. */
export type Frame =
  | {
      readonly kind: "text";
      readonly text: string;
      /** Simulated time before it, in milliseconds; skipped when pacing is instant. */
      readonly simulatedMs?: number;
      /** `finish`: the event that carries the last finish reason or ends a response. `done`: `[DONE]`. */
      readonly mark?: "finish" | "done";
    }
  | {
      readonly kind: "bytes";
      readonly bytes: Uint8Array;
      /** Time before it, in milliseconds, whatever the pacing. */
      readonly delayMs: number;
      readonly simulatedMs?: number;
    }
  | { readonly kind: "break"; readonly how: "reset" | "close"; readonly scope: "connection" | "stream" }
  | { readonly kind: "stall"; readonly forMs: number | undefined }
  /** Fills in a `content-length` that is only known now; comes first. */
  | { readonly kind: "length"; readonly length: number };

/** What goes back over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly frames: Iterable<Frame> | AsyncIterable<Frame>;
  /** True for server-sent events. */
  readonly streaming: boolean;
  /** Simulated time until the headers, in milliseconds. */
  readonly simulatedMs?: number;
  /** Time until the headers, in milliseconds, whatever the pacing. */
  readonly delayMs?: number;
  /** The first frame is a length, which has to be known before the headers are written. */
  readonly measured?: boolean;
  /** Which vocabulary an error event inside the stream has to use. */
  readonly dialect?: "chat" | "responses";
  /** Faults that came with a scripted reply. */
  readonly faults?: readonly Fault[];
}

/** A JSON answer. */
export function jsonAnswer(body: unknown, init: Partial<Omit<Answer, "frames" | "streaming">> = {}): Answer {
  return textAnswer(JSON.stringify(body), "application/json", init);
}

/** An answer with a body of any text. */
export function textAnswer(
  text: string,
  contentType: string,
  init: Partial<Omit<Answer, "frames" | "streaming">> = {},
): Answer {
  return {
    ...init,
    status: init.status ?? 200,
    headers: { "content-type": contentType, ...init.headers },
    frames: [{ kind: "text", text }],
    streaming: false,
  };
}

/** The documented envelope of a failure. */
export function failureAnswer(failure: ApiFailure): Answer {
  return jsonAnswer(
    { error: failure.envelope },
    { status: failure.status, headers: failure.diagnosticHeaders },
  );
}

/** A server-sent event that carries `data` as JSON. */
export function eventFrame(
  data: unknown,
  options: { simulatedMs?: number; mark?: "finish" | "done"; event?: string } = {},
): Frame {
  const name = options.event === undefined ? "" : `event: ${options.event}\n`;
  return {
    kind: "text",
    text: `${name}data: ${JSON.stringify(data)}\n\n`,
    ...(options.simulatedMs !== undefined && { simulatedMs: options.simulatedMs }),
    ...(options.mark !== undefined && { mark: options.mark }),
  };
}

/** The end of a chat stream. */
export const doneFrame: Frame = { kind: "text", text: "data: [DONE]\n\n", mark: "done" };
