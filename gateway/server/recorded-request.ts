import type { RoutingMetadata } from "../../ts/routing/routing-metadata";
import type { Fault } from "../faults/fault";
import { computerTime, monotonicTime } from "../real-timers";
import type { RoutingDecision } from "../routing/decision";
import { WrittenAnswer } from "./written-answer";

/** How an exchange ended: answered in full, left by the client, or broken off by a fault. */
export type RequestEnd = "complete" | "client" | "gateway";

/** What is known when a request's headers have arrived. */
export interface RequestHead {
  readonly index: number;
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly httpVersion: string;
  readonly connection: number;
  readonly receivedAt: number;
}

/** A request that the gateway has seen, with everything a test may want to assert on. */
export class RecordedRequest implements RequestHead {
  /** Position among all requests since the gateway started, from 0. */
  readonly index: number;
  /** The `x-request-id` of the answer. */
  readonly id: string;
  readonly method: string;
  /** Path without the query, for example `/v1/chat/completions`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case; repeated headers are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** `1.0`, `1.1` or `2.0`. */
  readonly httpVersion: string;
  /** Number of the connection that it came over, from 0; equal numbers mean the connection was reused. */
  readonly connection: number;
  /** Milliseconds since the Unix epoch, by the computer's own time. */
  readonly receivedAt: number;
  /** The body as sent. */
  bodyText = "";
  /** The body as JSON, or `undefined` when it is not JSON. */
  body: unknown;
  /** Status of the answer, once its headers have been written. */
  status: number | undefined;
  /** The answer as it was written, once its headers have been. */
  answer: WrittenAnswer | undefined;
  /** How many server-sent events have been written in full. */
  eventsSent = 0;
  /** The faults that were applied. */
  faults: readonly Fault[] = [];
  /** How the request was routed, for endpoints that route. */
  decision: RoutingDecision | undefined;
  /** The `routing_metadata` of the answer; of a stream, once it has been made. */
  routingMetadata: RoutingMetadata | undefined;
  /** Tokens of an answered model call. */
  tokens: { readonly input: number; readonly output: number } | undefined;
  /** When the exchange was over, by the computer's own time. */
  endedAt: number | undefined;
  /** When the client went away before the end of the answer, by the computer's own time; otherwise `null`. */
  disconnectedAt: number | null = null;
  /** Settles when the exchange is over, and says how. */
  readonly closed: Promise<RequestEnd>;
  readonly #startedAt = monotonicTime();
  #close!: (end: RequestEnd) => void;
  #end: RequestEnd | undefined;

  constructor(head: RequestHead) {
    this.index = head.index;
    this.id = head.id;
    this.method = head.method;
    this.path = head.path;
    this.query = head.query;
    this.headers = head.headers;
    this.httpVersion = head.httpVersion;
    this.connection = head.connection;
    this.receivedAt = head.receivedAt;
    this.closed = new Promise((resolve) => {
      this.#close = resolve;
    });
  }

  /** True when the client went away before the end of the answer. */
  get disconnected(): boolean {
    return this.disconnectedAt !== null;
  }

  /** How the exchange ended, or `undefined` while it lasts. */
  get end(): RequestEnd | undefined {
    return this.#end;
  }

  /** Called by the gateway when the headers of the answer are written. */
  begin(status: number, headers: Readonly<Record<string, string>>): void {
    this.status = status;
    this.answer = new WrittenAnswer(headers, this.#startedAt);
  }

  /** Called by the gateway when the exchange is over; only the first call counts. */
  settle(end: RequestEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.endedAt = computerTime();
    if (end === "client") this.disconnectedAt = this.endedAt;
    this.#close(end);
  }
}
