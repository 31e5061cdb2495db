import { AurikoAPIError, StructuredOutputError } from "../errors";
import { unlessAborted } from "../pipeline/unless-aborted";
import { onAbort } from "../streaming/follow-signal";
import type { Slots } from "./slots";
import type { Tool, ToolContext } from "./tool";
import { readArguments } from "./tool-arguments";
import { type RequestedToolCall, type ToolCallRequest, type ToolCallResult, toldError } from "./tool-call";
import type { ResolvedToolRunOptions } from "./tool-run-options";

/** What the calls of one step share. */
export interface CallSurroundings {
  readonly tools: ReadonlyMap<string, Tool>;
  readonly options: Pick<
    ResolvedToolRunOptions<unknown, unknown, unknown>,
    "approve" | "toolErrors" | "toolTimeout"
  >;
  readonly slots: Slots;
  readonly step: number;
  /** Aborts when the run is stopped. */
  readonly signal: AbortSignal;
  /** Told when a tool begins to run. */
  onStart(call: ToolCallRequest): void;
}

/** A call that has ended, and the error that ends the run because of it. */
export interface EndedCall {
  readonly call: ToolCallResult;
  readonly fatal?: { readonly error: unknown };
}

type Ending = Omit<ToolCallResult, "id" | "name" | "arguments" | "durationMs">;

/** Timers of more milliseconds would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Makes one call, whatever comes of it. Never rejects. */
export async function executeCall(call: RequestedToolCall, around: CallSurroundings): Promise<EndedCall> {
  const running = new RunningCall(call, around);
  try {
    return running.ended(await unlessAborted(running.run(), around.signal));
  } catch (error) {
    if (around.signal.aborted) return running.ended(aborted(call, around.signal.reason));
    return running.failed(error);
  }
}

class RunningCall {
  private args: unknown;
  private startedAt: number | undefined;

  constructor(
    private readonly call: RequestedToolCall,
    private readonly around: CallSurroundings,
  ) {
    this.args = call.arguments;
  }

  async run(): Promise<Ending> {
    const { call, around } = this;
    const tool = around.tools.get(call.name);
    if (tool === undefined) throw unknownTool(call, around.tools);
    this.args = await readArguments(call, tool);
    const { execute } = tool;
    if (execute === undefined) return { outcome: "pending", content: "" };
    const denial = await this.denialOf(tool);
    if (denial !== undefined) return denied(denial);
    const result = await around.slots.run(() => this.execute(execute, tool.timeout));
    return { outcome: "success", result, content: textOf(result, call) };
  }

  private get request(): ToolCallRequest {
    return { id: this.call.id, name: this.call.name, arguments: this.args };
  }

  private context(signal: AbortSignal): ToolContext {
    return { signal, toolCallId: this.call.id, step: this.around.step };
  }

  /** Why the call must not be made; `undefined` when it may. */
  private async denialOf({ needsApproval }: Tool): Promise<string | undefined> {
    const { approve } = this.around.options;
    const needed =
      typeof needsApproval === "function"
        ? await needsApproval(this.args as never, this.context(this.around.signal))
        : needsApproval;
    if (!needed) return undefined;
    const answer = await approve?.(this.request);
    if (answer === true) return undefined;
    return typeof answer === "string" && answer !== "" ? answer : "The user did not allow this call.";
  }

  private async execute(execute: NonNullable<Tool["execute"]>, own: number | undefined): Promise<unknown> {
    const { signal } = this.around;
    signal.throwIfAborted();
    const timeout = own ?? this.around.options.toolTimeout;
    const controller = new AbortController();
    const unfollow = onAbort(signal, () => controller.abort(signal.reason));
    const error = timeout === undefined ? undefined : tookTooLong(this.call, timeout);
    const timer = error && setTimeout(() => controller.abort(error), Math.min(timeout ?? 0, MAX_TIMER_MS));
    this.startedAt = performance.now();
    this.around.onStart(this.request);
    try {
      const running = Promise.resolve(execute(this.args as never, this.context(controller.signal)));
      return await unlessAborted(running, controller.signal).catch((reason: unknown) => {
        // A tool may well reject with something of its own when its signal aborts: the time is what ended it.
        throw error !== undefined && controller.signal.reason === error ? error : reason;
      });
    } finally {
      clearTimeout(timer);
      unfollow();
    }
  }

  async failed(error: unknown): Promise<EndedCall> {
    const { toolErrors } = this.around.options;
    const ending = { outcome: "error", error, content: toldFailure(error, this.call) } as const;
    if (toolErrors === "tell") return this.ended(ending);
    if (toolErrors === "throw") return { ...this.ended(ending), fatal: { error } };
    try {
      const told = await toolErrors(error, this.request);
      return this.ended(told === undefined ? ending : { ...ending, content: textOf(told, this.call) });
    } catch (fatal) {
      return { ...this.ended(ending), fatal: { error: fatal } };
    }
  }

  ended(ending: Ending): EndedCall {
    const durationMs = this.startedAt === undefined ? 0 : performance.now() - this.startedAt;
    return { call: { ...this.request, ...ending, durationMs } };
  }
}

/** A result as the model reads it: a text as it is, anything else as JSON. */
function textOf(result: unknown, { name }: RequestedToolCall): string {
  if (typeof result === "string") return result;
  try {
    return JSON.stringify(result) ?? "null";
  } catch (cause) {
    throw new AurikoAPIError(`The result of ${name} can't be written as JSON: ${messageOf(cause)}`, {
      code: "invalid_parameter_value",
      cause,
    });
  }
}

function denied(reason: string): Ending {
  return { outcome: "denied", content: toldError("denied", reason) };
}

function aborted({ name }: RequestedToolCall, error: unknown): Ending {
  const message = `${name} was stopped before it ended; it may have had effects.`;
  return { outcome: "aborted", error, content: toldError("aborted", message) };
}

function toldFailure(error: unknown, call: RequestedToolCall): string {
  if (error instanceof StructuredOutputError && error.text === call.arguments) {
    return toldError(error.reason === "invalid_json" ? "invalid_json" : "invalid_arguments", error.message, {
      ...(error.issues.length > 0 && { issues: error.issues }),
    });
  }
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return toldError(typeof code === "string" ? code : "tool_failed", messageOf(error));
}

function unknownTool({ name }: RequestedToolCall, tools: ReadonlyMap<string, Tool>): AurikoAPIError {
  const known = [...tools.keys()].join(", ");
  return new AurikoAPIError(`There is no tool called ${name}. The tools are: ${known}.`, {
    code: "unknown_tool",
    retryable: false,
  });
}

function tookTooLong({ name }: RequestedToolCall, timeout: number): AurikoAPIError {
  return new AurikoAPIError(`${name} did not end within ${timeout} ms.`, {
    code: "tool_timeout",
    retryable: false,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
