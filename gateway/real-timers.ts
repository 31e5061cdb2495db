import * as timers from "node:timers";

/**
 * Timers and clocks of the runtime, taken at load: a gateway in the process of a test goes on while the test's clock is
 * faked. Timestamps of answers go by the gateway's `Clock`, which does follow a faked `Date`.
 */
const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate } = timers;
const dateNow = Date.now;
const performanceNow = performance.now.bind(performance);

/** `setTimeout` of the runtime. */
export function startTimer(callback: () => void, ms: number): NodeJS.Timeout {
  return setTimeout(callback, ms);
}

/** `clearTimeout` of the runtime. */
export function stopTimer(timer: NodeJS.Timeout | undefined): void {
  clearTimeout(timer);
}

/** `setImmediate` of the runtime: resolves once everything that is there to be read has been. */
export function turnOfLoop(): Promise<void> {
  return new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));
}

/** `setInterval` of the runtime. */
export function startInterval(callback: () => void, everyMs: number): NodeJS.Timeout {
  return setInterval(callback, everyMs);
}

/** `clearInterval` of the runtime. */
export function stopInterval(timer: NodeJS.Timeout | undefined): void {
  clearInterval(timer);
}

/** `Date.now()` of the runtime. */
export function computerTime(): number {
  return dateNow();
}

/** `performance.now()` of the runtime, in milliseconds. */
export function monotonicTime(): number {
  return performanceNow();
}
