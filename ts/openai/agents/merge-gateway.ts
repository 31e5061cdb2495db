import type { GatewayOptions } from "../../index";

/** Fields whose own fields are merged; of all others the later one counts whole. */
const MERGED = ["routing", "metadata"] as const;

/** Gateway options laid over each other, the later ones on top; `undefined` when none are given. */
export function mergeGateway(
  ...layers: readonly (GatewayOptions | null | undefined)[]
): GatewayOptions | undefined {
  let merged: GatewayOptions | undefined;
  for (const layer of layers) {
    if (layer === undefined || layer === null) continue;
    const below: GatewayOptions = merged ?? {};
    merged = { ...below, ...layer };
    for (const field of MERGED) {
      const both = below[field] && layer[field];
      if (both) merged = { ...merged, [field]: { ...below[field], ...layer[field] } };
    }
  }
  return merged;
}
