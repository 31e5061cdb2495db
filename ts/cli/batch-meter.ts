import type { BatchProgress } from "../batch";
import type { CommandIo } from "./command-io";

const WIDTH = 24;
/** On a terminal the line is written anew; elsewhere each is kept, and a log should not drown. */
const TERMINAL_INTERVAL = 250;
const LOG_INTERVAL = 10_000;

/** Shows how far a batch is: a bar on a terminal, now and then a line elsewhere. */
export class BatchMeter {
  readonly interval: number;
  readonly #io: CommandIo;

  constructor(io: CommandIo) {
    this.#io = io;
    this.interval = io.showStatus === undefined ? LOG_INTERVAL : TERMINAL_INTERVAL;
  }

  show(progress: BatchProgress): void {
    const { showStatus, complain } = this.#io;
    if (showStatus === undefined) complain(progressLine(progress));
    else showStatus(`${bar(progress.read)}${progressLine(progress)}`);
  }

  /** Takes the bar away. */
  clear(): void {
    this.#io.showStatus?.("");
  }
}

function bar(read: number | null): string {
  if (read === null) return "";
  const full = Math.round(read * WIDTH);
  return `[${"#".repeat(full)}${"-".repeat(WIDTH - full)}] `;
}

/** Progress in one line. */
export function progressLine({ total, inFlight, perSecond, read, remaining }: BatchProgress): string {
  const parts = [
    `${total.succeeded} answered`,
    ...(total.failed > 0 ? [`${total.failed} failed`] : []),
    `${inFlight} in flight`,
    `${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s`,
    `${short(total.inputTokens + total.outputTokens)} tokens`,
    `$${total.costUsd.toFixed(4)}`,
    ...(read === null ? [] : [`${Math.floor(read * 100)} % read`]),
    ...(remaining === null ? [] : [`${duration(remaining)} left`]),
  ];
  return parts.join(", ");
}

function short(count: number): string {
  if (count < 10_000) return String(count);
  return count < 10_000_000 ? `${(count / 1000).toFixed(0)}k` : `${(count / 1_000_000).toFixed(0)}M`;
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
