import type { EventReader, NativeFailure, ResponseHead, StreamEnd } from "../../ts/native/records";
import { onNextTurn } from "../../ts/real-timers";

/** One step of a script: events that arrive together, a moment in which nothing arrives, or the end. */
export type ScriptStep = readonly unknown[] | "pause" | StreamEnd;

/** An `EventReader` that plays a script, keeps its contract, and counts what is asked of it. */
export class ScriptedReader implements EventReader {
  head: ResponseHead = { status: 200, headers: "x-request-id: req_scripted", attempts: 1 };
  drains = 0;
  waits = 0;
  cancels = 0;
  private position = 0;
  private callback: (() => void) | undefined;
  private end: StreamEnd | undefined;

  constructor(private readonly script: ScriptStep[]) {}

  /** More of the script; whoever waits is called back. */
  push(...steps: ScriptStep[]): void {
    this.script.push(...steps);
    this.callBack();
  }

  drain(): unknown[] | StreamEnd | undefined {
    this.drains++;
    if (this.callback !== undefined && this.cancels === 0) throw new Error("drained while a callback waits");
    if (this.end !== undefined) return this.end;
    const step = this.script[this.position];
    if (step === undefined || step === "pause") return undefined;
    this.position++;
    if ("end" in step) {
      this.end = step;
      return step;
    }
    return step as unknown[];
  }

  whenReady(callback: () => void): void {
    if (this.callback !== undefined) throw new Error("two callbacks at a time");
    this.waits++;
    this.callback = callback;
    if (this.script[this.position] === "pause") this.position++;
    if (this.position < this.script.length && this.script[this.position] !== "pause") this.callBack();
  }

  cancel(): void {
    this.cancels++;
    this.end ??= { end: "failure", failure: failure("cancelled") };
    this.callBack();
  }

  private callBack(): void {
    onNextTurn(() => {
      const callback = this.callback;
      this.callback = undefined;
      callback?.();
    });
  }
}

/** A failure inside the body, as the core reports it. */
export function failure(kind: NativeFailure["kind"], more: Partial<NativeFailure> = {}): NativeFailure {
  return {
    kind,
    message: `scripted ${kind}`,
    chain: [`scripted ${kind}`],
    attempts: 1,
    inBody: true,
    status: 200,
    headers: "x-request-id: req_scripted",
    ...more,
  };
}

export const done: StreamEnd = { end: "done" };
export const eof: StreamEnd = { end: "eof" };
export const dropped: StreamEnd = { end: "failure", failure: failure("network") };
