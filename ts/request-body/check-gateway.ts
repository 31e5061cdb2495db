import { invalidParameter } from "../errors/client-side";
import type { GatewayMetadata, RoutingOptions, RoutingWeights } from "../routing/routing-options";
import {
  boolean,
  type Check,
  type Checks,
  checkFields,
  integer,
  nonNegative,
  positive,
  string,
  stringMap,
  strings,
} from "../validation/checks";

const weightChecks = {
  cost: nonNegative,
  ttft: nonNegative,
  throughput: nonNegative,
} satisfies Record<keyof RoutingWeights, Check>;

const weights: Check = (value, path) => {
  const given = checkFields(value, path, weightChecks, { tps: "throughput" });
  if (Object.values(given).some((weight) => typeof weight === "number" && weight > 0)) return;
  throw invalidParameter(path, `\`${path}\` needs at least one weight above 0: cost, ttft or throughput.`);
};

// Names of strategies, modes, policies and percentiles are the server's to know: a list here would block new ones.
const routingChecks = {
  optimize: string,
  weights,
  max_cost_per_1m: positive,
  max_ttft_ms: integer({ min: 1 }),
  min_throughput_tps: positive,
  ttft_percentile: string,
  throughput_percentile: string,
  providers: strings,
  exclude_providers: strings,
  prefer: string,
  mode: string,
  allow_fallbacks: boolean,
  max_fallback_attempts: integer({ min: 1, max: 19 }),
  timeout_ms: integer({ min: 1 }),
  deadline_ms: integer({ min: 1 }),
  data_policy: string,
  only_byok: boolean,
  only_platform: boolean,
  require_parameters: boolean,
  tier: string,
} satisfies Record<keyof RoutingOptions, Check>;

const metadataChecks = {
  tags: strings,
  user_id: string,
  trace_id: string,
  custom_fields: stringMap,
} satisfies Record<keyof GatewayMetadata, Check>;

// Only checked for being known: the parts have checks of their own, under the path that the caller used.
const anything: Check = () => {};
const gatewayChecks: Checks = { models: anything, routing: anything, metadata: anything };

/**
 * Routing options, checked; fields that are `null` are left out. `path` is where the caller wrote them.
 * @throws BadRequestError for an unknown field, a value out of range, or options that exclude each other.
 */
export function checkRouting(value: unknown, path: string): Record<string, unknown> {
  const routing = checkFields(value, path, routingChecks, { strategy: "optimize", sort: "optimize" });
  if (routing.only_byok === true && routing.only_platform === true) {
    throw invalidParameter(
      `${path}.only_byok`,
      `\`${path}.only_byok\` and \`${path}.only_platform\` exclude each other: set only one of them to true.`,
    );
  }
  const { deadline_ms: deadline, timeout_ms: timeout } = routing;
  if (typeof deadline === "number" && typeof timeout === "number" && deadline < timeout) {
    throw invalidParameter(
      `${path}.deadline_ms`,
      `\`${path}.deadline_ms\` (${deadline}) limits the whole request and can't be below \`${path}.timeout_ms\` (${timeout}), the limit of one attempt.`,
    );
  }
  return routing.weights === undefined
    ? routing
    : { ...routing, weights: checkFields(routing.weights, `${path}.weights`, weightChecks) };
}

/** The routing option that a parameter names, if it stands where none does; also in the British spelling. */
export function misplacedRoutingField(name: string): string | undefined {
  if (name === "optimise") return "optimize";
  return Object.hasOwn(routingChecks, name) ? name : undefined;
}

/** A list of models, checked. */
export function checkModels(value: unknown, path: string): readonly string[] {
  strings(value, path);
  return value as readonly string[];
}

/** The `gateway` object, checked in depth; `null` fields are left out at every level. */
export function checkGateway(value: unknown): Record<string, unknown> {
  const gateway = checkFields(value, "gateway", gatewayChecks);
  const { models, routing, metadata } = gateway;
  const checked: Record<string, unknown> = {};
  if (models !== undefined) checked.models = checkModels(models, "gateway.models");
  if (routing !== undefined) checked.routing = checkRouting(routing, "gateway.routing");
  if (metadata !== undefined) checked.metadata = checkFields(metadata, "gateway.metadata", metadataChecks);
  return checked;
}
