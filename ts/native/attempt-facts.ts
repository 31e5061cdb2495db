/**
 * One attempt of a call, as the core saw it. Times are in milliseconds, with fractions; durations count from the start of
 * the attempt.
 */
export interface AttemptFacts {
  /** 1 for the first. */
  readonly number: number;
  /** When it began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Until the response headers were there. `null` where none came. */
  readonly headersMs: number | null;
  /** Until the first event of a stream, or the first piece of a body that is read piece by piece. */
  readonly firstEventMs: number | null;
  /** Until it was over: its body read to the end, or failed. `null` while it runs, and where it was given up. */
  readonly endMs: number | null;
  /** Bytes of the request's body; 0 where there was no connection to send it over. */
  readonly bytesSent: number;
  /** Bytes of the response's body that were read, unpacked. */
  readonly bytesReceived: number;
  /** The HTTP version of the answer: `"1.0"`, `"1.1"` or `"2"`. */
  readonly httpVersion: string | null;
  /** Whether its connection had served an earlier request. `null` where that can't be told. */
  readonly connectionReused: boolean | null;
  readonly status: number | null;
  /** Redirects that were followed. */
  readonly redirects: number;
  /**
   * Why it failed; `null` for one that did not. `status` is an answer with an error status, `connect`, `tls` and `proxy`
   * are connections that never were, `network` one that broke, `protocol` an answer that is no valid HTTP, `timeout` a
   * limit that passed, `too_large` an answer above its cap.
   */
  readonly failure: AttemptFailure | null;
  /** The wait before the next attempt; `null` where there is none. */
  readonly waitMs: number | null;
  /** What decided how long that wait is. */
  readonly waitReason: "backoff" | "retry-after" | null;
  /** How long it waited for its turn before it began; `null` for a client without `limits`. */
  readonly queuedMs: number | null;
}

/** Why an attempt failed. */
export type AttemptFailure =
  | "status"
  | "connect"
  | "tls"
  | "proxy"
  | "network"
  | "protocol"
  | "timeout"
  | "too_large"
  | (string & {});

/** What the core tells at once while somebody listens: an attempt that is about to be sent, or a retry before its wait. */
export interface AttemptNotice {
  readonly type: "attempt" | "retry";
  readonly facts: AttemptFacts;
}

/** The places of a fact in the array in which it crosses; the core's `facts_text` writes them. */
const PLACES = [
  "number",
  "startedAt",
  "headersMs",
  "firstEventMs",
  "endMs",
  "bytesSent",
  "bytesReceived",
  "httpVersion",
  "connectionReused",
  "status",
  "redirects",
  "failure",
  "waitMs",
  "waitReason",
  "queuedMs",
] as const satisfies readonly (keyof AttemptFacts)[];

/** Reads facts as they crossed, oldest attempt first. Calls keep the text, which costs nothing until somebody asks. */
export function readAttemptFacts(text: string | undefined): AttemptFacts[] {
  if (text === undefined || text === "") return [];
  return (JSON.parse(text) as unknown[][]).map(
    (values) => Object.fromEntries(PLACES.map((name, at) => [name, values[at]])) as unknown as AttemptFacts,
  );
}
