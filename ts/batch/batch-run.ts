import { APIUserAbortError, type AurikoAPIError, AuthenticationError, invalidParameter } from "../errors";
import { type NativeBatchOptions, TEXT } from "../native/addon";
import type { CoreBatch } from "../native/core-batch";
import type { ApiClient } from "../pipeline/api-client";
import { bearer } from "../pipeline/authorization";
import { RequestHeaders } from "../pipeline/request-headers";
import { followSignal } from "../streaming/follow-signal";
import { batchError, sentence } from "./batch-failure";
import type { ResolvedBatchOptions } from "./batch-options";
import { type BatchSummary, type NativeBatchEnd, type NativeProgress, summaryOf } from "./batch-summary";
import { LedgerFeed } from "./ledger-feed";
import { RequestFeed } from "./request-feed";

/** What a batch tells while it runs. */
export interface BatchListener {
  onProgress(progress: NativeProgress): void;
  /** There may be results. */
  onResults(): void;
}

/** One batch in the core, and what it needs of this side: a key, requests, a ledger. */
export class BatchRun {
  readonly #client: ApiClient;
  readonly #options: ResolvedBatchOptions;
  readonly #listener: BatchListener;
  readonly #requests: RequestFeed | undefined;
  readonly #input: string | null;
  readonly #ledger: LedgerFeed;
  #batch: CoreBatch | undefined;
  #end: ((end: NativeBatchEnd) => void) | undefined;
  /** What a function of the caller's threw; it ends the batch. */
  #thrown: { readonly error: unknown } | undefined;
  #stopped = false;
  #cancelled = false;

  constructor(client: ApiClient, input: unknown, options: ResolvedBatchOptions, listener: BatchListener) {
    this.#client = client;
    this.#options = options;
    this.#listener = listener;
    this.#ledger = new LedgerFeed(client.ledger);
    this.#input = typeof input === "string" ? input : null;
    this.#requests = typeof input === "string" ? undefined : new RequestFeed(iterable(input));
  }

