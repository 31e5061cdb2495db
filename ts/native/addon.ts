import type { RequestLimits } from "../options/request-limits";
import { requireAddon } from "../require-addon";
import type { Collected } from "./collection";
import { loadError } from "./load-error";
import type { NativeFailure, ResponseHead } from "./records";

/** What the addon exports. Only this folder touches it. */
export interface Addon {
  readonly NativeClient: new (config: NativeConfig, pacer: NativePacer | null) => NativeClient;
  readonly NativePacer: new (limits: RequestLimits, parent: NativePacer | null) => NativePacer;
  readonly NativeDispatcher: new (wake: () => void, isNode: boolean) => NativeDispatcher;
  readonly NativeBatch: NativeBatchClass;
}

/** A configured client of the core; opaque. */
export interface NativeClient {
  readonly __native?: "client";
}

/** A batch that runs. What each method does stands in the core's `NativeBatch`. */
export interface NativeBatch {
  readiness(): { wantsKey: boolean; wantsLines: boolean; hasResults: boolean; hasEnded: boolean };
  push(lines: string): void;
  finishInput(): void;
  giveKey(authorization: string | null, refusal: string | null): void;
  takeResults(): string;
  progress(): string;
  takeEnd(): string | null;
  stop(): void;
  cancel(): void;
}

/** Makes batches, and joins their outputs. */
export interface NativeBatchClass {
  new (dispatcher: NativeDispatcher, client: NativeClient, options: NativeBatchOptions): NativeBatch;
  merge(outputs: string[], output: string, input: string | null, missing: string | null): Promise<string>;
}

/** Every key is present; `null` stands for what is not given. Times are in milliseconds. */
export interface NativeBatchOptions {
  /** Paths; `null` where requests are pushed, or results taken. */
  input: string | null;
  output: string | null;
  chatUrl: string;
  responsesUrl: string;
  /** The whole header; `null` where it is asked for. */
  authorization: string | null;
  /** `name: value` lines. */
  headers: string;
  concurrency: number;
  model: string | null;
  maxCostUsd: number | null;
  /** The same for this run alone. */
  maxRunCostUsd: number | null;
  maxFailures: number | null;
  shardIndex: number | null;
  shardCount: number | null;
  retryFailed: boolean;
  maxRetries: number | null;
  /** `null` for as long as the system likes, 0 for not at all. */
  sync: number | null;
}

/** What holds requests to their limits; opaque. */
export interface NativePacer {
  readonly __native?: "pacer";
}

/** Every key is present; `null` switches a limit off. Times are in milliseconds. */
export interface NativeConfig {
  ca: readonly string[];
  fallbackCa: readonly string[];
  /** A client certificate and its key, in PEM. */
  cert: string | null;
  key: string | null;
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

/** All calls of this JavaScript thread. What each method does stands in the core's `NativeDispatcher`. */
export interface NativeDispatcher {
  request(
    id: number,
    client: NativeClient,
    method: string,
    url: string,
    authorization: string | null,
    headers: string | null,
    body: string | null,
    framing: Framing,
    observed: boolean,
  ): void;
  fetch(id: number, client: NativeClient, request: NativeFetch, observed: boolean): void;
  collect(): Collected;
  lastIndex(): string;
  takeFailure(id: number): CoreFailure | null;
  takeHead(id: number): ResponseHead | null;
  pull(id: number): string | null;
  pullBytes(id: number): Buffer | true | null;
  pause(id: number): void;
  reportDemand(id: number, milliseconds: number): void;
  lastEvents(id: number): string[];
  takeEnd(id: number): { end: "done" | "eof" | "failure"; failure?: NativeFailure; facts: string } | null;
  cancel(id: number): { attempts: number; facts: string } | null;
}

/** What one `fetch` sends. Retries and limits are those of the client that it is sent with. */
export interface NativeFetch {
  method: string;
  url: string;
  /** All headers, as `name: value` lines. */
  headers: string;
  /** Copied before the call returns. */
  body: Buffer | null;
  /** As in `fetch`: to another origin goes no credential. */
  redirect: "follow" | "manual" | "error";
}

/** How a body is handed out: whole, event by event, or in pieces. */
export type Framing = 0 | 1 | 2;
export const TEXT: Framing = 0;
export const EVENTS: Framing = 1;
export const BYTES: Framing = 2;

/** A failure, and whether it was for want of certificates: the caller may supply some and try again. */
export type CoreFailure = NativeFailure & { readonly noRoots?: boolean };

/** A head, a head with a body, or a failure. */
export interface NativeOutcome {
  readonly status?: number;
  readonly headers?: string;
  readonly body?: string;
  readonly attempts: number;
  /** What happened attempt by attempt: see `readAttemptFacts`. */
  readonly facts?: string;
  /** The words behind the status of a `fetch`. */
  readonly reason?: string;
  /** Where redirects led a `fetch`; empty if none were followed. */
  readonly redirectedTo?: string;
  readonly failure?: CoreFailure;
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
