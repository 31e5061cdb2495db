import type { AurikoAPIError } from "../errors";
import type { ResponseHead, StreamEnd } from "../native/records";

/** Why a source has no more events. */
export type SourceEnd =
  /** What a native reader can say. */
  | StreamEnd
  /** An error that is ready to be thrown. */
  | { readonly end: "error"; readonly error: AurikoAPIError }
  /** The stream behind the source was closed quietly. */
  | { readonly end: "closed" };

/**
 * Where a stream takes its events from: the reader of the native core, a branch of `tee()`, or a web stream. The
 * contract is that of `EventReader`; `cancel()` has to call a waiting callback.
 */
export interface EventSource {
  drain(): unknown[] | SourceEnd | undefined;
  whenReady(callback: () => void): void;
  cancel(): void;
  readonly head: ResponseHead;
  /** What happened attempt by attempt so far, where the source knows: see `readAttemptFacts`. */
  readonly facts?: string | undefined;
}
