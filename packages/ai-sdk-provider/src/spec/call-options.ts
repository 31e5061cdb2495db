import type { ProviderOptions } from "./json";

/**
 * What the AI SDK hands to a model, in the widest form: everything that versions 2, 3 and 4 of its specification can
 * say. Each of their option types fits into this one, so one core can read them all.
 */
export interface CallOptions {
  readonly prompt: readonly PromptMessage[];
  readonly maxOutputTokens?: number | undefined;
  readonly temperature?: number | undefined;
  readonly stopSequences?: readonly string[] | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly seed?: number | undefined;
  readonly responseFormat?: ResponseFormatOption | undefined;
  readonly tools?: readonly ToolOption[] | undefined;
  readonly toolChoice?: ToolChoiceOption | undefined;
  readonly includeRawChunks?: boolean | undefined;
  readonly abortSignal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Version 4 only. AI SDK 7 hands it to models of version 3 as well. */
  readonly reasoning?: string | undefined;
  readonly providerOptions?: ProviderOptions | undefined;
}

/** The form that the answer is to have. */
export type ResponseFormatOption =
  | { readonly type: "text" }
  | {
      readonly type: "json";
      readonly schema?: object | boolean | undefined;
      readonly name?: string | undefined;
      readonly description?: string | undefined;
    };

/** A tool that the caller runs. */
export interface FunctionToolOption {
  readonly type: "function";
  readonly name: string;
  readonly description?: string | undefined;
  readonly inputSchema: object | boolean;
  readonly inputExamples?: readonly unknown[] | undefined;
  readonly strict?: boolean | undefined;
  readonly providerOptions?: ProviderOptions | undefined;
}

/** A tool that runs at the provider; `provider-defined` is version 2's name for it. */
export interface HostedToolOption {
  readonly type: "provider" | "provider-defined";
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export type ToolOption = FunctionToolOption | HostedToolOption;

/** Which tool the model has to use. */
export type ToolChoiceOption =
  | { readonly type: "auto" | "none" | "required" }
  | { readonly type: "tool"; readonly toolName: string };

interface Optioned {
  readonly providerOptions?: ProviderOptions | undefined;
}

/** A file's content: plain in versions 2 and 3, tagged in version 4. */
export type FileDataOption =
  | Uint8Array
  | string
  | URL
  | { readonly type: "data"; readonly data: Uint8Array | string }
  | { readonly type: "url"; readonly url: URL }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "reference"; readonly reference: Readonly<Record<string, string>> };

export interface TextPartOption extends Optioned {
  readonly type: "text";
  readonly text: string;
}

export interface ReasoningPartOption extends Optioned {
  readonly type: "reasoning";
  readonly text: string;
}

export interface FilePartOption extends Optioned {
  readonly type: "file";
  readonly filename?: string | undefined;
  readonly data: FileDataOption;
  readonly mediaType: string;
}

export interface ToolCallPartOption extends Optioned {
  readonly type: "tool-call";
  readonly toolCallId: string;
  readonly toolName: string;
  readonly input: unknown;
  readonly providerExecuted?: boolean | undefined;
}

export interface ToolResultPartOption extends Optioned {
  readonly type: "tool-result";
  readonly toolCallId: string;
  readonly toolName: string;
  readonly output: ToolOutputOption;
}

/** A part that this package has nothing to say about. */
export interface OtherPartOption extends Optioned {
  readonly type: "custom" | "reasoning-file" | "tool-approval-response";
}

export type UserPartOption = TextPartOption | FilePartOption;
export type AssistantPartOption =
  | TextPartOption
  | ReasoningPartOption
  | FilePartOption
  | ToolCallPartOption
  | ToolResultPartOption
  | OtherPartOption;

/** What a tool gave back. */
export type ToolOutputOption =
  | { readonly type: "text" | "error-text"; readonly value: string }
  | { readonly type: "json" | "error-json"; readonly value: unknown }
  | { readonly type: "execution-denied"; readonly reason?: string | undefined }
  | { readonly type: "content"; readonly value: readonly ToolContentOption[] };

/** A piece of a tool's output; how files are written differs with the version. */
export interface ToolContentOption {
  readonly type: string;
  readonly text?: string | undefined;
  readonly mediaType?: string | undefined;
}

/** A message of the conversation. */
export type PromptMessage = Optioned &
  (
    | { readonly role: "system"; readonly content: string }
    | { readonly role: "user"; readonly content: readonly UserPartOption[] }
    | { readonly role: "assistant"; readonly content: readonly AssistantPartOption[] }
    | { readonly role: "tool"; readonly content: readonly (ToolResultPartOption | OtherPartOption)[] }
  );
