/** A JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A function that the model may call. */
export interface FunctionDefinition {
  name: string;
  /** Tells the model when and how to call it. */
  description?: string | undefined;
  /** JSON Schema of the arguments. */
  parameters?: JsonSchema | undefined;
  /** Whether the arguments must follow the schema exactly. */
  strict?: boolean | null | undefined;
}

/** A tool that the model may use. */
export interface ChatCompletionTool {
  type: "function";
  function: FunctionDefinition;
}

/** Which tool the model has to use. Server default: `auto`. */
export type ToolChoice = "auto" | "required" | "none" | { type: "function"; function: { name: string } };

/** A tool call of the model, as it is sent back in the next turn. */
export interface ToolCallParam {
  id: string;
  type: "function";
  function: {
    name: string;
    /** JSON as text, as the model wrote it; it may be invalid. */
    arguments: string;
  };
  /** Opaque; send it back unchanged. */
  provider_signature?: string | null | undefined;
}

/** A tool call of the model. */
export interface ToolCall extends ToolCallParam {
  [key: string]: unknown;
}
