import { requireAddon } from "../require-addon";
import { loadError } from "./load-error";
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
  repeatUntilReceived: boolean;
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
 * @throws APIConnectionError that says what is wrong on this machine and what to do.
 */
export function loadAddon(): Addon {
  if (addon === undefined) {
    const result = requireAddon();
    if ("failure" in result) throw loadError(result.failure);
    addon = result.addon as Addon;
  }
  return addon;
}
