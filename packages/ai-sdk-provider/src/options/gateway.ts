import type { GatewayOptions } from "@auriko/sdk";
import type { AurikoLanguageModelOptions } from "./auriko-options";

/** Where routing is said: in the provider's settings, with the model, or with the call. Later ones win. */
type GatewaySource = Pick<AurikoLanguageModelOptions, "gateway" | "routing" | "models" | "metadata">;

/** Which model answers and how it is chosen, as parameters of a request. */
export interface ModelChoice {
  model?: string;
  gateway?: GatewayOptions;
}

/**
 * The `model` or `gateway` of a request. Routing and marks are merged field by field. A list of models
 * takes the place of `model`, with the model's id in front if it isn't in it: that's the one that the caller named.
 */
export function modelChoice(modelId: string, sources: readonly (GatewaySource | undefined)[]): ModelChoice {
  let gateway: GatewayOptions = {};
  for (const source of sources) {
    if (source === undefined) continue;
    const { routing, models, metadata } = source;
    if (source.gateway !== undefined) gateway = merge(gateway, source.gateway);
    if (routing !== undefined || models !== undefined || metadata !== undefined) {
      gateway = merge(gateway, { routing, models, metadata });
    }
  }
  const { models } = gateway;
  if (Array.isArray(models) && models.length > 0) {
    gateway = { ...gateway, models: models.includes(modelId) ? models : [modelId, ...models] };
    return { gateway };
  }
  const { models: _, ...rest } = gateway;
  return Object.keys(rest).length === 0 ? { model: modelId } : { model: modelId, gateway: rest };
}

/** Objects are merged, anything else replaces; what is wrong in them is for the client to say. */
function merge(below: GatewayOptions, above: GatewayOptions): GatewayOptions {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    if (value === undefined || value === null) continue;
    const old = merged[key];
    merged[key] = isPlain(old) && isPlain(value) ? { ...old, ...value } : value;
  }
  return merged;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
