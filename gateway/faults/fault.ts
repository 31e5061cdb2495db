/** Where in an answer a fault happens: before the headers, after them, or in the middle of an event. */
export type FaultPoint = "start" | "headers" | "event";

interface Positioned {
  /** Default `event`. */
  readonly at?: FaultPoint;
  /** How many whole events come first, for `event`. Default 1. */
  readonly after?: number;
}

/** Any status with the documented envelope. */
export interface StatusFault {
  readonly kind: "status";
  readonly status: number;
  /** Default: the code that goes with the status. */
  readonly code?: string;
  readonly type?: string;
  readonly message?: string;
  readonly param?: string;
  readonly provider?: string;
  readonly suggestion?: string;
  /** `Retry-After`: seconds, or any text. */
  readonly retryAfter?: number | string;
  /** Extra headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Something that goes wrong on purpose. */
export type Fault =
  | StatusFault
  /** Resets this connection and refuses all new ones for `forMs` milliseconds (default 1 000). */
  | { readonly kind: "refuse"; readonly forMs?: number }
  /** TCP RST; with `scope: "stream"` on HTTP/2 only RST_STREAM. */
  | ({ readonly kind: "reset"; readonly scope?: "connection" | "stream" } & Positioned)
  /** Closes the connection in an orderly way before the answer is complete. */
  | ({ readonly kind: "close" } & Positioned)
  /** Sends nothing for `forMs` milliseconds, or until the client goes away. */
  | ({ readonly kind: "stall"; readonly forMs?: number } & Positioned)
  /** Waits `ms` milliseconds before the headers. */
  | { readonly kind: "delay"; readonly ms: number }
  /** Ends the body properly after `after` events (default 1), or right after the finish reason with `finish`. */
  | { readonly kind: "truncate"; readonly after?: number; readonly finish?: boolean }
  /** Sends everything but `[DONE]`. */
  | { readonly kind: "omit-done" }
  /** An event, or a whole body, that is not JSON, after `after` events (default 1). */
  | { readonly kind: "malformed-json"; readonly after?: number }
  /** An error inside the stream after `after` events (default 1). Default code `upstream_error`. */
  | {
      readonly kind: "error-event";
      readonly after?: number;
      readonly code?: string;
      readonly message?: string;
    }
  /** An HTML page, default status 502. */
  | { readonly kind: "html"; readonly status?: number }
  /** Status 200 whose body is an error envelope. Default code `upstream_error`. */
  | { readonly kind: "error-body"; readonly code?: string; readonly message?: string }
  /** Status 200 (or `status`) without a body. */
  | { readonly kind: "empty"; readonly status?: number }
  /** Sends the body `bytes` (default 1) at a time, every `everyMs` (default 2) milliseconds. */
  | { readonly kind: "drip"; readonly bytes?: number; readonly everyMs?: number }
  /** Cuts every write inside a character that takes several bytes, or in the middle when there is none. */
  | { readonly kind: "split-utf8" }
  /** An extra event of at least `bytes` (default 1 048 576) bytes, after `after` events (default 1). */
  | { readonly kind: "huge-event"; readonly bytes?: number; readonly after?: number }
  /** A `Content-Length` that is off by `by` (default 10; negative for too small a length). */
  | { readonly kind: "wrong-length"; readonly by?: number }
  /** `count` (default 2) further events after the end. */
  | { readonly kind: "events-after-end"; readonly count?: number }
  /** Comment lines every `everyMs` (default 10) for `forMs` (default 100) milliseconds, after `after` events (default 0). */
  | {
      readonly kind: "keep-alive";
      readonly everyMs?: number;
      readonly forMs?: number;
      readonly after?: number;
    }
  /** Ends lines with CR LF or CR instead of LF. */
  | { readonly kind: "line-endings"; readonly eol: "crlf" | "cr" };

/** A fault of one kind. */
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { readonly kind: Kind }>;

/** The kinds of fault. */
export type FaultKind = Fault["kind"];

/**
 * A fault as an object, or in its short form: the kind, or a bare status, followed by `;name=value`, for example
 * `"reset;at=headers"`, `"503;retry-after=2"`, `"truncate;finish"`.
 */
export type FaultLike = Fault | string;
