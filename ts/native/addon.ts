import { APIConnectionError } from "../errors";
import { requireAddon } from "../require-addon";
import type { NativeFailure } from "./records";

/** What the addon exports. Only this folder touches it. */
export interface Addon {
  readonly NativeClient: new (config: NativeConfig) => NativeClient;
  readonly NativeHub: new (bell: () => void, isNode: boolean) => NativeHub;
}

/** A configured client of the core; opaque. */
export interface NativeClient {
  readonly __native: "client";
}

/** Every key is present; `null` switches a limit off. Times are in milliseconds. */
export interface NativeConfig {
  ca: readonly string[];
  fallbackCa: readonly string[];
  systemCaFile: string | null;
  systemCaDir: string | null;
  httpProxy: string | null;
  httpsProxy: string | null;
  noProxy: string | null;
  /** 0: HTTP/2 where TLS negotiates it; 1: HTTP/1.1 only; 2: HTTP/2 only. */
  httpVersion: 0 | 1 | 2;
  connectTimeout: number | null;
  headersTimeout: number | null;
  idleTimeout: number | null;
  totalTimeout: number | null;
  maxRetries: number;
  maxRetryDelay: number;
  /** `name: value` lines. */
  headers: string;
}

/** All calls of this JavaScript thread. */
export interface NativeHub {
  request(
    id: number,
    client: NativeClient,
    method: string,
    url: string,
    authorization: string | null,
    headers: string | null,
    body: string | null,
    framing: Framing,
  ): void;
  collect(): string;
  collected(): { news: number[]; batches: number[] };
  take(id: number): NativeOutcome | null;
  pull(id: number): string | null;
  hold(id: number): void;
  waits(id: number, milliseconds: number): void;
  pullBytes(id: number): Buffer | true | null;
  lastEvents(id: number): string[];
  end(id: number): { end: "done" | "eof" | "failure"; failure?: NativeFailure } | null;
  cancel(id: number): number;
}

/** How a body is handed out: whole, event by event, or in pieces. */
export type Framing = 0 | 1 | 2;
export const TEXT: Framing = 0;
export const EVENTS: Framing = 1;
export const BYTES: Framing = 2;

/** A head, a head with a body, or a failure. */
export interface NativeOutcome {
  readonly status?: number;
  readonly headers?: string;
  readonly body?: string;
  readonly attempts: number;
  readonly failure?: NativeFailure & { readonly noRoots?: boolean };
}

let addon: Addon | undefined;

/**
 * The addon, loaded at the first call.
 * @throws APIConnectionError that names the platform and every place that was tried.
 */
export function loadAddon(): Addon {
  if (addon === undefined) {
    try {
      addon = requireAddon() as Addon;
    } catch (cause) {
      throw loadError(cause);
    }
  }
  return addon;
}

function loadError(cause: unknown): APIConnectionError {
  const platform = `${process.platform}-${process.arch}`;
  const reasons = [...reasonsOf(cause)].map((reason, index) => `\n  ${index + 1}. ${reason}`).join("");
  return new APIConnectionError(
    `The native part of @auriko/sdk could not be loaded on ${platform} (Node ${process.versions.node}). ` +
      "It comes as an optional dependency, one package for each platform. Check that dependencies were installed on " +
      "this platform and without --omit=optional or --no-optional; if a lockfile was written elsewhere, delete it and " +
      "node_modules and install again with npm 11.3 or newer. Under Node's permission model, add --allow-addons. " +
      `On edge runtimes use the \`openai\` package with baseURL "https://api.auriko.ai/v1". What was tried:${reasons}`,
    { code: "native_load_failed", cause, retryable: false },
  );
}

/** The loader chains one error for each place that it tried. */
function* reasonsOf(cause: unknown): Generator<string> {
  for (let error = cause, depth = 0; error instanceof Error && depth < 20; error = error.cause, depth++) {
    yield error.message.split("\n", 1)[0] as string;
  }
}
