import type { Clock } from "./clock";
import type { FaultLike } from "./faults/fault";
import type { FaultRule } from "./faults/fault-book";
import type { Outage } from "./routing/outages";
import type { Fixture } from "./scripting/fixture";
import type { Reply } from "./scripting/reply";
import type { RecordedRequest } from "./server/recorded-request";

/** Which requests a fault of {@link Gateway.failNext} applies to. */
export type FailNextOptions = Pick<FaultRule, "times" | "when">;

/** A running gateway. */
export interface Gateway extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly url: string;
  /** The base URL for clients: {@link url} with `/v1`. */
  readonly baseUrl: string;
  readonly port: number;
  /** A key that the gateway accepts. */
  readonly apiKey: string;
  /** The time that the gateway goes by; a `ManualClock` when a seed was given. */
  readonly clock: Clock;
  /** Every request since the start or the last {@link reset}, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** The latest request. */
  readonly lastRequest: RecordedRequest | undefined;
  /** How many queued replies are left. */
  readonly repliesLeft: number;
  /** Queues replies for the next requests to chat completions and responses, one each. */
  enqueue(...replies: readonly Reply[]): void;
  /** Sets the reply for requests that find the queue empty; `undefined` lets the gateway make one up again. */
  respondWith(reply: Reply | undefined): void;
  /**
   * Lets the next request fail, or the next `times` requests.
   *
   * @throws BadRequestError when the fault is unknown
   */
  failNext(fault: FaultLike | readonly FaultLike[], options?: FailNextOptions): void;
  /** Lets a simulated provider fail, so that requests fall back to others; `false` mends it. */
  setOutage(provider: string, outage: Outage | boolean): void;
  /** Refuses new connections and resets the open ones, for `forMs` milliseconds or until {@link acceptConnections}. */
  refuseConnections(options?: { readonly forMs?: number }): Promise<void>;
  /** Accepts connections again. */
  acceptConnections(): Promise<void>;
  /** Resolves with the first recorded request that matches, at once or when it comes. */
  waitForRequest(matches?: (request: RecordedRequest) => boolean): Promise<RecordedRequest>;
  /**
   * What has been recorded since the start, for `replay`.
   *
   * @throws BadRequestError when the gateway was started without `record`
   */
  fixture(): Fixture;
  /** Forgets recorded requests, queued replies and pending {@link failNext} faults. */
  reset(): void;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}
