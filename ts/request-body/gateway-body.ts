import { invalidParameter, missingParameter } from "../errors/client-side";
import { wrong } from "../validation/checks";
import { checkGateway, checkModels, checkRouting } from "./check-gateway";

/** The parameters of a request that say which model answers and how it is chosen. */
interface RoutedParams {
  readonly model?: unknown;
  readonly models?: unknown;
  readonly routing?: unknown;
  readonly gateway?: unknown;
}

/**
 * The `gateway` of the body: what the caller gave, with the shorthand `routing` and `models` in their place, or
 * `undefined` when it is empty.
 * @throws BadRequestError when something in it is wrong, or when it is not clear which model is meant.
 */
export function gatewayBody(params: RoutedParams): Record<string, unknown> | undefined {
  const { model, models, routing } = params;
  const gateway = given(params.gateway) ? checkGateway(params.gateway) : {};
  if (given(routing)) {
    if (gateway.routing !== undefined) throw givenTwice("routing");
    gateway.routing = checkRouting(routing, "routing");
  }
  if (given(models)) {
    if (gateway.models !== undefined) throw givenTwice("models");
    gateway.models = checkModels(models, "models");
  }
  checkModelChoice(model, gateway, given(models) ? "models" : "gateway.models");
  return Object.keys(gateway).length > 0 ? gateway : undefined;
}

function checkModelChoice(model: unknown, gateway: Record<string, unknown>, modelsPath: string): void {
  if (!given(model)) {
    if (gateway.models !== undefined) return;
    throw missingParameter(
      "model",
      "No model: give `model`, or `gateway.models` to route over several. `extraBody` can't supply it.",
    );
  }
  if (typeof model !== "string") throw wrong("model", "a string", model);
  if (gateway.models !== undefined) {
    throw invalidParameter(
      modelsPath,
      `\`model\` and \`${modelsPath}\` exclude each other: give one of them.`,
    );
  }
}

function givenTwice(name: "routing" | "models"): Error {
  return invalidParameter(
    name,
    `\`${name}\` is a shorthand for \`gateway.${name}\`: give only one of the two.`,
  );
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null;
}
