import { errorFromFailure } from "../errors";
import { KeepAlive } from "../native/keep-alive";
import type { NativeFailure } from "../native/records";
import { startTimer } from "../real-timers";
import { followSignal } from "../streaming/follow-signal";
import type { Lifetime } from "./lifetime";
import { NOT_SENT } from "./sender";

/** What ends a wait of a call that the core knows nothing of yet. */
export interface Stops {
  readonly signal: AbortSignal | undefined;
  readonly lifetime: Lifetime;
  /** `timeout.total` of the call, in milliseconds. */
  readonly total: number | null;
}

let keepAlive: KeepAlive | undefined;

/**
 * What `promise` gives, unless the signal fires, the client is closed, or the limit on the whole call passes before. The
 * process stays alive meanwhile, as it does while an answer is awaited.
 *
 * Rejects as a call does that is ended in the core.
 */
export async function unlessStopped<T>(promise: Promise<T>, { signal, lifetime, total }: Stops): Promise<T> {
  let stop: (failure: NativeFailure) => void = () => {};
  const stopped = new Promise<NativeFailure>((resolve) => {
    stop = resolve;
  });
  const cancel = () => stop(NOT_SENT);
  // Signals hold those who follow them weakly; this one the lifetime holds.
  const waiter = { cancel, abort: cancel };
  lifetime.enter(waiter);
  const unfollow = followSignal(waiter, signal);
  const stopTimer = total === null ? undefined : startTimer(() => stop(timedOut(total)), total);
  keepAlive ??= new KeepAlive();
  keepAlive.hold();
  if (signal?.aborted || lifetime.closed) cancel();
  try {
    const given = promise.then((value) => ({ value }));
    const first = await Promise.race([stopped, given]);
    if ("value" in first) return first.value;
    // Made here, where whoever made the call is in its stack.
    throw errorFromFailure(first, signal?.reason);
  } finally {
    keepAlive.release();
    stopTimer?.();
    unfollow();
    lifetime.leave(waiter);
  }
}

function timedOut(limitMs: number): NativeFailure {
  return { ...NOT_SENT, kind: "timeout", phase: "total", limitMs };
}
