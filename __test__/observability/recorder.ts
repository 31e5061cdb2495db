import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { onTestFinished } from "vitest";
import type { CallEvent } from "../../ts/index";

const PLAIN = ["start", "attempt", "retry", "headers", "first-event", "end", "error"] as const;

/** Subscribes to a channel for the running test. */
export function listenTo(name: string, listener: (message: unknown) => void): void {
  const listen = (message: unknown): void => listener(message);
  subscribe(name, listen);
  onTestFinished(() => void unsubscribe(name, listen));
}

/** What the plain channels bring during the running test, in order. */
export function recordChannels(): CallEvent[] {
  const events: CallEvent[] = [];
  for (const name of PLAIN) {
    listenTo(`auriko:request:${name}`, (event) => events.push(event as CallEvent));
  }
  return events;
}

/** The names of events, in order. */
export const typesOf = (events: readonly CallEvent[]): string[] => events.map(({ type }) => type);

/** The event of a name; fails the test when there is none. */
export function eventOf<T extends CallEvent["type"]>(
  events: readonly CallEvent[],
  type: T,
): Extract<CallEvent, { type: T }> {
  const found = events.find((event) => event.type === type);
  if (found === undefined) throw new Error(`there is no ${type} among ${typesOf(events).join(", ")}`);
  return found as Extract<CallEvent, { type: T }>;
}