  /** Runs the batch to its end. */
  async run(): Promise<BatchSummary> {
    this.#client.lifetime.check();
    refuseHooks(this.#client);
    const room = this.#client.ledger.room();
    const left = room === Number.POSITIVE_INFINITY ? null : room;
    const { signal } = this.#options;
    if (signal?.aborted) this.#stopped = true;
    // It holds this weakly; the client's lifetime does not.
    const unfollow = followSignal(this, signal);
    this.#client.lifetime.enter(this);
    try {
      let end = await this.#start(left);
      if (end.failure?.noRoots && this.#client.sender.trustNodesCertificates()) end = await this.#start(left);
      return this.#judge(end);
    } finally {
      unfollow();
      this.#client.lifetime.leave(this);
      this.#requests?.close().catch(() => {});
    }
  }

  /** Results as lines; empty where there are none just now. */
  takeResults(): string {
    return this.#batch?.takeResults() ?? "";
  }

  /** Ends it in order: what is in flight is finished. */
  stop(): void {
    this.#stopped = true;
    this.#batch?.stop();
  }

  /** As `stop()`, for its signal. */
  abort(): void {
    this.stop();
  }

  /** Gives up what is in flight. */
  cancel(): void {
    this.#cancelled = true;
    this.#batch?.cancel();
    this.#end?.({});
  }

  /** How far it is; undefined before it has begun. */
  progress(): NativeProgress | undefined {
    const text = this.#batch?.progress() ?? "null";
    return (JSON.parse(text) as NativeProgress | null) ?? undefined;
  }

  async #start(maxRunCostUsd: number | null): Promise<NativeBatchEnd> {
    if (this.#cancelled) return {};
    const ended = new Promise<NativeBatchEnd>((resolve) => {
      this.#end = resolve;
    });
    const batch = this.#client.sender.batch(this.#native(maxRunCostUsd), () => this.#serve());
    this.#batch = batch;
    if (this.#stopped) batch.stop();
    const timer = setInterval(() => this.#tell(), this.#options.progressInterval);
    timer.unref?.();
    try {
      return await ended;
    } finally {
      clearInterval(timer);
      batch.close();
    }
  }

  #native(maxRunCostUsd: number | null): NativeBatchOptions {
    const { baseUrl, headers, apiKey } = this.#client.options;
    const all = new RequestHeaders(headers);
    const key = typeof apiKey === "string" ? bearer(apiKey) : null;
    return {
      ...this.#options.native,
      input: this.#input,
      chatUrl: `${baseUrl}/chat/completions`,
      responsesUrl: `${baseUrl}/responses`,
      authorization: all.authorization ?? key,
      headers: all.lines(TEXT),
      maxRunCostUsd,
    };
  }

  #serve(): void {
    const batch = this.#batch;
    if (batch === undefined) return;
    const { wantsKey, wantsLines, hasResults, hasEnded } = batch.readiness();
    if (wantsKey) void this.#giveKey(batch);
    if (wantsLines) this.#requests?.feed(batch).catch((error: unknown) => this.#fail(error, batch));
    if (hasResults) this.#listener.onResults();
    if (hasEnded) {
      this.#tell();
      const text = batch.takeEnd();
      if (text !== null) this.#end?.(JSON.parse(text) as NativeBatchEnd);
    }
  }

  async #giveKey(batch: CoreBatch): Promise<void> {
    try {
      batch.giveKey(bearer(await this.#client.key()), null);
    } catch (error) {
      this.#thrown ??= { error };
      batch.giveKey(null, "the function `apiKey` failed");
    }
  }

  /** Ends it because the source of its requests can't go on. */
  #fail(error: unknown, batch: CoreBatch): void {
    this.#thrown ??= { error };
    batch.finishInput();
    batch.stop();
  }

  #tell(): void {
    const progress = this.progress();
    if (progress === undefined) return;
    this.#ledger.add(progress);
    this.#listener.onProgress(progress);
    // What other requests of the client spend counts as well.
    if (this.#client.ledger.exhausted) this.#batch?.stop();
  }

  #judge({ summary, failure }: NativeBatchEnd): BatchSummary {
    if (this.#thrown !== undefined) throw this.#thrown.error;
    if (failure !== undefined) throw batchError(failure);
    if (summary === undefined) throw cancelled();
    if (summary.stopped?.reason === "unauthorized") throw unauthorized(summary.stopped);
    const ended = summaryOf(summary);
    const limited = ended.stopped === "requested" && !this.#stopped && this.#client.ledger.exhausted;
    return limited ? { ...ended, stopped: "max_cost" } : ended;
  }
}

function cancelled(): AurikoAPIError {
  return new APIUserAbortError("The batch was given up. What it had written is kept; run it again to go on.");
}

function unauthorized({
  code,
  message = "the key is not taken",
}: {
  code?: string;
  message?: string;
}): Error {
  return new AuthenticationError(
    `${sentence(message.replace(/\.$/, ""))} The batch has stopped; run it again with a key that is taken to go on.`,
    { statusCode: 401, type: "authentication_error", code: code ?? "invalid_api_key" },
  );
}

/** A hook that could change requests must not look as if it did. */
function refuseHooks({ options }: ApiClient): void {
  if (!options.hooks?.onRequest) return;
  throw invalidParameter(
    "onRequest",
    "`onRequest` can't change the requests of a batch, which don't pass through JavaScript: make the batch with `client.withOptions({ onRequest: null })`, and give headers as `headers`.",
  );
}

function iterable(input: unknown): AsyncIterable<unknown> | Iterable<unknown> {
  if (
    typeof input === "object" &&
    input !== null &&
    (Symbol.asyncIterator in input || Symbol.iterator in input)
  ) {
    return input as AsyncIterable<unknown> | Iterable<unknown>;
  }
  throw invalidParameter("input", "`input` must be the path of a file, or an iterable of requests.");
}
