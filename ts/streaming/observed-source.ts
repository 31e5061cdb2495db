import type { ObservedCall } from "../observability";
import type { EventSource } from "./event-source";

/** A source that tells of its first event, and how many came. Only observed streams have one. */
export function observedSource(source: EventSource, observed: ObservedCall): EventSource {
  return {
    drain() {
      const drained = source.drain();
      if (Array.isArray(drained)) observed.handedOut(drained.length, source.head);
      return drained;
    },
    whenReady: (callback) => source.whenReady(callback),
    cancel: () => source.cancel(),
    get head() {
      return source.head;
    },
    get facts() {
      return source.facts;
    },
  };
}
