import { missingParameter } from "../errors";
import { integer, positive, wrong } from "../validation/checks";
import { isTool } from "./tool";
import type { ToolCallRequest } from "./tool-call";

/** What somebody says about a call: `true` lets it go ahead; `false`, or a text with the reason, does not. */
export type ToolApproval = boolean | string;

/**
 * What happens with a call that fails: `tell` tells the model, which can correct itself; `throw` ends the run with the
 * error; a function gives what the model is told, or throws to end the run.
 */
export type ToolErrorHandling =
  | "tell"
  | "throw"
  | ((error: unknown, call: ToolCallRequest) => unknown | PromiseLike<unknown>);

/** What `prepareStep` is told. */
export interface StepState<Step, Item> {
  /** Which step is about to begin, from 0. */
  readonly index: number;
  /** The steps before it. */
  readonly steps: readonly Step[];
  /** The conversation so far. */
  readonly messages: readonly Item[];
  /** What the run has cost so far, in USD. */
  readonly costUsd: number;
}

/** How a run goes: these stand beside the parameters of the request. */
export interface ToolRunOptions<Step, Item, Changes> {
  /** Most requests of the run. Reaching it is an error of code `max_steps`. Default: 10. */
  maxSteps?: number | undefined;
  /**
   * What all steps together may cost, in USD; reaching it gives a `SpendLimitError`, also in the middle of a step. Prices
   * are loaded from the directory if the client has none. Default: no limit but the client's.
   */
  maxCostUsd?: number | null | undefined;
  /** How many tools of one step run at the same time. Default: 8. */
  toolConcurrency?: number | undefined;
  /** How long each call may take, in milliseconds, approval not counted; then its error is of code `tool_timeout`. Default: no limit. */
  toolTimeout?: number | undefined;
  /** What happens with a call that fails. Default: `tell`. */
  toolErrors?: ToolErrorHandling | undefined;
  /** Asks somebody about a call of a tool with `needsApproval`; it may take as long as a person does. */
  approve?: ((call: ToolCallRequest) => ToolApproval | PromiseLike<ToolApproval>) | undefined;
  /** Called after each step, its tools included; the run waits for it. */
  onStep?: ((step: Step) => void | PromiseLike<void>) | undefined;
  /**
   * Called before each step; returns parameters that this step has in place of the run's: the model, `gateway`, `tools`,
   * `tool_choice`, the conversation itself.
   */
  prepareStep?:
    | ((state: StepState<Step, Item>) => Changes | null | undefined | PromiseLike<Changes | null | undefined>)
    | undefined;
}

/** Options that were checked and completed. */
export interface ResolvedToolRunOptions<Step, Item, Changes>
  extends Pick<ToolRunOptions<Step, Item, Changes>, "approve" | "onStep" | "prepareStep" | "toolTimeout"> {
  readonly maxSteps: number;
  readonly maxCostUsd: number | null;
  readonly toolConcurrency: number;
  readonly toolErrors: ToolErrorHandling;
}

const names = [
  "maxSteps",
  "maxCostUsd",
  "toolConcurrency",
  "toolTimeout",
  "toolErrors",
  "approve",
  "onStep",
  "prepareStep",
] as const;
const count = integer({ min: 1 });

/** The parameters without the options of the run. */
export function withoutRunOptions<P extends object>(params: P): Omit<P, (typeof names)[number]> {
  const rest: Partial<Record<string, unknown>> = { ...params };
  for (const name of names) delete rest[name];
  return rest as Omit<P, (typeof names)[number]>;
}

/**
 * Checks the options of a run.
 * @throws BadRequestError with the name of the option.
 */
export function resolveToolRunOptions<Step, Item, Changes>(
  given: ToolRunOptions<Step, Item, Changes> & { readonly tools?: unknown },
): ResolvedToolRunOptions<Step, Item, Changes> {
  const { maxSteps = 10, maxCostUsd = null, toolConcurrency = 8, toolTimeout, toolErrors = "tell" } = given;
  if (!Array.isArray(given.tools)) throw wrong("tools", "an array of tools", given.tools);
  count(maxSteps, "maxSteps");
  count(toolConcurrency, "toolConcurrency");
  if (toolTimeout !== undefined) positive(toolTimeout, "toolTimeout");
  if (toolErrors !== "tell" && toolErrors !== "throw" && typeof toolErrors !== "function") {
    throw wrong("toolErrors", '"tell", "throw" or a function', toolErrors);
  }
  for (const name of ["approve", "onStep", "prepareStep"] as const) {
    if (given[name] !== undefined && typeof given[name] !== "function")
      throw wrong(name, "a function", given[name]);
  }
  if (
    given.approve === undefined &&
    given.tools.some((item) => isTool(item) && item.needsApproval !== false)
  ) {
    throw missingParameter(
      "approve",
      "`approve` is missing: a tool has `needsApproval`, and nobody could be asked.",
    );
  }
  const { approve, onStep, prepareStep } = given;
  return { maxSteps, maxCostUsd, toolConcurrency, toolTimeout, toolErrors, approve, onStep, prepareStep };
}
