import type { Usage } from "../chat/usage";
import type { AttemptFacts } from "../native/attempt-facts";
import type { HeaderOptions } from "../options/headers";
import type { ResponseHeaders } from "../response-headers";
import type { ResponseUsage } from "../responses/usage";
import type { RoutingSummary } from "../routing/summarize-routing";
import type { CallTimings } from "./call-timings";

/**
 * The one stream of facts of a call. Hooks, loggers, diagnostics channels and OpenTelemetry are told the same events, in
 * the same order, so that they tell the same story:
 *
 * ```text
 * start ─▶ (attempt ─▶ retry)* ─▶ attempt ─▶ headers ─▶ first-event ─▶ end
 *   └──────────────┴─────────────────┴──────────┴─────────────┴──────▶ error
 * ```
 *
 * - `start` comes once, first, synchronously inside the method that was called.
 * - Exactly one of `end` and `error` comes, last. A call that is refused before anything is sent has a `start` whose
 *   `sends` is false, and an `error`.
 * - `attempt` comes before each time that the request is sent, `retry` before the wait for the next attempt.
 * - `headers` comes with the head of a good answer; a second time if the stream was opened anew before its first event.
 * - `first-event` comes with the first event of a stream, or the first piece of a body that is read raw.
 *
 * All are told in the caller's asynchronous context. Nothing in them holds a credential: headers, addresses and texts
 * are redacted copies. What was asked and answered is not in them, but in the `CallContent` beside them.
 */
export type CallEvent =
  | CallStart
  | CallAttempt
  | CallRetry
  | CallHeaders
  | CallFirstEvent
  | CallEnd
  | CallError;

/** What a call is: the same object with each of its events. */
export interface CallInfo {
  /** Counts the calls of this thread that were observed. */
  readonly id: number;
  /** The HTTP method; empty where the call was refused before it was known. */
  readonly method: string;
  /** Below the base URL, without a query: `/chat/completions`; the whole path for a `fetch` elsewhere. */
  readonly path: string;
  /** The whole address, credentials and secrets of its query masked. */
  readonly url: string;
  /** The model that was asked for; `null` where the body names none. */
  readonly model: string | null;
  /** Whether the answer was asked for as a stream. */
  readonly stream: boolean;
  /** When the method was called, in milliseconds since 1970. */
  readonly startedAt: number;
}

/** A call begins. */
export interface CallStart {
  readonly type: "start";
  readonly call: CallInfo;
  /** The headers that are about to be sent, by their names in lower case; credentials are masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** False for a call that is refused before anything could be sent; its `error` follows. */
  readonly sends: boolean;
}

/** An attempt is about to be sent: its `number`, `startedAt` and `bytesSent` are known. */
export interface CallAttempt {
  readonly type: "attempt";
  readonly call: CallInfo;
  readonly attempt: AttemptFacts;
}

/** An attempt has failed, and another one follows after `attempt.waitMs`. */
export interface CallRetry {
  readonly type: "retry";
  readonly call: CallInfo;
  /** The attempt that failed: why (`failure`, `status`), and how long is waited and why (`waitMs`, `waitReason`). */
  readonly attempt: AttemptFacts;
}

/** A good answer has begun. */
export interface CallHeaders {
  readonly type: "headers";
  readonly call: CallInfo;
  readonly status: number;
  /** Credentials that the server repeats are masked. */
  readonly headers: ResponseHeaders;
  /** The request's id at Auriko. */
  readonly requestId: string | null;
  /** How many times the request was sent. */
  readonly attempts: number;
}

/** A stream has brought its first event. */
export interface CallFirstEvent {
  readonly type: "first-event";
  readonly call: CallInfo;
  /** From the start of the call until the event was handed out, in milliseconds. */
  readonly elapsedMs: number;
}

/** What is known when a call is over, however it ended. */
export interface CallOutcome {
  readonly call: CallInfo;
  /** The status of the answer; `null` where none came. */
  readonly status: number | null;
  /** The request's id at Auriko. */
  readonly requestId: string | null;
  /** How many times the request was sent. */
  readonly attempts: number;
  /** The id of the chat completion or response. */
  readonly responseId: string | null;
  /** The model that answered. */
  readonly model: string | null;
  /** How many events of its stream were handed out; 0 for a call that has none. */
  readonly events: number;
  /** Why each choice ended, in order; `null` for one that did not. One status for a response. */
  readonly finishReasons: readonly (string | null)[];
  /** Token usage, as far as it was reported. */
  readonly usage: Usage | ResponseUsage | null;
  /** Provider, strategy, cost and warnings, as far as they were reported. */
  readonly route: RoutingSummary | null;
  readonly timings: CallTimings;
}

/** A call is over without an error. */
export interface CallEnd extends CallOutcome {
  readonly type: "end";
  /**
   * `completed`: all of the answer was read. `closed`: the caller left a stream or a body before its end. `abandoned`:
   * nobody could read it any more.
   */
  readonly outcome: "completed" | "closed" | "abandoned";
}

/** A call failed. */
export interface CallError extends CallOutcome {
  readonly type: "error";
  /** What the caller catches. */
  readonly error: unknown;
  /** Whether the caller stopped it, by its signal, `abort()` or `close()`: no failure of anything. */
  readonly aborted: boolean;
}

/** What was asked and answered, for those who were told to look at it. Nothing is made before it is asked for. */
export interface CallContent {
  /** The body as JSON text, secrets taken out; `null` without one. */
  requestBody(): string | null;
  /** The answer, as far as it came: a chat completion, a response or another document. Set with `end` and `error`. */
  result(): unknown;
}

/** Is told the events of one call, but for its `start`. What it throws is told to the client's logger, and the call goes on. */
export type CallListener = (event: CallEvent, content: CallContent) => void;

/** What an observer can do while a call begins. */
export interface CallControl {
  /** Adds headers to the request, in place of those of the same names. Invalid ones are told to the logger and left out. */
  addHeaders(headers: HeaderOptions): void;
}

/**
 * Is told of every call that begins, synchronously and in the caller's context, and gives what listens to the rest of it.
 */
export interface CallObserver {
  /**
   * Whether it wants to hear of attempts and retries while they happen, which costs a wake-up for each. Default: true.
   * Otherwise they are told right before the end.
   */
  readonly followsAttempts?: boolean;
  begin(start: CallStart, content: CallContent, control: CallControl): CallListener | undefined;
}
