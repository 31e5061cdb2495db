import type { Dialect } from "../core/dialect";
import type { CallOptions } from "./call-options";
import type { ProviderMetadata } from "./json";
import type { GenerateResult, StreamResult } from "./parts";
import { type FinishReasonV3, type UsageV3, v3, type WarningV3 } from "./v3";

/** A file that the model made, in base64. */
export interface FileV4 {
  type: "file";
  mediaType: string;
  data: { type: "data"; data: string };
  providerMetadata?: ProviderMetadata;
}

/** A model for AI SDK 7 alone (specification version 4). */
export interface AurikoLanguageModelV4 {
  readonly specificationVersion: "v4";
  readonly provider: string;
  readonly modelId: string;
  readonly supportedUrls: Record<string, RegExp[]>;
  doGenerate(options: CallOptions): Promise<GenerateResult<WarningV3, UsageV3, FinishReasonV3, FileV4>>;
  doStream(options: CallOptions): Promise<StreamResult<WarningV3, UsageV3, FinishReasonV3, FileV4>>;
}

/** Specification version 4: version 3 but for the way in which files are written. */
export const v4: Dialect<"v4", WarningV3, UsageV3, FinishReasonV3, FileV4> = {
  ...v3,
  version: "v4",
  file: ({ data, ...file }) => ({ type: "file", ...file, data: { type: "data", data } }),
};
