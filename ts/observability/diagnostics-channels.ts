import * as diagnostics from "node:diagnostics_channel";
import type { CallEnd, CallEvent, CallInfo, CallListener, CallStart } from "./call-events";

/**
 * The object that all events of one call carry on the tracing channel `auriko.request`. It is the same from `start` to
 * `asyncEnd`, so that subscribers may keep what is theirs in it, or use it as a key.
 */
export interface RequestTraceContext {
  readonly call: CallInfo;
  /** How the call ended, from `asyncStart` on; absent where it failed. */
  result?: CallEnd;
  /** What the caller catches, from `error` on; absent where it did not fail. */
  error?: unknown;
}

type PlainChannels = Readonly<Record<CallEvent["type"], diagnostics.Channel>>;
type Tracing = diagnostics.TracingChannel<unknown, RequestTraceContext>;

/** The diagnostics channels of this thread: `auriko:request:…`, and `auriko.request` where Node has tracing channels. */
export class DiagnosticsChannels {
  readonly #plain: PlainChannels = {
    start: diagnostics.channel("auriko:request:start"),
    attempt: diagnostics.channel("auriko:request:attempt"),
    retry: diagnostics.channel("auriko:request:retry"),
    headers: diagnostics.channel("auriko:request:headers"),
    "first-event": diagnostics.channel("auriko:request:first-event"),
    end: diagnostics.channel("auriko:request:end"),
    error: diagnostics.channel("auriko:request:error"),
  };
  readonly #all = Object.values(this.#plain);
  readonly #tracing = tracingChannel();

  /** Whether anybody subscribed to any of them. */
  get subscribed(): boolean {
    for (const channel of this.#all) if (channel.hasSubscribers) return true;
    return this.#tracing !== undefined && isTraced(this.#tracing);
  }

  /** Whether somebody wants to hear of attempts and retries while they happen. */
  get followsAttempts(): boolean {
    return this.#plain.attempt.hasSubscribers || this.#plain.retry.hasSubscribers;
  }

  /** Publishes an event on its plain channel. */
  publish(event: CallEvent): void {
    const channel = this.#plain[event.type];
    if (channel.hasSubscribers) channel.publish(event);
  }

  /**
   * Runs the beginning of a call, with the stores that are bound to the tracing channel; gives what tells that channel
   * how it ends.
   */
  trace(start: CallStart, begin: () => void): CallListener | undefined {
    const tracing = this.#tracing;
    if (tracing === undefined || !isTraced(tracing)) {
      begin();
      return undefined;
    }
    const context: RequestTraceContext = { call: start.call };
    tracing.start.runStores(context, () => {
      begin();
      tracing.end.publish(context);
    });
    return (event) => {
      if (event.type === "end") context.result = event;
      else if (event.type === "error") context.error = event.error;
      else return;
      if (event.type === "error") tracing.error.publish(context);
      tracing.asyncStart.publish(context);
      tracing.asyncEnd.publish(context);
    };
  }
}

/** Absent before Node 18.19, whose types say otherwise. */
function tracingChannel(): Tracing | undefined {
  const make = diagnostics.tracingChannel as typeof diagnostics.tracingChannel | undefined;
  return make?.<unknown, RequestTraceContext>("auriko.request");
}

/** `hasSubscribers` of the tracing channel itself is missing in Node 18. */
function isTraced({ start, end, asyncStart, asyncEnd, error }: Tracing): boolean {
  return (
    start.hasSubscribers ||
    asyncEnd.hasSubscribers ||
    error.hasSubscribers ||
    end.hasSubscribers ||
    asyncStart.hasSubscribers
  );
}

let shared: DiagnosticsChannels | undefined;

/** The channels of this thread. */
export function diagnosticsChannels(): DiagnosticsChannels {
  shared ??= new DiagnosticsChannels();
  return shared;
}
