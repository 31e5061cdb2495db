import type { CallObserver } from "./call-events";

/**
 * Under this name all copies of the SDK in a process find the same observers: entries that were bundled apart, CommonJS
 * beside ES modules. The number changes when `CallObserver` does.
 */
const REGISTRY = Symbol.for("@auriko/sdk/call-observers/1");

/** Who is told of the calls of all clients of this process. */
export function registeredObservers(): Set<CallObserver> {
  const shared = globalThis as { [REGISTRY]?: Set<CallObserver> };
  let observers = shared[REGISTRY];
  if (observers === undefined) {
    observers = new Set();
    Object.defineProperty(shared, REGISTRY, { value: observers });
  }
  return observers;
}

/** Tells an observer of every call that begins from now on; returns what undoes it. */
export function registerObserver(observer: CallObserver): () => void {
  const observers = registeredObservers();
  observers.add(observer);
  return () => void observers.delete(observer);
}
