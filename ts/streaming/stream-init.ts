import type { AurikoAPIError } from "../errors";
import type { SpendMeter } from "../ledger/spend-meter";
import type { CallClock, ObservedCall } from "../observability";
import type { EventSource } from "./event-source";

/** What a stream is made from. Only the client makes streams. */
export interface StreamInit {
  /** The events, as the native core reads them. */
  reader: EventSource;
  /** Stops the stream. The stream listens from its construction to its end. */
  signal?: AbortSignal | null | undefined;
  /** An abort ends the stream as `close()` does instead of raising an `APIUserAbortError`. Default: false. */
  silentAbort?: boolean | undefined;
  /**
   * How many characters of a result are kept, those of its texts and about those that the rest takes. Beyond it the
   * result is let go, the events go on. Default: 67 108 864.
   */
  accumulationLimit?: number | undefined;
  /** The ledger's meter for this request. The stream settles it at its end. */
  meter?: SpendMeter | null | undefined;
  /** When the call began; absent for a stream that was received elsewhere. */
  clock?: CallClock | undefined;
  /** Who listens to the call is told how the stream ends. */
  observed?: ObservedCall | undefined;
  /** Takes the secrets of the request out of an error that ends the stream. */
  redact?: ((error: AurikoAPIError) => void) | undefined;
}

/** Options of a stream that is made from bytes received elsewhere. */
export type ReceivedStreamOptions = Pick<StreamInit, "signal" | "silentAbort" | "accumulationLimit">;

/** How much of a result is kept by default, in characters. */
export const DEFAULT_ACCUMULATION_LIMIT = 64 * 1024 * 1024;
