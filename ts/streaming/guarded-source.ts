import type { EventSource, SourceEnd } from "./event-source";
import { unusableEvent } from "./stream-errors";

/** A source whose events could not even be read fails its own stream, not whoever shares the wake-up with it. */
export function guardedSource(source: EventSource): EventSource {
  return {
    drain(): unknown[] | SourceEnd | undefined {
      try {
        return source.drain();
      } catch (cause) {
        return { end: "error", error: unusableEvent(cause, source.head.status) };
      }
    },
    whenReady: (callback) => source.whenReady(callback),
    cancel: () => source.cancel(),
    get head() {
      return source.head;
    },
  };
}
