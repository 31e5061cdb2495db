import type { ChatCompletion } from "../chat";
import { APIUserAbortError, AurikoAPIError, StructuredOutputError } from "../errors";
import type { LedgerTotals } from "../ledger";
import { unlessAborted } from "../pipeline/unless-aborted";
import { asMicrotask } from "../real-timers";
import type { ModelResponse } from "../responses";
import { onAbort } from "../streaming/follow-signal";
import { abortedBy, alreadyConsumed, listenerFailed } from "../streaming/stream-errors";
import { StreamListeners } from "../streaming/stream-listeners";
import { type CallSurroundings, type EndedCall, executeCall } from "./execute-call";
import { type LoopApi, TOOL_RUN_EVENTS, type ToolRunEvents } from "./loop-api";
import { Slots } from "./slots";
import { toolsByName } from "./tool";
import type { RequestedToolCall, ToolCallResult } from "./tool-call";
import { type ResolvedToolRunOptions, resolveToolRunOptions, type ToolRunOptions } from "./tool-run-options";
import { type ToolStep, toolStep } from "./tool-step";

/** The answer of a step, by either API. */
export type AnyAnswer = ChatCompletion | ModelResponse;

/** Where a run is in its life. */
export type RunState = "idle" | "running" | "finished" | "failed" | "closed";

/** What of a step's changes the loop looks at. */
export interface ToolChanges {
  readonly tools?: readonly unknown[] | undefined;
}

/** What a loop is made from. */
export interface ToolLoopInit<Chunk, Answer, Item, Changes> {
  readonly params: ToolRunOptions<ToolStep<Answer>, Item, Changes> & ToolChanges;
  readonly items: readonly Item[];
  readonly signal: AbortSignal | null | undefined;
  readonly start: () => Promise<LoopApi<Chunk, Answer, Item, Changes>>;
}

/** What goes on in a `ToolRun`: steps, each a request and the calls that come of it, until there is an answer. */
export class ToolLoop<Chunk, Answer extends AnyAnswer, Item, Changes extends ToolChanges> {
  readonly steps: ToolStep<Answer>[] = [];
  readonly pendingToolCalls: ToolCallResult[] = [];
  readonly listeners = new StreamListeners<ToolRunEvents<Chunk, Answer>>(TOOL_RUN_EVENTS);
  state: RunState = "idle";

  readonly #params: ToolRunOptions<ToolStep<Answer>, Item, Changes> & ToolChanges;
  readonly #start: () => Promise<LoopApi<Chunk, Answer, Item, Changes>>;
  readonly #signal: AbortSignal | null | undefined;
  readonly #controller = new AbortController();
  readonly #ending: Promise<Answer>;
  #settle!: { resolve: (answer: Answer) => void; reject: (error: unknown) => void };
  #items: Item[];
  #api: LoopApi<Chunk, Answer, Item, Changes> | undefined;
  #claimed = false;

  constructor(init: ToolLoopInit<Chunk, Answer, Item, Changes>) {
    this.#params = init.params;
    this.#items = [...init.items];
    this.#start = init.start;
    this.#ending = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.#ending.catch(() => {});
    this.#signal = init.signal;
  }

  /** The chunks of all steps, once. */
  iterate(): AsyncGenerator<Chunk, void, undefined> {
    if (this.#claimed) throw alreadyConsumed();
    this.#claimed = true;
    return this.#run();
  }

  /** The last answer, once the run is complete. */
  final(): Promise<Answer> {
    this.runByItself();
    return this.#ending;
  }

  /** Reads to the end, unless somebody has begun to read by the end of the present tick. */
  runByItself(): void {
    asMicrotask(async () => {
      if (this.#claimed) return;
      try {
        for await (const _chunk of this.iterate());
      } catch {
        // Whoever waits for the result gets it.
      }
    });
  }

  /** The conversation so far, every call with its result. */
  get items(): Item[] {
    return [...this.#items];
  }

  /** What all steps used and cost together. */
  get total(): LedgerTotals | null {
    return this.#api?.ledger.total ?? null;
  }

  /** In USD: as reported, and as estimated where nothing was reported. */
  get costUsd(): number {
    return (this.total?.costUsd ?? 0) + (this.total?.estimatedUsd ?? 0);
  }

  /** Stops the run: the step that is under way, and through their signal the tools that run. */
  abort(reason?: unknown): void {
    if (this.state === "idle" || this.state === "running") this.#controller.abort(reason);
  }

  async *#run(): AsyncGenerator<Chunk, void, undefined> {
    this.state = "running";
    const unfollow = this.#followSignal();
    try {
      const options = resolveToolRunOptions(this.#params);
      this.#api = await this.#unlessAborted(this.#start());
      for (let index = 0; ; index++) {
        const answer = yield* this.#step(index, options, this.#api);
        if (answer === undefined) continue;
        this.listeners.emit("end", answer);
        this.#throwOfListeners();
        this.state = "finished";
        this.#settle.resolve(answer);
        return;
      }
    } catch (error) {
      this.state = "failed";
      this.#settle.reject(error);
      this.listeners.emit("error", error);
      throw error;
    } finally {
      unfollow();
      if (this.state === "running") this.#closedEarly();
    }
  }

  /** Only while the run goes on, so that a signal that lives long keeps nothing of it. */
  #followSignal(): () => void {
    const signal = this.#signal;
    if (signal?.aborted) this.#controller.abort(signal.reason);
    return onAbort(signal, () => this.#controller.abort(signal?.reason));
  }

  /** A listener that throws ends the run, as it ends a stream. */
  #throwOfListeners(): void {
    const failure = this.listeners.takeFailure();
    if (failure !== undefined) throw listenerFailed(failure);
  }

  #closedEarly(): void {
    this.state = "closed";
    this.#controller.abort();
    this.#settle.reject(
      new APIUserAbortError(
        "The run was left before its end, so there is no final answer. `messages` has what is complete.",
      ),
    );
  }

