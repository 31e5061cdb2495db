import type { GatewayOptions, RoutingOptions } from "../routing";
import { record } from "../validation/checks";
import { checkGateway, checkRouting } from "./check-gateway";
import { mergeExtraBody } from "./merge-extra-body";

const GATEWAY_FIELDS = ["models", "routing", "metadata"];

/** The fields that routing or gateway options add to a request body. */
export interface ExtraBody {
  gateway?: GatewayOptions;
}

/**
 * Routing options, or whole gateway options, as fields of a request body: for clients that send what they are given,
 * such as `openai`, and for settings that take a piece of a body, such as `modelSettings.providerData` of OpenAI Agents.
 *
 * Fields that are `null` are left out. `{}` counts as routing options and gives `{ gateway: { routing: {} } }`.
 * @throws BadRequestError for an unknown field or a value out of range; `param` is its path.
 */
export function toExtraBody(options: RoutingOptions | GatewayOptions): ExtraBody {
  const given = record(options, "options");
  if (!GATEWAY_FIELDS.some((field) => given[field] !== undefined)) {
    return { gateway: { routing: checkRouting({ ...given }, "routing") } };
  }
  const gateway = checkGateway(given);
  return Object.keys(gateway).length > 0 ? { gateway } : {};
}

/**
 * Two pieces of a request body as one: fields of `overlay` win, and where both have a `gateway` object, its fields are
 * merged one level deep. Neither argument is changed, and nothing is checked.
 */
export function mergeGatewayExtraBody(
  base: Readonly<Record<string, unknown>> | ExtraBody | null | undefined,
  overlay: Readonly<Record<string, unknown>> | ExtraBody | null | undefined,
): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  if (base !== undefined && base !== null) mergeExtraBody(merged, base);
  if (overlay !== undefined && overlay !== null) mergeExtraBody(merged, overlay);
  return merged;
}
