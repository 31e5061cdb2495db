type Listener = (...args: never[]) => void;

/** Event names and the arguments that their listeners get. */
export type EventMap<Events> = { [Name in keyof Events]: unknown[] };

/** The listeners of a stream. */
export class StreamListeners<Events extends EventMap<Events>> {
  private readonly byName = new Map<keyof Events, { listener: Listener; once: boolean }[]>();

  add(name: keyof Events, listener: Listener, once: boolean): void {
    const entries = this.byName.get(name) ?? [];
    this.byName.set(name, [...entries, { listener, once }]);
  }

  remove(name: keyof Events, listener: Listener): void {
    const entries = this.byName.get(name) ?? [];
    const found = entries.findIndex((entry) => entry.listener === listener);
    if (found >= 0) this.byName.set(name, [...entries.slice(0, found), ...entries.slice(found + 1)]);
  }

  has(name: keyof Events): boolean {
    return (this.byName.get(name)?.length ?? 0) > 0;
  }

  /**
   * Calls the listeners of an event. One that throws does not harm the stream or the other listeners: as with
   * `EventTarget`, its error surfaces as an uncaught exception.
   */
  emit<Name extends keyof Events>(name: Name, ...args: Events[Name]): void {
    const entries = this.byName.get(name);
    if (entries === undefined) return;
    for (const { listener, once } of entries) {
      if (once) this.remove(name, listener);
      try {
        (listener as (...args: readonly unknown[]) => void)(...args);
      } catch (error) {
        process.nextTick(() => {
          throw error;
        });
      }
    }
  }
}