  /** One request and the calls that come of it; gives the answer that ends the run. */
  async *#step(
    index: number,
    options: ResolvedToolRunOptions<ToolStep<Answer>, Item, Changes>,
    api: LoopApi<Chunk, Answer, Item, Changes>,
  ): AsyncGenerator<Chunk, Answer | undefined, undefined> {
    this.#throwIfAborted();
    if (index >= options.maxSteps) throw this.#tooManySteps(options.maxSteps);
    const { costUsd } = this;
    const state = { index, steps: this.steps, messages: this.items, costUsd };
    const changes = await this.#unlessAborted(Promise.resolve(options.prepareStep?.(state)));
    const tools = toolsByName(changes?.tools ?? this.#params.tools ?? []);
    const stream = await api.open(this.#items, changes, index > 0, this.#controller.signal);
    for await (const chunk of stream) {
      this.listeners.emit("chunk", chunk);
      const text = api.textOf(chunk);
      if (text !== undefined) this.listeners.emit("content", text);
      this.#throwOfListeners();
      yield chunk;
    }
    const answer = await api.answerOf(stream);
    const calls = api.callsOf(answer);
    const cut = calls.length > 0 ? api.cutOff(answer) : undefined;
    const ended = cut === undefined ? await this.#makeCalls(calls, { options, tools, step: index }) : [];
    await this.#endStep(
      toolStep(
        index,
        answer,
        ended.map(({ call }) => call),
      ),
      cut === undefined,
      api,
      options,
    );
    if (cut !== undefined) throw cutOffError(cut, answer);
    const fatal = ended.find((call) => call.fatal)?.fatal;
    if (fatal !== undefined) throw fatal.error;
    return calls.length === 0 || this.pendingToolCalls.length > 0 ? answer : undefined;
  }

  #makeCalls(
    calls: readonly RequestedToolCall[],
    {
      options,
      tools,
      step,
    }: Pick<CallSurroundings, "tools" | "step"> & {
      readonly options: ResolvedToolRunOptions<ToolStep<Answer>, Item, Changes>;
    },
  ): Promise<EndedCall[]> {
    const around: CallSurroundings = {
      options: options as unknown as CallSurroundings["options"],
      tools,
      step,
      slots: new Slots(options.toolConcurrency),
      signal: this.#controller.signal,
      onStart: (call) => this.listeners.emit("toolCall", call),
    };
    return Promise.all(
      calls.map(async (call) => {
        const ended = await executeCall(call, around);
        if (ended.call.outcome !== "pending") this.listeners.emit("toolResult", ended.call);
        return ended;
      }),
    );
  }

  /** Takes a step into the conversation: an answer whose calls were cut off can't be sent back, and stays out of it. */
  async #endStep(
    step: ToolStep<Answer>,
    whole: boolean,
    api: LoopApi<Chunk, Answer, Item, Changes>,
    { onStep }: ResolvedToolRunOptions<ToolStep<Answer>, Item, Changes>,
  ): Promise<void> {
    if (whole) {
      const answered = step.toolCalls.filter(({ outcome }) => outcome !== "pending");
      this.#items.push(...api.itemsOf(step.answer), ...answered.map((call) => api.resultOf(call)));
      this.pendingToolCalls.push(...step.toolCalls.filter(({ outcome }) => outcome === "pending"));
    }
    this.steps.push(step);
    this.#throwIfAborted();
    this.listeners.emit("step", step);
    this.#throwOfListeners();
    await onStep?.(step);
  }

  /** What is waited for before a step is asked for: prices, and what the caller prepares. */
  async #unlessAborted<Value>(promise: Promise<Value>): Promise<Value> {
    try {
      return await unlessAborted(promise, this.#controller.signal);
    } catch (error) {
      this.#throwIfAborted();
      throw error;
    }
  }

  #throwIfAborted(): void {
    const { signal } = this.#controller;
    if (signal.aborted)
      throw signal.reason instanceof APIUserAbortError ? signal.reason : abortedBy(signal.reason);
  }

  #tooManySteps(maxSteps: number): AurikoAPIError {
    return new AurikoAPIError(
      `The model still calls tools after ${maxSteps} steps. Raise \`maxSteps\`, or go on with \`messages\` of the run.`,
      { code: "max_steps", param: "maxSteps", retryable: false, partial: this.steps.at(-1)?.answer },
    );
  }
}

function cutOffError(reason: "truncated" | "content_filter", answer: AnyAnswer): StructuredOutputError {
  const why = reason === "truncated" ? "at the token limit" : "at a content filter";
  return new StructuredOutputError(
    `The answer ended ${why} in the middle of its tool calls, so that none of them was made.`,
    {
      reason,
      partial: answer,
      usage: answer.usage ?? undefined,
      routingMetadata: answer.routing_metadata ?? undefined,
    },
  );
}
