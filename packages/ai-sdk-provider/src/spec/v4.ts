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

/** An output item that has no other part, in `providerMetadata.auriko.item`; sent back with the message, it goes on. */
export interface CustomV4 {
  type: "custom";
  kind: `${string}.${string}`;
  providerMetadata: ProviderMetadata;
}

/** Parts that version 4 writes in its own way. */
export type OwnPartV4 = FileV4 | CustomV4;

/** A model for AI SDK 7 alone (specification version 4). */
export interface AurikoLanguageModelV4 {
  readonly specificationVersion: "v4";
  readonly provider: string;
  readonly modelId: string;
  readonly supportedUrls: Record<string, RegExp[]>;
  doGenerate(options: CallOptions): Promise<GenerateResult<WarningV3, UsageV3, FinishReasonV3, OwnPartV4>>;
  doStream(options: CallOptions): Promise<StreamResult<WarningV3, UsageV3, FinishReasonV3, OwnPartV4>>;
}

/** Specification version 4: version 3 but for the way in which files are written, and for parts that have no other. */
export const v4: Dialect<"v4", WarningV3, UsageV3, FinishReasonV3, OwnPartV4> = {
  ...v3,
  version: "v4",
  file: ({ data, ...file }) => ({ type: "file", ...file, data: { type: "data", data } }),
  custom: (item) => ({ type: "custom", ...item }),
};
