import { AsyncResource } from "node:async_hooks";
import { type AurikoAPIError, invalidParameter } from "../errors";
import { wrong } from "../validation/checks";
import { didYouMean } from "../validation/nearest-name";
import { listenerFailed } from "./stream-errors";

type Listener = (...args: never[]) => void;

/** Event names and the arguments that their listeners get. */
export type EventMap<Events> = { [Name in keyof Events]: unknown[] };

/** The names of all events, as the keys of an object that misses none. */
export type EventNames<Events> = Readonly<Record<keyof Events, true>>;

/** What a listener threw. */
export interface ListenerFailure {
  /** The event that it was told of. */
  readonly name: string;
  readonly cause: unknown;
}

/** A listener, and the asynchronous context of whoever added it. */
interface Entry {
  readonly listener: Listener;
  readonly once: boolean;
  readonly context: AsyncResource;
}

/** The listeners of a stream. Each is called in the asynchronous context in which it was added. */
export class StreamListeners<Events extends EventMap<Events>> {
  private readonly byName = new Map<keyof Events, Entry[]>();
  private failure: ListenerFailure | undefined;

  constructor(private readonly names: EventNames<Events>) {}

  /** @throws BadRequestError for an event that does not exist, and for a listener that is no function. */
  add(name: keyof Events, listener: Listener, once: boolean): void {
    if (typeof name !== "string" || !Object.hasOwn(this.names, name)) throw unknownEvent(name, this.names);
    if (typeof listener !== "function") throw wrong("listener", "a function", listener);
    const entries = this.byName.get(name) ?? [];
    this.byName.set(name, [...entries, { listener, once, context: new AsyncResource("AurikoListener") }]);
  }

  remove(name: keyof Events, listener: Listener): void {
    const entries = this.byName.get(name) ?? [];
    const found = entries.findIndex((entry) => entry.listener === listener);
    if (found >= 0) this.byName.set(name, [...entries.slice(0, found), ...entries.slice(found + 1)]);
  }

  has(name: keyof Events): boolean {
    return (this.byName.get(name)?.length ?? 0) > 0;
  }

  /** Calls the listeners of an event, all of them; what the first one to throw has thrown waits for `takeFailure()`. */
  emit<Name extends keyof Events>(name: Name, ...args: Events[Name]): void {
    const entries = this.byName.get(name);
    if (entries === undefined) return;
    for (const { listener, once, context } of entries) {
      if (once) this.remove(name, listener);
      try {
        context.runInAsyncScope(listener as (...args: readonly unknown[]) => void, undefined, ...args);
      } catch (cause) {
        this.failure ??= { name: String(name), cause };
      }
    }
  }

  /** What a listener has thrown since the last call. */
  takeFailure(): ListenerFailure | undefined {
    const { failure } = this;
    this.failure = undefined;
    return failure;
  }
}

function unknownEvent(name: unknown, names: object): Error {
  const known = Object.keys(names);
  const hint = typeof name === "string" ? didYouMean(name, known) : "";
  return invalidParameter(
    "event",
    `There is no event ${JSON.stringify(name) ?? String(name)}.${hint} There are: ${known.join(", ")}.`,
  );
}

/** Lets `emit` tell listeners something; gives the error of the first one that threw. */
export function tell<Events extends EventMap<Events>>(
  listeners: StreamListeners<Events>,
  emit: () => void,
): AurikoAPIError | undefined {
  emit();
  const failure = listeners.takeFailure();
  return failure && listenerFailed(failure);
}
