import type { Dialect } from "../core/dialect";
import type { CallOptions } from "./call-options";
import type { GenerateResult, StreamResult } from "./parts";

/** Something in a call that could not be done as asked. Settings of all kinds have one name here. */
export type WarningV2 =
  | { type: "unsupported-setting"; setting: SettingV2; details?: string }
  | { type: "other"; message: string };

/** Settings that version 2 of the specification can warn about. */
export type SettingV2 =
  | "maxOutputTokens"
  | "temperature"
  | "stopSequences"
  | "topP"
  | "topK"
  | "presencePenalty"
  | "frequencyPenalty"
  | "responseFormat"
  | "seed"
  | "tools"
  | "toolChoice"
  | "headers"
  | "providerOptions";

/** Tokens that an answer used. Tokens written to a cache have no place here; `providerMetadata.auriko` has them. */
export interface UsageV2 {
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  totalTokens: number | undefined;
  reasoningTokens?: number | undefined;
  cachedInputTokens?: number | undefined;
}

/** Why an answer ended. */
export type FinishReasonV2 =
  | "stop"
  | "length"
  | "content-filter"
  | "tool-calls"
  | "error"
  | "other"
  | "unknown";

/** A file that the model made; `data` is base64. */
export interface FileV2 {
  type: "file";
  mediaType: string;
  data: string;
}

/** A model for AI SDK 5 (specification version 2). */
export interface AurikoLanguageModelV2 {
  readonly specificationVersion: "v2";
  readonly provider: string;
  readonly modelId: string;
  readonly supportedUrls: Record<string, RegExp[]>;
  doGenerate(options: CallOptions): Promise<GenerateResult<WarningV2, UsageV2, FinishReasonV2, FileV2>>;
  doStream(options: CallOptions): Promise<StreamResult<WarningV2, UsageV2, FinishReasonV2, FileV2>>;
}

const settings: ReadonlySet<string> = new Set<SettingV2>([
  "maxOutputTokens",
  "temperature",
  "stopSequences",
  "topP",
  "topK",
  "presencePenalty",
  "frequencyPenalty",
  "responseFormat",
  "seed",
  "tools",
  "toolChoice",
  "headers",
  "providerOptions",
]);

/** Specification version 2. */
export const v2: Dialect<"v2", WarningV2, UsageV2, FinishReasonV2, FileV2> = {
  version: "v2",
  warning(warning) {
    if (warning.type === "other") return warning;
    const { feature, details } = warning;
    if (settings.has(feature)) {
      const setting = feature as SettingV2;
      return { type: "unsupported-setting", setting, ...(details !== undefined && { details }) };
    }
    return {
      type: "other",
      message: details === undefined ? `${feature} is not supported.` : `${feature}: ${details}`,
    };
  },
  usage({ input, cacheRead, output, reasoning, total }) {
    return {
      inputTokens: input,
      outputTokens: output,
      totalTokens: total,
      ...(reasoning !== undefined && { reasoningTokens: reasoning }),
      ...(cacheRead !== undefined && { cachedInputTokens: cacheRead }),
    };
  },
  finishReason: ({ unified, raw }) => (unified === "other" && raw === undefined ? "unknown" : unified),
  file: ({ mediaType, data }) => ({ type: "file", mediaType, data }),
};
