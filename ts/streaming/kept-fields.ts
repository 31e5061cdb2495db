import { copyOf, isObject, type Json, sizeInMemory } from "./plain-data";
import type { Tally } from "./tally";

/** Fields of single events: padding against traffic analysis, which means nothing in a result. */
const streamOnly: ReadonlySet<string> = new Set(["obfuscation"]);

/**
 * The fields of a result that the SDK has no place of its own for, by name. The last value of each counts, and `null`
 * never erases: which unknown text grows and which is repeated can't be told. A map, because a field named `__proto__`
 * must stay a field.
 */
export class KeptFields {
  /** Made with the first field: most messages have none. */
  private values: Map<string, unknown> | undefined;
  private sizes: Map<string, number> | undefined;

  has(key: string): boolean {
    return this.values?.has(key) ?? false;
  }

  /** Keeps the newest value of a field. */
  replace(key: string, value: unknown, tally: Tally): void {
    if (streamOnly.has(key) || (value == null && this.has(key))) return;
    this.account(key, sizeInMemory(value), tally);
    this.set(key, value);
  }

  /** Adds the elements of a list to those that came before; anything else replaces. */
  extend(
    key: string,
    value: unknown,
    tally: Tally,
    add: (list: unknown[], item: unknown) => void = push,
  ): void {
    if (!Array.isArray(value)) {
      this.replace(key, value, tally);
      return;
    }
    const before = this.values?.get(key);
    // The list belongs to this map: the caller may keep and change its events.
    const list: unknown[] = Array.isArray(before) ? before : [];
    tally.overhead += sizeInMemory(value);
    for (const item of value) add(list, item);
    this.set(key, list);
  }

  /** Adds an object whose lists grow and whose texts named in `texts` do; of the rest the last value counts. */
  growObject(key: string, value: unknown, tally: Tally, texts: ReadonlySet<string> = noTexts): void {
    if (!isObject(value)) {
      this.replace(key, value, tally);
      return;
    }
    const before = this.values?.get(key);
    const grown: Json = isObject(before) ? before : Object.create(null);
    tally.overhead += sizeInMemory(value);
    for (const [name, item] of Object.entries(value)) {
      const present = grown[name];
      if (Array.isArray(item)) {
        if (Array.isArray(present)) for (const element of item) present.push(element);
        else grown[name] = item.slice();
      } else if (typeof item === "string" && typeof present === "string" && texts.has(name)) {
        grown[name] = present + item;
      } else if (item != null || present === undefined) {
        grown[name] = item;
      }
    }
    this.set(key, grown);
  }

  private set(key: string, value: unknown): void {
    this.values ??= new Map();
    this.values.set(key, value);
  }

  /** Only what a value takes beyond the one before it is new: some servers repeat long lists in every chunk. */
  private account(key: string, size: number, tally: Tally): void {
    const before = this.sizes?.get(key);
    const now = before ?? 0;
    if (before === undefined) tally.overhead += key.length;
    if (size > now) {
      tally.overhead += size - now;
      this.sizes ??= new Map();
      this.sizes.set(key, size);
    }
  }

  /** The fields as plain data of the caller's own. */
  toJSON(): Json {
    return Object.fromEntries([...(this.values ?? [])].map(([key, value]) => [key, copyOf(value)]));
  }
}

const noTexts: ReadonlySet<string> = new Set();

function push(list: unknown[], item: unknown): void {
  list.push(item);
}
