import "./augmentation";

export { mapOpenAIError, mergeGatewayExtraBody, parseRoutingMetadata, toExtraBody } from "../index";
export {
  AurikoModelProvider,
  type AurikoModelProviderOptions,
  type RunRouting,
  type RunStep,
} from "./agents/model-provider";
export { AurikoOpenAI, type AurikoOpenAIOptions } from "./auriko-openai";
export type { RoutingCapture } from "./routing-capture";
export type { OnResponse } from "./routing-recorder";
