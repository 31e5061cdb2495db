import { lookUpCode } from "../../ts/errors/codes";
import { isObject } from "../call/field-checks";
import { ApiFailure } from "../server/api-failure";

/** A failure of a real provider, and whether another one could do better. */
export interface UpstreamFailure {
  readonly failure: ApiFailure;
  readonly final: boolean;
}

/** Statuses that blame the request; with any other one the next candidate is tried. */
const REQUEST_AT_FAULT = new Set([400, 413, 422]);

/** Turns a provider's error answer into ours. */
export function failureFromAnswer(provider: string, status: number, text: string): UpstreamFailure {
  const said = errorOf(text);
  const message =
    typeof said.message === "string" ? said.message : `${provider} answered with status ${status}.`;
  if (!REQUEST_AT_FAULT.has(status)) {
    const code = status === 429 ? "rate_limit_exceeded" : "upstream_error";
    const headers: Record<string, string> = status === 429 ? { "x-rate-limit-source": "provider" } : {};
    return { failure: new ApiFailure(code, message, { provider, headers }), final: false };
  }
  const known = typeof said.code === "string" && lookUpCode(said.code)?.type === "invalid_request_error";
  const code = known ? String(said.code) : status === 413 ? "payload_too_large" : "invalid_request";
  const param = typeof said.param === "string" ? said.param : null;
  return { failure: new ApiFailure(code, message, { provider, param }), final: true };
}

function errorOf(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    const error = isObject(body) ? body.error : undefined;
    return isObject(error) ? error : typeof error === "string" ? { message: error } : {};
  } catch {
    return {};
  }
}
