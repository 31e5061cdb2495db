import { invalidParameter } from "../errors/client-side";
import { record, wrong } from "../validation/checks";
import { misplacedRoutingField } from "./check-gateway";
import { gatewayBody } from "./gateway-body";
import { mergeExtraBody, setField } from "./merge-extra-body";

/** What is added to the parameters to make a body. */
export interface BodyOptions {
  /** Fields that are laid over the body unchecked. */
  extraBody?: Readonly<Record<string, unknown>> | null | undefined;
  /** Whether the answer is a stream. Default: `params.stream`. */
  stream?: boolean | undefined;
}

/** What tells the two endpoints apart. */
export interface BodyShape {
  /** The field that holds the conversation; it comes first. */
  readonly subject: string;
  /** Refuses a conversation that is none. */
  readonly checkSubject: (value: unknown, params: Record<string, unknown>) => void;
  /** Every documented top-level field. */
  readonly known: Readonly<Record<string, true>>;
}

/** Fields that the steps below place, in order; the loop over the others skips them. */
const placed: ReadonlySet<string> = new Set(["model", "stream", "gateway", "routing", "models"]);

/** Names that belong into the second argument of `create`. On the wire they would be silently without effect. */
const requestOptions: Readonly<Record<string, string>> = {
  extraBody: "extraBody",
  extra_body: "extraBody",
  headers: "headers",
  extraHeaders: "headers",
  extra_headers: "headers",
  signal: "signal",
  timeout: "timeout",
  maxRetries: "maxRetries",
  max_retries: "maxRetries",
  maxRetryDelay: "maxRetryDelay",
  silentAbort: "silentAbort",
  accumulationLimit: "accumulationLimit",
  maxCostUsd: "maxCostUsd",
};

/**
 * The body of a request: conversation and model, optional parameters, `gateway`, `extraBody` over all of it, and
 * `stream` last. Unknown parameters go through untouched. Inputs are not changed, nor copied deeper than needed.
 */
export function buildBody(given: unknown, shape: BodyShape, options: BodyOptions): Record<string, unknown> {
  const params = record(given, "params");
  const { subject, known } = shape;
  refuseSlips(params, known);
  if (typeof (params.stream ?? false) !== "boolean") throw wrong("stream", "true or false", params.stream);
  shape.checkSubject(params[subject], params);
  const gateway = gatewayBody(params);

  const body: Record<string, unknown> = { [subject]: params[subject] };
  if (params.model !== undefined && params.model !== null) body.model = params.model;
  for (const key of Object.keys(params)) {
    const value = params[key];
    if (value === undefined || value === null || key === subject || placed.has(key)) continue;
    refuseUnsendable(value, key);
    setField(body, key, value);
  }
  if (gateway !== undefined) body.gateway = gateway;
  if (options.extraBody !== undefined && options.extraBody !== null) mergeExtraBody(body, options.extraBody);
  delete body.stream;
  if (options.stream ?? params.stream === true) body.stream = true;
  return body;
}

/** Finds names that would be ignored by the server although what they mean is plain. */
function refuseSlips(params: Record<string, unknown>, known: Readonly<Record<string, true>>): void {
  for (const key of Object.keys(params)) {
    if (Object.hasOwn(known, key) || params[key] === undefined) continue;
    if (Object.hasOwn(requestOptions, key)) {
      const option = requestOptions[key];
      throw invalidParameter(
        key,
        `\`${key}\` is not a parameter of the request: pass \`${option}\` in the second argument, create(params, { ${option} }).`,
      );
    }
    const routing = misplacedRoutingField(key);
    if (routing !== undefined) {
      throw invalidParameter(
        key,
        `\`${key}\` is not a parameter of the request. Did you mean \`gateway.routing.${routing}\`? Routing options go there, or into \`routing\`.`,
      );
    }
    const snake = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (snake !== key && Object.hasOwn(known, snake)) {
      throw invalidParameter(
        key,
        `\`${key}\` is not a parameter of the request. Did you mean \`${snake}\`? Names are those of the wire.`,
      );
    }
  }
}

/** Refuses what JSON would turn into null or drop without a word. */
function refuseUnsendable(value: unknown, path: string): void {
  switch (typeof value) {
    case "number":
      if (!Number.isFinite(value)) throw wrong(path, "a finite number", value);
      return;
    case "bigint":
      throw wrong(path, "a number (JSON has no BigInt)", value);
    case "function":
    case "symbol":
      throw invalidParameter(path, `\`${path}\` must be JSON data, not a ${typeof value}.`);
  }
}
