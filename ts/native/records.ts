/**
 * The plain records that cross between the native core and TypeScript. Everything above this folder sees only these.
 */

/** What went wrong in the native core; `errorFromFailure` turns it into the error class that a user catches. */
export interface NativeFailure {
  /**
   * - `status`: the server answered with a status of 400 or more, or a redirect that is not followed
   * - `connect`: no connection: refused, unreachable, name not resolved
   * - `tls`: the certificate or the handshake was refused
   * - `proxy`: the proxy refused
   * - `network`: the connection broke before the answer was complete
   * - `protocol`: the server spoke no valid HTTP
   * - `timeout`: `phase` says which limit
   * - `too_large`: an event or a body exceeded its size cap
   * - `resources`: the machine refused a thread, a file descriptor or memory
   * - `queue_full`: as many requests wait for their turn as may
   * - `cancelled`: the caller, a closing client or a closing worker stopped it
   * - `redirect`: a redirect that must not or can't be followed, of a `fetch` only
   * - `config`: the network configuration can't be used (bad certificate, bad proxy URL)
   * - `panic`: a defect in the native core
   */
  readonly kind:
    | "status"
    | "connect"
    | "tls"
    | "proxy"
    | "network"
    | "protocol"
    | "timeout"
    | "too_large"
    | "redirect"
    | "resources"
    | "queue_full"
    | "cancelled"
    | "config"
    | "panic";
  /** Which limit passed, for `timeout`. */
  readonly phase?: "connect" | "headers" | "idle" | "body" | "total";
  /** The limit that passed, in milliseconds, for `timeout`. */
  readonly limitMs?: number;
  /** One line in lower case without a full stop. Never holds the URL's query, a header or the key. */
  readonly message: string;
  /** The chain of underlying causes, outermost first. */
  readonly chain: readonly string[];
  /** How many times the request was sent, the first included; 0 when it never left. */
  readonly attempts: number;
  /** What happened attempt by attempt: see `readAttemptFacts`. */
  readonly facts?: string | undefined;
  /** Whether the same request may end better another time, by the core's rules. */
  readonly retryable?: boolean;
  /** Whether the server may have got the request whole, by the core's rules; absent where the core did not end the call. */
  readonly mayHaveArrived?: boolean;
  /** True when response headers had arrived before the failure: it happened inside the body. */
  readonly inBody: boolean;
  /** The answer, as far as it came. */
  readonly status?: number;
  /** Raw response headers: `name: value` lines joined by `\n`, names in lower case, values as latin1. */
  readonly headers?: string;
  /** The response body as text, for `status`. */
  readonly body?: string;
  /** The server asked for a wait longer than `maxRetryDelay`, so the error was thrown at once. */
  readonly retryDelayTooLong?: boolean;
}

/** Status line and headers of an answer. */
export interface ResponseHead {
  readonly status: number;
  /** Raw response headers: `name: value` lines joined by `\n`, names in lower case, values as latin1. */
  readonly headers: string;
  /** How many times the request was sent, the first included. */
  readonly attempts: number;
  /** What happened attempt by attempt until the answer was opened: see `readAttemptFacts`. */
  readonly facts?: string | undefined;
}

/** Why a reader has no more events, and what happened attempt by attempt: see `readAttemptFacts`. */
export type StreamEnd = { readonly facts?: string | undefined } & StreamEndReason;

/** Why a reader has no more events. */
type StreamEndReason =
  /** `[DONE]` was read. */
  | { readonly end: "done" }
  /** The body ended properly, without `[DONE]`. */
  | { readonly end: "eof" }
  /** An event was not valid JSON; those before it were delivered, and the connection is closed. */
  | { readonly end: "malformed"; readonly text: string; readonly cause: unknown }
  | { readonly end: "failure"; readonly failure: NativeFailure };

/**
 * Events of one response, pulled in batches. Nothing is read ahead beyond a bounded buffer, so a consumer that stops
 * draining stops the server.
 */
export interface EventReader {
  /**
   * Everything that is ready, in order: a non-empty array of parsed JSON values, which now belongs to the caller; the
   * end (again and again, once reached); or `undefined` when nothing is ready yet.
   */
  drain(): unknown[] | StreamEnd | undefined;
  /**
   * Calls back once when `drain()` may have something; never synchronously. At most one callback waits at a time.
   * While it waits the process stays alive and the idle timeout runs.
   */
  whenReady(callback: () => void): void;
  /**
   * Stops reading and closes the connection. Idempotent, synchronous. A waiting callback is called; `drain()` then
   * gives `{ end: "failure" }` with kind `cancelled`, unless the end had been reached before.
   */
  cancel(): void;
  /** Status, headers and attempts. They change if the stream is opened anew before its first event was drained. */
  readonly head: ResponseHead;
}
