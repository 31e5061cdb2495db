/** Something that an abort signal can stop. */
export interface Abortable {
  abort(reason?: unknown): void;
}

const nothing = (): void => {};

/**
 * Aborts `target` when `signal` does; returns what undoes it. The signal holds the target weakly: a signal that lives as
 * long as the process must not keep the streams that it could have stopped.
 */
export function followSignal(target: Abortable, signal: AbortSignal | null | undefined): () => void {
  if (signal === null || signal === undefined || signal.aborted) return nothing;
  return listen(new WeakRef(target), signal);
}

/** Apart from its caller, so that no closure here can hold the target itself. */
function listen(target: WeakRef<Abortable>, signal: AbortSignal): () => void {
  const onAbort = (): void => target.deref()?.abort(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  return () => signal.removeEventListener("abort", onAbort);
}
