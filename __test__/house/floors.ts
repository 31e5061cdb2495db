/**
 * The floors of ts/, from the ground up: a folder, or a file that is a floor of its own, takes only from those before it.
 * A new folder is entered where it belongs. docs/architecture.md says what each is for.
 */
export const typescriptFloors: readonly string[] = [
  "version",
  "environment",
  "real-timers",
  "header-values",
  "response-headers",
  // What is shown to nobody: errors, logs and traces take it out.
  "redaction",
  // The loader of the addon is a program of its own; the records are only types.
  "native/loader",
  "native/records",
  "native/attempt-facts",
  // How long a call took: results and errors carry it.
  "observability/call-timings",
  "require-addon",
  "builtin-module",
  // What the wire looks like.
  "routing",
  "chat",
  "responses",
  "models",
  "identity",
  // What is made of it on the way.
  "errors",
  "validation",
  "options/headers",
  "tokens",
  "ledger",
  // What hooks, loggers, channels and traces are told.
  "observability",
  "options",
  "native",
  "request-body",
  "structured-output",
  "streaming",
  "pipeline",
  "tools",
  "estimate",
  "batch",
  // What a user calls.
  "management",
  "resources",
  "client",
  "fetch",
  "index",
  // What makes it fit other libraries; only the root entry is known here, and what has no state.
  "openai",
  "langchain",
  "opentelemetry",
  "cli",
  "unsupported-runtime",
];

/** The same for the modules of the Rust client. */
export const clientFloors: readonly string[] = [
  "wire",
  "identity",
  "models",
  "gateway",
  "chat",
  "accumulate",
  "tokens",
  "error/table",
  "threads",
  "transport",
  "error",
  "stream",
  "client",
  "batch",
  "lib",
];

/** The same for the addon. */
export const addonFloors: readonly string[] = ["delivery", "binding", "lib"];

/** The floor that a module stands on: the longest entry that its path, relative to the source folder, begins with. */
export function floorOf(floors: readonly string[], module: string): string | undefined {
  return floors
    .filter((floor) => module === floor || module.startsWith(`${floor}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/** One module taking from another, by their paths relative to the source folder. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** The arrows that point up, and the modules that stand nowhere, as sentences. */
export function misplaced(floors: readonly string[], arrows: readonly Arrow[]): string[] {
  return arrows.flatMap(({ from, to }) => {
    const [upper, lower] = [floorOf(floors, from), floorOf(floors, to)];
    if (upper === undefined || lower === undefined) {
      return `${upper === undefined ? from : to} stands on no floor: enter it in __test__/house/floors.ts`;
    }
    return floors.indexOf(lower) > floors.indexOf(upper) ? `${from} reaches up to ${to}` : [];
  });
}
