/**
 * Node's servers and streams go on by `process.nextTick`. A test that fakes it in this process would stop every gateway
 * here until it moves its clock, so while one listens, what Node itself schedules goes past the fake. What programs
 * schedule is the test's.
 */
type NextTick = typeof process.nextTick;

/** While gateways listen, whichever copy of this module they come from: runners load modules anew for each file. */
interface Kept {
  readonly real: NextTick;
  readonly before: PropertyDescriptor | undefined;
  /** What `process.nextTick` would be otherwise. */
  given: NextTick;
  listening: number;
}

const KEPT = Symbol.for("@auriko/sdk/testing/next-tick");
const shared = process as { [KEPT]?: Kept };
const atLoad: NextTick = shared[KEPT]?.real ?? process.nextTick;

/** Called when a gateway begins to listen. */
export function keepNextTick(): void {
  const { [KEPT]: kept } = shared;
  if (kept === undefined) guard();
  else kept.listening += 1;
}

/** Called when a gateway has stopped; after the last one, `process.nextTick` is a plain property again. */
export function releaseNextTick(): void {
  const { [KEPT]: kept } = shared;
  if (kept === undefined) return;
  kept.listening -= 1;
  if (kept.listening > 0) return;
  delete shared[KEPT];
  const { configurable = true, enumerable = true, writable = true } = kept.before ?? {};
  Object.defineProperty(process, "nextTick", { configurable, enumerable, writable, value: kept.given });
}

function guard(): void {
  const before = Object.getOwnPropertyDescriptor(process, "nextTick");
  const kept: Kept = { real: atLoad, before, given: process.nextTick, listening: 1 };
  let current = shownFor(kept);
  Object.defineProperty(process, "nextTick", {
    configurable: true,
    enumerable: before?.enumerable ?? true,
    get: () => current,
    set: (value: NextTick) => {
      if (value === current) return;
      kept.given = value;
      current = shownFor(kept);
    },
  });
  Object.defineProperty(shared, KEPT, { configurable: true, value: kept });
}

function shownFor({ given, real }: Kept): NextTick {
  if (given === real) return real;
  return function nextTick(...args: Parameters<NextTick>): void {
    (isCalledByNode(nextTick) ? real : given).apply(process, args);
  };
}

/** Whether the function `called` was called by a module of Node's. */
function isCalledByNode(called: (...args: Parameters<NextTick>) => void): boolean {
  const { stackTraceLimit, prepareStackTrace } = Error;
  const seen: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_error, [caller]) => caller?.getFileName() ?? "";
    Error.captureStackTrace(seen, called);
    return String(seen.stack).startsWith("node:");
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
    else Error.prepareStackTrace = prepareStackTrace;
  }
}
