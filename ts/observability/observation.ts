import type { CallObserver } from "./call-events";
import { type CallHooks, hooksObserver } from "./call-hooks";
import { registeredObservers } from "./call-observers";
import { diagnosticsChannels } from "./diagnostics-channels";
import { logObserver } from "./log-lines";
import type { Log } from "./logger";
import { type Audience, type CallSetup, ObservedCall } from "./observed-call";

/** Who listens to the calls of one client. */
export class Observation {
  readonly #channels = diagnosticsChannels();
  readonly #registered = registeredObservers();
  readonly #own: readonly CallObserver[];

  readonly #log: Log;

  constructor(hooks: CallHooks | undefined, log: Log) {
    this.#log = log;
    const own: CallObserver[] = [];
    if (hooks !== undefined) own.push(hooksObserver(hooks, this.#report, this.#warn));
    if (log.on) own.push(logObserver(log));
    this.#own = own;
  }

  /** Whether anybody would be told of a call with these hooks of its own. Nothing is made where nobody is. */
  listens(hooks: CallHooks | undefined): boolean {
    return (
      hooks !== undefined || this.#own.length > 0 || this.#registered.size > 0 || this.#channels.subscribed
    );
  }

  /** Tells that a call begins. */
  begin(setup: CallSetup, hooks: CallHooks | undefined): ObservedCall {
    const ofRequest = hooks === undefined ? [] : [hooksObserver(hooks, this.#report, this.#warn)];
    const observers = [...this.#own, ...ofRequest, ...this.#registered];
    const audience: Audience = { observers, channels: this.#channels, report: this.#report };
    return new ObservedCall(setup, audience);
  }

  readonly #warn = (kind: string, message: string): void => {
    this.#log.warnOnce(kind, message, {});
  };

  readonly #report = (message: string, error: unknown): void => {
    this.#log.write("warn", "warning", message, { error });
  };
}
