import { invalidParameter } from "../errors";
import type { ApiClient } from "../pipeline/api-client";
import type { BatchOptions } from "./batch-options";
import { resolveBatchOptions } from "./batch-options";
import type { BatchRequest } from "./batch-request";
import type { BatchResult } from "./batch-result";
import { BatchRun } from "./batch-run";
import type { BatchProgress, BatchSummary, NativeProgress } from "./batch-summary";

/** The requests of a batch: the path of a file with a line of JSON for each, or what gives them one by one. */
export type BatchInput = string | Iterable<BatchRequest> | AsyncIterable<BatchRequest>;

/** Told how far a batch is. */
export type BatchProgressListener = (progress: BatchProgress) => void;

/**
 * A batch that runs: await it for its summary, loop over it for its results, in the order in which they end.
 *
 * With an `output`, it starts at once and its results go there. Without one, it starts when a loop asks for results, and
 * goes no faster than the loop.
 */
export class Batch implements PromiseLike<BatchSummary>, AsyncIterable<BatchResult> {
  readonly #listeners = new Set<BatchProgressListener>();
  readonly #run: BatchRun | undefined;
  readonly #writes: boolean;
  #summary: Promise<BatchSummary> | undefined;
  #progress: BatchProgress | undefined;
  #ended = false;
  #iterated = false;
  #wake: (() => void) | undefined;

  /** @internal */
  constructor(client: ApiClient, input: BatchInput, options?: BatchOptions) {
    this.#writes = options?.output !== undefined && options?.output !== null;
    try {
      this.#run = new BatchRun(client, input, resolveBatchOptions(options), {
        onProgress: (progress) => this.#tell(progress),
        onResults: () => this.#awake(),
      });
      if (this.#writes) this.#start();
    } catch (error) {
      this.#summary = Promise.reject(error);
      this.#ended = true;
      // Whoever awaits it hears of it.
      this.#summary.catch(() => {});
    }
  }

  /** How far it was when it was told last; undefined before. */
  get progress(): BatchProgress | undefined {
    return this.#progress;
  }

  /** Listens to progress: every second, or as `progressInterval` says, and at the end. */
  on(event: "progress", listener: BatchProgressListener): this {
    checkEvent(event);
    this.#listeners.add(listener);
    return this;
  }

  /** Listens no more. */
  off(event: "progress", listener: BatchProgressListener): this {
    checkEvent(event);
    this.#listeners.delete(listener);
    return this;
  }

  /** Ends it in order: what is in flight is finished, and the summary says that it was stopped. */
  stop(): void {
    this.#run?.stop();
  }

  /** The summary. Rejects as `client.batch` says. */
  // biome-ignore lint/suspicious/noThenProperty: a batch is awaited for its summary
  then<A = BatchSummary, B = never>(
    onFulfilled?: ((summary: BatchSummary) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#awaited().then(onFulfilled, onRejected);
  }

  /** As of a promise. */
  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<BatchSummary | B> {
    return this.#awaited().catch(onRejected);
  }

  /** As of a promise. */
  finally(onFinally?: (() => void) | null): Promise<BatchSummary> {
    return this.#awaited().finally(onFinally);
  }

  /**
   * The results, in the order in which they end. Leaving the loop gives up what is in flight.
   *
   * Throws what the batch rejects with.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<BatchResult, void, undefined> {
    this.#checkIteration();
    this.#iterated = true;
    const summary = this.#start();
    let whole = false;
    try {
      for (;;) {
        const lines = this.#run?.takeResults() ?? "";
        for (const line of lines.split("\n")) if (line !== "") yield JSON.parse(line) as BatchResult;
        if (lines !== "") continue;
        if (this.#ended) break;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      whole = true;
      await summary;
    } finally {
      if (!whole) this.#run?.cancel();
    }
  }

  #checkIteration(): void {
    if (this.#writes) {
      throw invalidParameter(
        "output",
        "With `output`, the results are in the file; leave it out to loop over them.",
      );
    }
    if (this.#iterated) {
      throw invalidParameter("batch", "The results of a batch can be looped over once.");
    }
  }

  #awaited(): Promise<BatchSummary> {
    if (this.#summary !== undefined) return this.#summary;
    return Promise.reject(
      invalidParameter(
        "output",
        "The results of this batch go nowhere: give `output`, or loop over the batch.",
      ),
    );
  }

  #start(): Promise<BatchSummary> {
    this.#summary ??= this.#execute();
    return this.#summary;
  }

  #execute(): Promise<BatchSummary> {
    const summary = (this.#run as BatchRun).run();
    const end = () => {
      this.#ended = true;
      this.#awake();
    };
    summary.then(end, end);
    return summary;
  }

  #awake(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  #tell({ routes: _, ...progress }: NativeProgress): void {
    this.#progress = progress;
    for (const listener of [...this.#listeners]) {
      try {
        listener(progress);
      } catch {
        // Whoever listens must not break what it listens to.
      }
    }
  }
}

function checkEvent(event: unknown): void {
  if (event !== "progress") throw invalidParameter("event", 'A batch tells of "progress" only.');
}
