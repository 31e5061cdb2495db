import { type AurikoProviderOf, createProvider } from "./provider/create-provider";
import type { AurikoProviderSettings } from "./provider/settings";
import { type AurikoLanguageModelV3, v3 } from "./spec/v3";
import { type HostedTool, hostedToolOf } from "./tools/hosted-tool";

export { type AurikoProviderMetadata, aurikoMetadata, totalCostUsd } from "./metadata/provider-metadata";
export type { AurikoLanguageModelOptions, AurikoPartOptions } from "./options/auriko-options";
export type { AurikoProviderOf, NoModel } from "./provider/create-provider";
export type { AurikoProviderSettings } from "./provider/settings";
export type { AurikoLanguageModelV3 } from "./spec/v3";
export type { HostedTool } from "./tools/hosted-tool";
export { VERSION } from "./version";

/** The Auriko provider for AI SDK 6 and 7. */
export interface AurikoProvider extends AurikoProviderOf<"v3", AurikoLanguageModelV3> {}

/**
 * Makes a provider for AI SDK 6 and 7.
 * @throws BadRequestError for a setting that is unknown or clashes with another.
 */
export function createAuriko(settings: AurikoProviderSettings = {}): AurikoProvider {
  return createProvider(v3, settings);
}

/** The provider with its defaults: the key is taken from `AURIKO_API_KEY` at the first call. */
export const auriko: AurikoProvider = createAuriko();

/**
 * A tool that runs at the provider, such as `hostedTool("web_search")`, for calls over `auriko.responses(…)`. `args`
 * are the tool's own fields. Which tools there are is up to the model.
 */
export const hostedTool: (tool: string, args?: Record<string, unknown>) => HostedTool<"provider"> =
  hostedToolOf("provider");
