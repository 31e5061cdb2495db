import type { LedgerTotals } from "../ledger";
import { asyncDispose } from "../streaming/async-dispose";
import type { ToolRunEvents } from "./loop-api";
import type { ToolCallResult } from "./tool-call";
import { type AnyAnswer, type RunState, type ToolChanges, ToolLoop, type ToolLoopInit } from "./tool-loop";
import type { ToolStep } from "./tool-step";

/**
 * A conversation in which the model calls tools until it has an answer. Iterate over the chunks of all steps, once, or
 * await one of the final results; nothing is sent before somebody does.
 */
export abstract class ToolRun<Chunk, Answer extends AnyAnswer, Item, Changes extends ToolChanges>
  implements AsyncIterable<Chunk>
{
  /** The steps that are complete. */
  readonly steps: ToolStep<Answer>[];
  /** Calls of tools without `execute` that ended the run: add their results to `messages`, and run again to go on. */
  readonly pendingToolCalls: ToolCallResult[];

  readonly #loop: ToolLoop<Chunk, Answer, Item, Changes>;

  /** @internal */
  constructor(init: ToolLoopInit<Chunk, Answer, Item, Changes>) {
    this.#loop = new ToolLoop(init);
    this.steps = this.#loop.steps;
    this.pendingToolCalls = this.#loop.pendingToolCalls;
  }

  // ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Iterates over the chunks of all steps, once; while tools run, it waits. Leaving the loop early stops the run. Throws
   * what ends the run otherwise than with an answer.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Chunk> {
    return this.#loop.iterate();
  }

  /** Calls `listener` whenever the event happens. If nobody else reads the run, this starts it. */
  on<Name extends keyof ToolRunEvents<Chunk, Answer>>(
    name: Name,
    listener: (...args: ToolRunEvents<Chunk, Answer>[Name]) => void,
  ): this {
    this.#loop.listeners.add(name, listener as never, false);
    this.#loop.runByItself();
    return this;
  }

  /** Removes a listener that `on` added. */
  off<Name extends keyof ToolRunEvents<Chunk, Answer>>(
    name: Name,
    listener: (...args: ToolRunEvents<Chunk, Answer>[Name]) => void,
  ): this {
    this.#loop.listeners.remove(name, listener as never);
    return this;
  }

  /** The last answer, once the run is complete. @internal */
  protected final(): Promise<Answer> {
    return this.#loop.final();
  }

  // ── What is known ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** Where the run is in its life: `idle`, `running`, `finished`, `failed` or `closed`. */
  get state(): RunState {
    return this.#loop.state;
  }

  /** The conversation so far, every call with its result: go on with it in the next turn, or after a failure. @internal */
  protected get items(): Item[] {
    return this.#loop.items;
  }

  /** What all steps used and cost together, failed attempts included; one step's usage is in its answer. */
  get total(): LedgerTotals | null {
    return this.#loop.total;
  }

  /** What the run has cost so far, in USD: as reported, and as estimated where nothing was reported. */
  get costUsd(): number {
    return this.#loop.costUsd;
  }

  // ── Stopping ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Stops the run: the step that is under way, and through their signal the tools that run. Whoever reads gets an
   * `APIUserAbortError` with `reason` as its cause.
   */
  abort(reason?: unknown): void {
    this.#loop.abort(reason);
  }

  /** For `await using`: stops a run that is not over. */
  async [asyncDispose](): Promise<void> {
    this.abort();
  }
}
