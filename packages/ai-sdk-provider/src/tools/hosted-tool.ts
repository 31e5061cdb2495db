/**
 * A tool that runs at the provider, for the `tools` of a call over `auriko.responses(…)`. Its key there is the name
 * under which its calls and results appear.
 */
export interface HostedTool<Type extends string> {
  readonly type: Type;
  readonly id: `auriko.${string}`;
  readonly name: string;
  readonly args: Record<string, unknown>;
  /** AI SDK 7 asks for it. */
  readonly isProviderExecuted: true;
  /**
   * What the AI SDK reads a call's input with: anything goes. `never`, because each version has its own type for it.
   */
  readonly inputSchema: never;
}

/** The AI SDK's marks of a schema, and of what can validate, which version 5 asks for besides. */
const schemaMark = Symbol.for("vercel.ai.schema");
const validatorMark = Symbol.for("vercel.ai.validator");

/** Makes `hostedTool` for a version of the specification, which differ in what they call such tools. */
export function hostedToolOf<Type extends string>(type: Type) {
  return (tool: string, args: Record<string, unknown> = {}): HostedTool<Type> => ({
    type,
    id: `auriko.${tool}`,
    name: tool,
    args,
    isProviderExecuted: true,
    inputSchema: anything as never,
  });
}

const anything = {
  [schemaMark]: true,
  [validatorMark]: true,
  jsonSchema: { type: "object" },
  validate: (value: unknown) => ({ success: true, value }),
};
