import { errorFromFailure } from "../errors";
import { type Abortable, followSignal } from "../streaming/follow-signal";
import { NOT_SENT } from "./sender";

/** Signals hold those who follow them weakly, so who waits has to be held here. */
const waiting = new Set<Abortable>();

/** What `promise` gives, unless the signal fires first: what a caller's own function waits for can't be stopped. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(errorFromFailure(NOT_SENT, signal.reason));
    if (signal.aborted) {
      promise.catch(() => {});
      return stop();
    }
    const waiter = { abort: stop };
    const unfollow = followSignal(waiter, signal);
    waiting.add(waiter);
    const leave = () => {
      unfollow();
      waiting.delete(waiter);
    };
    promise.then(resolve, reject).finally(leave);
  });
}
