import { setImmediate } from "node:timers";

/**
 * The runtime's own timers and clock, taken at load: tests that replace them with fake ones would otherwise stop streams
 * for as long as nobody moves the fake clock.
 */
const immediate = setImmediate;
const microtask = globalThis.queueMicrotask;
const now = globalThis.performance?.now.bind(globalThis.performance) ?? Date.now;

/** `setImmediate` of the runtime. */
export function onNextTurn(callback: () => void): void {
  immediate(callback);
}

/** `queueMicrotask` of the runtime. */
export function asMicrotask(callback: () => void): void {
  microtask(callback);
}

/** `performance.now()` of the runtime, in milliseconds. */
export function monotonicNow(): number {
  return now();
}
