import {
  aBoolean,
  aFunction,
  anArray,
  anObject,
  anything,
  aString,
  eitherOf,
  type FieldCheck,
  integer,
  isObject,
  number,
  oneOf,
  strings,
} from "./call/field-checks";
import { checkGiven } from "./check-given";
import type { LocalGatewayOptions } from "./local-gateway-options";

const isKey = (value: unknown): boolean =>
  typeof value === "string" ||
  (isObject(value) && typeof value.key === "string" && strings(value.scopes) === undefined);
const keys: FieldCheck = (value) => {
  if (!Array.isArray(value) || !value.every(isKey))
    return "must be an array of strings or of { key, scopes }";
  return value.length > 0 ? undefined : "must hold at least one key";
};

const forwardTarget: FieldCheck = (value) => {
  if (!isObject(value) || typeof value.apiKey !== "string" || value.apiKey === "") {
    return "must hold the apiKey of the API that it names";
  }
  const { baseUrl } = value;
  const address = typeof baseUrl === "string" && /^https?:\/\/[^\s/]/.test(baseUrl);
  return baseUrl === undefined || address ? undefined : "must hold a baseUrl with http:// or https://";
};

const CHECKS: Readonly<Record<keyof LocalGatewayOptions, FieldCheck>> = {
  port: integer(0, 65_535),
  host: aString,
  allowedHosts: strings,
  tls: (value) =>
    isObject(value) && value.key && value.cert ? undefined : "must hold a key and a cert, both PEM",
  http2: aBoolean,
  catalogue: anything,
  upstreams: anObject,
  pace: oneOf("real", "instant"),
  seed: integer(Number.MIN_SAFE_INTEGER),
  clock: (value) =>
    isObject(value) && typeof value.now === "function" ? undefined : "must have a function now()",
  replies: anArray,
  respond: anything,
  faults: anything,
  record: eitherOf(aBoolean, aString),
  replay: anything,
  redact: aFunction,
  forwardTo: forwardTarget,
  apiKeys: keys,
  byokProviders: strings,
  requestsPerMinute: integer(0),
  creditsUsd: number(0, Number.MAX_VALUE),
  budgets: anArray,
  keepRequests: integer(0),
  keepBytes: integer(0),
  maxBodyBytes: integer(1),
  compatibility: oneOf("auriko", "openai"),
  onRequest: anything,
};

/**
 * Checks the options of a gateway.
 *
 * @throws BadRequestError naming the option that is unknown or has no meaning
 */
export function checkOptions(options: LocalGatewayOptions): void {
  checkGiven(options, CHECKS, { what: "A gateway has no option", param: "" });
}
