import { clearTimeout, setImmediate, setTimeout } from "node:timers";

/**
 * The runtime's own timers and clock, taken at load: tests that replace them with fake ones would otherwise stop streams
 * for as long as nobody moves the fake clock.
 */
const immediate = setImmediate;
const [timeout, withoutTimeout] = [setTimeout, clearTimeout];
const settled = Promise.resolve();
const clock = Date.now;
const now = globalThis.performance?.now.bind(globalThis.performance) ?? Date.now;

/** `setImmediate` of the runtime. */
export function onNextTurn(callback: () => void): void {
  immediate(callback);
}

/** `setTimeout` of the runtime; returns what undoes it. */
export function startTimer(callback: () => void, ms: number): () => void {
  const timer = timeout(callback, ms);
  return () => withoutTimeout(timer);
}

/** Runs a function that does not throw as a microtask. By a promise: a runner may fake `queueMicrotask` before we are loaded. */
export function asMicrotask(callback: () => void): void {
  void settled.then(callback);
}

/** `Date.now()` of the runtime: milliseconds since 1970. */
export function systemNow(): number {
  return clock();
}

/** `performance.now()` of the runtime, in milliseconds. */
export function monotonicNow(): number {
  return now();
}
