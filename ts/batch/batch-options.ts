import type { NativeBatchOptions } from "../native/addon";
import { checkOptions } from "../validation/check-options";
import {
  boolean,
  type Check,
  integer,
  nonNegative,
  positive,
  record,
  string,
  wrong,
} from "../validation/checks";

/** A part of a batch: `index`, counted from 0, of `count`. */
export interface BatchShard {
  index: number;
  count: number;
}

/** Options of `client.batch`. */
export interface BatchOptions {
  /**
   * The path of the file that results are written to, a line each. What it holds already is not asked again. Default: none;
   * the results are what a loop over the batch gives.
   */
  output?: string | null | undefined;
  /** The most requests in flight. Default: 64. */
  concurrency?: number | null | undefined;
  /** The model of requests that name none. */
  model?: string | null | undefined;
  /**
   * Stops when reported cost reaches this many USD, that of earlier runs of the same output included. What is in flight then
   * is finished. The limit of the client holds as well. Default: none.
   */
  maxCostUsd?: number | null | undefined;
  /** Stops when so many lines have failed, those of earlier runs of the same output included. Default: none. */
  maxFailures?: number | null | undefined;
  /**
   * Asks only for a part of the input, so that many machines share one without talking to each other: `"3/16"`, or index and
   * count; counted from 0. Default: all of it.
   */
  shard?: string | BatchShard | null | undefined;
  /** Takes the failures of earlier runs out of the output and asks for them again. Default: false. */
  retryFailed?: boolean | null | undefined;
  /** Attempts after the first of each request. Default: 5, or those of the client where they are more. */
  maxRetries?: number | null | undefined;
  /**
   * How long results may be lost when the power is: milliseconds, `"always"` for not at all, `"never"` for as long as the
   * system likes. A killed process loses nothing in any case. Default: 1000.
   */
  sync?: number | "always" | "never" | null | undefined;
  /** Ends the batch in order when it is aborted: what is in flight is finished, and the summary says that it was stopped. */
  signal?: AbortSignal | null | undefined;
  /** How often `progress` is told, in milliseconds. Default: 1000. */
  progressInterval?: number | null | undefined;
}

/** The options of a batch, checked. */
export interface ResolvedBatchOptions {
  readonly signal: AbortSignal | undefined;
  readonly progressInterval: number;
  readonly native: Omit<
    NativeBatchOptions,
    "input" | "chatUrl" | "responsesUrl" | "authorization" | "headers" | "maxRunCostUsd"
  >;
}

const DEFAULT_CONCURRENCY = 64;
const SECOND = 1000;

const path: Check = (value, name) => {
  string(value, name);
  if (value === "") throw wrong(name, "the path of a file", value);
};

const CHECKS: Readonly<Record<keyof BatchOptions, Check>> = {
  output: path,
  concurrency: integer({ min: 1, max: 10_000 }),
  model: (value, name) => {
    string(value, name);
    if ((value as string).trim() === "") throw wrong(name, "the name of a model", value);
  },
  maxCostUsd: positive,
  maxFailures: integer({ min: 1, max: 2 ** 32 - 1 }),
  shard: (value, name) => void shardOf(value, name),
  retryFailed: boolean,
  maxRetries: integer({ min: 0, max: 1000 }),
  sync: (value, name) => {
    if (value !== "always" && value !== "never") {
      if (typeof value === "string")
        throw wrong(name, 'a number of milliseconds, "always" or "never"', value);
      positive(value, name);
    }
  },
  signal: (value, name) => {
    if (!(value instanceof AbortSignal)) throw wrong(name, "an AbortSignal", value);
  },
  progressInterval: (value, name) => {
    nonNegative(value, name);
    if ((value as number) < 10) throw wrong(name, "10 milliseconds or more", value);
  },
};

/**
 * Checks the options of a batch and completes them.
 * @throws BadRequestError with the name of the option.
 */
export function resolveBatchOptions(value: unknown): ResolvedBatchOptions {
  const options = checkOptions(value ?? {}, CHECKS) as BatchOptions;
  const output = options.output ?? null;
  if (output === null && options.retryFailed) {
    throw wrong("retryFailed", "given together with `output`, which holds the failures", options.retryFailed);
  }
  const shard =
    options.shard === undefined || options.shard === null ? null : shardOf(options.shard, "shard");
  return {
    signal: options.signal ?? undefined,
    progressInterval: options.progressInterval ?? SECOND,
    native: {
      output,
      concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
      model: options.model ?? null,
      maxCostUsd: options.maxCostUsd ?? null,
      maxFailures: options.maxFailures ?? null,
      shardIndex: shard?.index ?? null,
      shardCount: shard?.count ?? null,
      retryFailed: options.retryFailed ?? false,
      maxRetries: options.maxRetries ?? null,
      sync: syncOf(options.sync ?? SECOND),
    },
  };
}

function syncOf(sync: number | "always" | "never"): number | null {
  if (sync === "never") return null;
  return sync === "always" ? 0 : sync;
}

/** @throws BadRequestError for what is no part. */
function shardOf(value: unknown, name: string): BatchShard {
  const parts = typeof value === "string" ? /^(\d{1,9})\/(\d{1,9})$/.exec(value) : null;
  if (typeof value === "string" && parts === null) throw wrong(name, 'written as "3/16"', value);
  const { index, count } =
    parts === null
      ? (record(value, name) as unknown as BatchShard)
      : { index: Number(parts[1]), count: Number(parts[2]) };
  integer({ min: 1, max: 999_999_999 })(count, `${name}.count`);
  const last = `${count - 1}/${count}`;
  if (!Number.isSafeInteger(index) || index < 0 || index >= count) {
    throw wrong(name, `a part of ${count}, counted from 0: from 0/${count} to ${last}`, `${index}/${count}`);
  }
  return { index, count };
}
