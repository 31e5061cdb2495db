/** Strings and arrays do their work out of sight of a proxy; these are the operations whose cost grows with their input. */
const readers = {
  indexOf(text: string, args: readonly unknown[], found: unknown): number {
    const start = typeof args[1] === "number" ? args[1] : 0;
    return Math.max(1, (found === -1 ? text.length : (found as number) + 1) - start);
  },
  startsWith: (_text: string, [wanted]: readonly unknown[]): number => String(wanted).length,
  split: (text: string): number => text.length,
  replace: (text: string): number => text.length,
} as const;

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** How many characters and elements were read or copied while `run` ran, by the built-in operations it used. */
export function countWork(run: () => void): number {
  let work = 0;
  const restore: (() => void)[] = [];
  const watch = (
    owner: object,
    name: string,
    cost: (self: unknown, args: readonly unknown[], result: unknown) => number,
  ): void => {
    const holder = owner as Record<string, Method>;
    const original = holder[name] as Method;
    const counted: Method = function (this: unknown, ...args) {
      const result = original.apply(this, args);
      work += cost(this, args, result);
      return result;
    };
    holder[name] = counted;
    restore.push(() => {
      holder[name] = original;
    });
  };
  for (const [name, cost] of Object.entries(readers)) {
    watch(String.prototype, name, (self, args, result) => cost(String(self), args, result));
  }
  watch(Array.prototype, "join", (_self, _args, result) => (result as string).length);
  for (const name of ["slice", "splice", "concat"]) {
    watch(Array.prototype, name, (_self, _args, result) => (result as unknown[]).length);
  }
  watch(Array.prototype, "shift", (self) => (self as unknown[]).length);
  watch(Array.prototype, "indexOf", (self) => (self as unknown[]).length);
  watch(Array.prototype, "find", (self) => (self as unknown[]).length);
  watch(JSON, "parse", (_self, [text]) => String(text).length);
  // A parse that fails has read its text all the same.
  const parse = JSON.parse;
  JSON.parse = (text: string, ...more: []) => {
    try {
      return parse(text, ...more);
    } catch (error) {
      work += text.length;
      throw error;
    }
  };
  restore.push(() => {
    JSON.parse = parse;
  });
  try {
    run();
  } finally {
    for (const undo of restore.reverse()) undo();
  }
  return work;
}

/** A view of plain data that counts every look at it. */
export class Watched {
  looks = 0;

  of<T extends object>(value: T): T {
    const look = <Result>(result: Result): Result => {
      this.looks++;
      return typeof result === "object" && result !== null ? (this.of(result) as Result) : result;
    };
    return new Proxy(value, {
      get: (target, key) => look(Reflect.get(target, key) as unknown),
      has: (target, key) => look(Reflect.has(target, key)),
      ownKeys: (target) => {
        this.looks += Reflect.ownKeys(target).length;
        return Reflect.ownKeys(target);
      },
      getOwnPropertyDescriptor: (target, key) => {
        this.looks++;
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
    });
  }
}
