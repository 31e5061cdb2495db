import type { Dialect } from "../core/dialect";
import type { CallOptions } from "./call-options";
import type { JSONObject, ProviderMetadata } from "./json";
import type { GenerateResult, StreamResult } from "./parts";

/** Something in a call that could not be done as asked. */
export type WarningV3 =
  | { type: "unsupported" | "compatibility"; feature: string; details?: string }
  | { type: "other"; message: string };

/** Tokens that an answer used; `raw` is `usage` as it stood on the wire. */
export interface UsageV3 {
  inputTokens: {
    total: number | undefined;
    noCache: number | undefined;
    cacheRead: number | undefined;
    cacheWrite: number | undefined;
  };
  outputTokens: { total: number | undefined; text: number | undefined; reasoning: number | undefined };
  raw?: JSONObject;
}

/** Why an answer ended. */
export interface FinishReasonV3 {
  unified: "stop" | "length" | "content-filter" | "tool-calls" | "error" | "other";
  raw: string | undefined;
}

/** A file that the model made; `data` is base64. */
export interface FileV3 {
  type: "file";
  mediaType: string;
  data: string;
  providerMetadata?: ProviderMetadata;
}

/** A model for AI SDK 6 and 7 (specification version 3). */
export interface AurikoLanguageModelV3 {
  readonly specificationVersion: "v3";
  readonly provider: string;
  readonly modelId: string;
  readonly supportedUrls: Record<string, RegExp[]>;
  doGenerate(options: CallOptions): Promise<GenerateResult<WarningV3, UsageV3, FinishReasonV3, FileV3>>;
  doStream(options: CallOptions): Promise<StreamResult<WarningV3, UsageV3, FinishReasonV3, FileV3>>;
}

const less = (total: number | undefined, ...parts: (number | undefined)[]): number | undefined =>
  total === undefined
    ? undefined
    : Math.max(
        0,
        parts.reduce<number>((rest, part) => rest - (part ?? 0), total),
      );

/** Specification version 3. */
export const v3: Dialect<"v3", WarningV3, UsageV3, FinishReasonV3, FileV3> = {
  version: "v3",
  warning(warning) {
    if (warning.type === "other") return warning;
    const { type, feature, details } = warning;
    return details === undefined ? { type, feature } : { type, feature, details };
  },
  usage({ input, cacheRead, cacheWrite, output, reasoning, raw }) {
    return {
      inputTokens: { total: input, noCache: less(input, cacheRead, cacheWrite), cacheRead, cacheWrite },
      outputTokens: { total: output, text: less(output, reasoning), reasoning },
      ...(raw !== undefined && { raw: raw as JSONObject }),
    };
  },
  finishReason: (reason) => reason,
  file: (file) => ({ type: "file", ...file }),
};
