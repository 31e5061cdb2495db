import type { AurikoAPIError } from "../errors";
import type { ResponseHead, StreamEnd } from "../native/records";

/** Why a source has no more events: what a native reader can say, or an error that is ready to be thrown. */
export type SourceEnd = StreamEnd | { readonly end: "error"; readonly error: AurikoAPIError };

/**
 * Where a stream takes its events from: the reader of the native core, a branch of `tee()`, or a web stream. The
 * contract is that of `EventReader`; `cancel()` has to call a waiting callback.
 */
export interface EventSource {
  drain(): unknown[] | SourceEnd | undefined;
  whenReady(callback: () => void): void;
  cancel(): void;
  readonly head: ResponseHead;
}
