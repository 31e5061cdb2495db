import type { ChatCompletionTool, JsonSchema } from "../chat/tools";
import { invalidParameter } from "../errors";
import type { ResponseFunctionTool } from "../responses/params";
import { isStandardSchema, type StandardSchema } from "../structured-output";
import { closed, jsonSchemaOf } from "../structured-output/json-schema-of";
import { positive, record, wrong } from "../validation/checks";

/** Where a tool keeps the validator of its arguments; also what tells tools from plain definitions. */
export const argumentsValidator: unique symbol = Symbol.for("@auriko/sdk/tools/validator") as never;

/** What `execute` gets besides the arguments. */
export interface ToolContext {
  /** Aborts when the run is stopped, and when the tool's time is over. */
  readonly signal: AbortSignal;
  /** The id of the call. */
  readonly toolCallId: string;
  /** Which step of the run made the call, from 0. */
  readonly step: number;
}

/** What a tool is made from. */
export interface ToolDefinition<Parameters, Args, Result> {
  /** The name by which the model calls it: letters, digits, `_` and `-` at most providers. */
  name: string;
  /** Tells the model when and how to call it. */
  description?: string | undefined;
  /** What the arguments have to be: a Standard Schema validator (zod, valibot, arktype), or a JSON Schema. Default: none. */
  parameters: Parameters;
  /** Describes the arguments to the model, for a validator that can't do so itself. */
  jsonSchema?: JsonSchema | undefined;
  /**
   * Whether arguments must follow the schema exactly, at providers that can enforce it. Objects are then closed, and such
   * providers want every property to be required. Default: not sent.
   */
  strict?: boolean | undefined;
  /**
   * What the tool does. Its result, or what its promise gives, is told to the model: a text as it is, any other value as
   * JSON. Without it, the run ends at a call of this tool and leaves the call to you, in `pendingToolCalls`.
   */
  execute?: ((args: Args, context: ToolContext) => Result | PromiseLike<Result>) | undefined;
  /** Whether somebody has to approve a call before it is made; the run's `approve` is asked then. Default: false. */
  needsApproval?:
    | boolean
    | ((args: Args, context: ToolContext) => boolean | PromiseLike<boolean>)
    | undefined;
  /** How long a call may take, in milliseconds. Default: the run's `toolTimeout`. */
  timeout?: number | undefined;
}

/** A function that a model may call and that a run calls for it. `tool()` makes it. */
export interface Tool<Args = never, Result = unknown> {
  readonly [argumentsValidator]: StandardSchema | undefined;
  readonly name: string;
  readonly description: string | undefined;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonSchema | undefined;
  readonly strict: boolean | undefined;
  readonly execute: ((args: Args, context: ToolContext) => Result | PromiseLike<Result>) | undefined;
  readonly needsApproval: boolean | ((args: Args, context: ToolContext) => boolean | PromiseLike<boolean>);
  readonly timeout: number | undefined;
}

/**
 * A tool for `runTools()`. With a validator the arguments are checked, and `execute` gets what it makes of them; with a
 * JSON Schema they are what the model wrote.
 * @throws BadRequestError when something in the definition can't work, or the validator can't describe itself.
 */
export function tool<Args, Result>(
  definition: ToolDefinition<StandardSchema<unknown, Args>, Args, Result>,
): Tool<Args, Result>;
export function tool<Args = Record<string, unknown>, Result = unknown>(
  definition: Omit<ToolDefinition<JsonSchema, Args, Result>, "parameters"> & {
    parameters?: JsonSchema | undefined;
  },
): Tool<Args, Result>;
export function tool(
  definition: Omit<ToolDefinition<unknown, never, unknown>, "parameters"> & { parameters?: unknown },
): Tool<never, unknown> {
  const {
    name,
    description,
    strict,
    execute,
    needsApproval = false,
    timeout,
  } = record(definition, "tool") as unknown as typeof definition;
  if (typeof name !== "string" || name === "") throw wrong("name", "the name of the tool", name);
  if (execute !== undefined && typeof execute !== "function") throw wrong("execute", "a function", execute);
  if (typeof needsApproval !== "boolean" && typeof needsApproval !== "function") {
    throw wrong("needsApproval", "true, false or a function", needsApproval);
  }
  if (timeout !== undefined) positive(timeout, "timeout");
  const parameters = schemaOf(definition);
  return Object.freeze({
    [argumentsValidator]: isStandardSchema(definition.parameters) ? definition.parameters : undefined,
    name,
    description,
    parameters: strict === true && parameters !== undefined ? closed(parameters) : parameters,
    strict,
    execute,
    needsApproval,
    timeout,
  });
}

function schemaOf({ parameters, jsonSchema }: { parameters?: unknown; jsonSchema?: JsonSchema | undefined }) {
  if (jsonSchema !== undefined) return jsonSchema;
  return parameters === undefined ? undefined : jsonSchemaOf(parameters as StandardSchema | JsonSchema);
}

/** Whether something in a list of tools is one that a run can call. */
export function isTool(value: unknown): value is Tool {
  return typeof value === "object" && value !== null && argumentsValidator in value;
}

/** A tool as chat sends it; what is no `Tool` is sent as it is. */
export function chatTool(tool: unknown): ChatCompletionTool {
  return isTool(tool) ? { type: "function", function: definitionOf(tool) } : (tool as ChatCompletionTool);
}

/** A tool as Responses sends it; what is no `Tool` is sent as it is. */
export function responseTool(tool: unknown): ResponseFunctionTool {
  return isTool(tool) ? { type: "function", ...definitionOf(tool) } : (tool as ResponseFunctionTool);
}

function definitionOf({ name, description, parameters, strict }: Tool) {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(strict === undefined ? {} : { strict }),
  };
}

/**
 * The tools of a list by their names.
 * @throws BadRequestError when two have the same name.
 */
export function toolsByName(tools: readonly unknown[]): ReadonlyMap<string, Tool> {
  const byName = new Map<string, Tool>();
  for (const item of tools) {
    if (!isTool(item)) continue;
    if (byName.has(item.name)) {
      throw invalidParameter(
        "tools",
        `Two tools are called \`${item.name}\`: the model could not tell them apart.`,
      );
    }
    byName.set(item.name, item);
  }
  return byName;
}
