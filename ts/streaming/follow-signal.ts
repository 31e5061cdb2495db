/** Something that an abort signal can stop. */
export interface Abortable {
  abort(reason?: unknown): void;
}

const nothing = (): void => {};

/**
 * Those who follow a signal. They share one listener: a listener for each would make Node warn of a leak from the
 * eleventh stream on. The signal holds them weakly, because one that lives as long as the process must not keep the
 * streams that it could have stopped.
 */
class Followers {
  private readonly targets = new Set<WeakRef<Abortable>>();

  constructor(private readonly signal: AbortSignal) {}

  private readonly onAbort = (): void => {
    for (const target of [...this.targets]) target.deref()?.abort(this.signal.reason);
  };

  add(target: WeakRef<Abortable>): void {
    if (this.targets.size === 0) this.signal.addEventListener("abort", this.onAbort);
    this.targets.add(target);
  }

  remove(target: WeakRef<Abortable>): void {
    this.targets.delete(target);
    if (this.targets.size === 0) this.signal.removeEventListener("abort", this.onAbort);
  }
}

const bySignal = new WeakMap<AbortSignal, Followers>();

/** Aborts `target` when `signal` does; returns what undoes it. */
export function followSignal(target: Abortable, signal: AbortSignal | null | undefined): () => void {
  if (signal === null || signal === undefined || signal.aborted) return nothing;
  return follow(new WeakRef(target), signal);
}

/** Apart from its caller, so that no closure here can hold the target itself. */
function follow(target: WeakRef<Abortable>, signal: AbortSignal): () => void {
  let followers = bySignal.get(signal);
  if (followers === undefined) {
    followers = new Followers(signal);
    bySignal.set(signal, followers);
  }
  followers.add(target);
  return () => followers.remove(target);
}
