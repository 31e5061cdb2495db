import { createRequire } from "node:module";

type Hook = (run: () => unknown) => unknown;

/** The hooks of a test runner, by the names that they have there; a module such as `vitest` or `node:test` fits. */
export interface TestHooks {
  readonly beforeAll?: Hook;
  readonly afterEach?: Hook;
  readonly afterAll?: Hook;
  /** What `node:test` and Mocha call {@link beforeAll}. */
  readonly before?: Hook;
  /** What `node:test` and Mocha call {@link afterAll}. */
  readonly after?: Hook;
}

/** When to start, to reset and to close. */
export interface TestLifetime {
  readonly start: () => unknown;
  readonly reset: () => unknown;
  readonly close: () => unknown;
}

/** Hands a lifetime to the runner, or does nothing where there is none. */
export function followTests(hooks: TestHooks | false | undefined, lifetime: TestLifetime): void {
  const found = hooks ?? runnersHooks();
  if (found === false || found === undefined) return;
  (found.beforeAll ?? found.before)?.(lifetime.start);
  found.afterEach?.(lifetime.reset);
  (found.afterAll ?? found.after)?.(lifetime.close);
}

/** The hooks of the runner around us: global ones, as in Jest and Mocha, or those of `node --test`. */
function runnersHooks(): TestHooks | undefined {
  if (typeof Reflect.get(globalThis, "afterEach") === "function") {
    return isTestRunning() ? undefined : globalHooks();
  }
  if (process.env.NODE_TEST_CONTEXT === undefined) return undefined;
  // Not by an import: only who runs under it shall load it.
  return createRequire(`${process.cwd()}/`)("node:test") as TestHooks;
}

function globalHooks(): TestHooks {
  const names = ["beforeAll", "afterEach", "afterAll", "before", "after"] as const;
  const defined = names.flatMap((name) => {
    const hook: unknown = Reflect.get(globalThis, name);
    return typeof hook === "function" ? [[name, hook] as const] : [];
  });
  return Object.fromEntries(defined);
}

/** Whoever asks in the middle of a test means that test; Jest takes no hooks there. */
function isTestRunning(): boolean {
  const expect: unknown = Reflect.get(globalThis, "expect");
  const getState: unknown = typeof expect === "function" ? Reflect.get(expect, "getState") : undefined;
  if (typeof getState !== "function") return false;
  const state = getState.call(expect) as { readonly currentTestName?: string } | undefined;
  return Boolean(state?.currentTestName);
}
