import type { JSONValue, ProviderMetadata } from "./json";

interface Described {
  providerMetadata?: ProviderMetadata;
}

/** A source that an answer names: an address, or a file by its name. */
export type SourcePart =
  | (Described & { type: "source"; sourceType: "url"; id: string; url: string; title?: string })
  | (Described & {
      type: "source";
      sourceType: "document";
      id: string;
      mediaType: string;
      title: string;
      filename?: string;
    });

/** A whole tool call; `input` is JSON as text. */
export interface ToolCallPart extends Described {
  type: "tool-call";
  toolCallId: string;
  toolName: string;
  input: string;
  providerExecuted?: boolean;
}

/** What a tool that ran at the provider gave back. */
export interface ToolResultPart extends Described {
  type: "tool-result";
  toolCallId: string;
  toolName: string;
  result: NonNullable<JSONValue>;
  isError?: boolean;
  providerExecuted?: boolean;
}

/** Which piece of a text a source stands behind; only AI SDK 7 looks at it. */
export interface Citation {
  source: SourcePart;
  startIndex?: number;
  endIndex?: number;
}

/** Text of an answer. */
export interface TextContent extends Described {
  type: "text";
  text: string;
  citations?: Citation[];
}

/** Reasoning of an answer. */
export interface ReasoningContent extends Described {
  type: "reasoning";
  text: string;
}

/** What an answer consists of, in the words that all versions share. Files differ, see `Dialect`. */
export type CommonContent = TextContent | ReasoningContent | SourcePart | ToolCallPart | ToolResultPart;

type BlockPart<Name extends string> =
  | (Described & { type: `${Name}-start`; id: string })
  | (Described & { type: `${Name}-delta`; id: string; delta: string })
  | (Described & { type: `${Name}-end`; id: string; citations?: Citation[] });

/** Parts of a stream in the words that all versions share. */
export type CommonStreamPart =
  | BlockPart<"text">
  | BlockPart<"reasoning">
  | (Described & { type: "tool-input-start"; id: string; toolName: string; providerExecuted?: boolean })
  | (Described & { type: "tool-input-delta"; id: string; delta: string })
  | (Described & { type: "tool-input-end"; id: string })
  | SourcePart
  | ToolCallPart
  | ToolResultPart
  | { type: "response-metadata"; id?: string; timestamp?: Date; modelId?: string }
  | { type: "raw"; rawValue: unknown }
  | { type: "error"; error: unknown };

/** Parts of a stream that each version words in its own way. */
export type SpecificStreamPart<Warning, Usage, Finish, File> =
  | { type: "stream-start"; warnings: Warning[] }
  | { type: "finish"; usage: Usage; finishReason: Finish; providerMetadata?: ProviderMetadata }
  | File;

/** Parts of a stream. */
export type StreamPart<Warning, Usage, Finish, File> =
  | CommonStreamPart
  | SpecificStreamPart<Warning, Usage, Finish, File>;

/** The result of `doGenerate`. */
export interface GenerateResult<Warning, Usage, Finish, File> {
  content: (CommonContent | File)[];
  finishReason: Finish;
  usage: Usage;
  providerMetadata: ProviderMetadata;
  request: { url: string; body: unknown };
  response: {
    id?: string;
    timestamp?: Date;
    modelId?: string;
    headers: Record<string, string>;
    body: unknown;
  };
  warnings: Warning[];
}

/** The result of `doStream`. */
export interface StreamResult<Warning, Usage, Finish, File> {
  stream: ReadableStream<StreamPart<Warning, Usage, Finish, File>>;
  request: { url: string; body: unknown };
  response: { headers: Record<string, string> };
}
