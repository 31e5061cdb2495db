/** Something that an abort signal can stop. */
export interface Abortable {
  abort(reason?: unknown): void;
}

const nothing = (): void => {};

/**
 * Those who follow a signal. They share one listener: with a listener for each, Node would warn of a leak from the
 * eleventh request at a time on.
 */
class Followers {
  private readonly callbacks = new Set<() => void>();

  constructor(private readonly signal: AbortSignal) {}

  private readonly onAbort = (): void => {
    for (const callback of [...this.callbacks]) callback();
  };

  add(callback: () => void): void {
    if (this.callbacks.size === 0) this.signal.addEventListener("abort", this.onAbort);
    this.callbacks.add(callback);
  }

  remove(callback: () => void): void {
    this.callbacks.delete(callback);
    if (this.callbacks.size === 0) this.signal.removeEventListener("abort", this.onAbort);
  }
}

const bySignal = new WeakMap<AbortSignal, Followers>();

/** Calls back when the signal aborts; returns what undoes it. A signal that has aborted before never calls. */
export function onAbort(signal: AbortSignal | null | undefined, callback: () => void): () => void {
  if (signal === null || signal === undefined || signal.aborted) return nothing;
  let followers = bySignal.get(signal);
  if (followers === undefined) {
    followers = new Followers(signal);
    bySignal.set(signal, followers);
  }
  const present = followers;
  present.add(callback);
  return () => present.remove(callback);
}

/**
 * Aborts `target` when the signal does; returns what undoes it. The signal holds the target weakly, because one that
 * lives as long as the process must not keep the streams that it could have stopped.
 */
export function followSignal(target: Abortable, signal: AbortSignal | null | undefined): () => void {
  return signal === null || signal === undefined ? nothing : followWeakly(new WeakRef(target), signal);
}

/** Apart from its caller, so that no closure here can hold the target itself. */
function followWeakly(target: WeakRef<Abortable>, signal: AbortSignal): () => void {
  return onAbort(signal, () => target.deref()?.abort(signal.reason));
}
