import {
  APIConnectionError,
  APITimeoutError,
  APIUserAbortError,
  type AurikoAPIError,
  type ErrorInit,
  StreamDroppedError,
  StreamTruncatedError,
} from "../errors";
import { isObject, type Json } from "./plain-data";

/**
 * The fields of an error as the API writes them. An error that no server made has its class besides, as `name`, so that
 * whoever reads the stream on gets the same one.
 */
export function errorFields(error: AurikoAPIError): Json {
  const fields: Json = {
    message: error.message,
    type: error.type ?? "api_error",
    code: error.code ?? "internal_error",
    param: error.param,
  };
  if (error.provider !== null) fields.provider = error.provider;
  if (error.docUrl !== null) fields.doc_url = error.docUrl;
  if (error.suggestion !== null) fields.suggestion = error.suggestion;
  if (Object.hasOwn(classes, error.name)) fields.name = error.name;
  if (error instanceof APITimeoutError)
    Object.assign(fields, { phase: error.phase, limit_ms: error.limitMs });
  return fields;
}

type Make = (message: string, init: ErrorInit, fields: Json) => AurikoAPIError;

const classes: Readonly<Record<string, Make>> = {
  APIConnectionError: (message, init) => new APIConnectionError(message, init),
  APITimeoutError: (message, init, { phase, limit_ms: limitMs }) =>
    new APITimeoutError(message, {
      ...init,
      phase: isPhase(phase) ? phase : "idle",
      limitMs: typeof limitMs === "number" ? limitMs : undefined,
    }),
  APIUserAbortError: (message, init) => new APIUserAbortError(message, init),
  StreamDroppedError: (message, init) => new StreamDroppedError(message, init),
  StreamTruncatedError: (message, init) => new StreamTruncatedError(message, init),
};

/** The error that a stream of this SDK has told, if its class is one that no server could mean; else `undefined`. */
export function sentError(event: unknown, statusCode: number): AurikoAPIError | undefined {
  if (!isObject(event)) return undefined;
  const fields = event.type === "error" ? event : event.error;
  if (!isObject(fields) || typeof fields.name !== "string" || typeof fields.message !== "string")
    return undefined;
  if (!Object.hasOwn(classes, fields.name)) return undefined;
  return classes[fields.name]?.(fields.message, { statusCode }, fields);
}

function isPhase(value: unknown): value is APITimeoutError["phase"] {
  return ["connect", "headers", "idle", "body", "total"].includes(value as string);
}
