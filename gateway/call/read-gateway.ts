import { readRouting } from "../routing/read-routing";
import type { RoutingRequest } from "../routing/routing-request";
import { ApiFailure, invalidValue, missingValue } from "../server/api-failure";
import { anObject, aString, checkFields, type FieldCheck, isObject, strings } from "./field-checks";

const METADATA_CHECKS: Readonly<Record<string, FieldCheck>> = {
  tags: strings,
  user_id: aString,
  trace_id: aString,
  custom_fields: (value) =>
    isObject(value) && Object.values(value).every((field) => typeof field === "string")
      ? undefined
      : "must map names to strings",
};

/** Models and routing of a request, wherever they were written. */
export interface GatewayFields {
  readonly models: readonly string[];
  readonly modelParam: string;
  readonly routing: RoutingRequest;
}

/** Reads `model`, `gateway`, and the older top-level `models` and `routing`. */
export function readGateway(body: Readonly<Record<string, unknown>>): GatewayFields {
  checkFields(body, { gateway: anObject });
  const gateway = isObject(body.gateway) ? body.gateway : {};
  const unknown = Object.keys(gateway).find((name) => !["models", "routing", "metadata"].includes(name));
  if (unknown !== undefined) {
    throw new ApiFailure("unknown_field", `gateway has no field ${unknown}.`, {
      param: `gateway.${unknown}`,
    });
  }
  readMetadata(gateway.metadata);
  const models = readModels(body, gateway);
  const older = gateway.routing === undefined && body.routing !== undefined;
  const routing = older
    ? readRouting(body.routing, "routing")
    : readRouting(gateway.routing, "gateway.routing");
  checkRetention(body, routing);
  return { ...models, routing };
}

/** Keeping a prompt for a day and keeping nothing exclude each other. */
function checkRetention(body: Readonly<Record<string, unknown>>, routing: RoutingRequest): void {
  if (body.prompt_cache_retention === "24h" && routing.dataPolicy === "zdr") {
    throw invalidValue(
      "prompt_cache_retention",
      "prompt_cache_retention can't be combined with the data policy zdr.",
    );
  }
}

function readModels(
  body: Readonly<Record<string, unknown>>,
  gateway: Readonly<Record<string, unknown>>,
): { models: readonly string[]; modelParam: string } {
  const { model } = body;
  const several = gateway.models ?? body.models ?? undefined;
  const modelParam = gateway.models == null ? "models" : "gateway.models";
  if (several === undefined) {
    if (model === undefined || model === null) throw missingValue("model", "Give model or gateway.models.");
    if (typeof model !== "string" || model === "") throw invalidValue("model", "model must be a model id.");
    return { models: [model], modelParam: "model" };
  }
  if (model !== undefined && model !== null) {
    throw invalidValue(modelParam, `model and ${modelParam} exclude each other.`);
  }
  const complaint = strings(several);
  if (complaint !== undefined) throw invalidValue(modelParam, `${modelParam} ${complaint}.`);
  const models = several as readonly string[];
  if (models.length === 0 || models.length > 10) {
    throw invalidValue(modelParam, `${modelParam} must hold 1 to 10 model ids.`);
  }
  return { models, modelParam };
}

function readMetadata(value: unknown): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) throw invalidValue("gateway.metadata", "gateway.metadata must be an object.");
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(METADATA_CHECKS, name));
  if (unknown !== undefined) {
    throw new ApiFailure("unknown_field", `gateway.metadata has no field ${unknown}.`, {
      param: `gateway.metadata.${unknown}`,
    });
  }
  checkFields(value, METADATA_CHECKS, "gateway.metadata.");
}
