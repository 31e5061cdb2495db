import { APIStatusError, type ModelResponse, type ResponseHeaders } from "@auriko/sdk";
import { fieldsOf, textOf } from "../core/answer-fields";

/** Failures that pass: all others would come again with the same request. */
const passing: ReadonlySet<string> = new Set([
  "rate_limit_exceeded",
  "no_provider_available",
  "upstream_error",
  "upstream_timeout",
  "client_disconnected",
  "stream_duration_exceeded",
  "model_unavailable",
  "service_unavailable",
]);

/** The error of a response whose status is `failed`, which for the AI SDK is no answer. */
export function failedResponse(
  response: ModelResponse,
  responseHeaders: ResponseHeaders | null,
): APIStatusError {
  const error = fieldsOf(response.error);
  const code = textOf(error.code) || "response_failed";
  const message = textOf(error.message) || "The response failed; the server did not say why.";
  return new APIStatusError(message, {
    statusCode: 200,
    type: textOf(error.type) || "api_error",
    code,
    param: textOf(error.param) || null,
    provider: textOf(error.provider) || null,
    suggestion: textOf(error.suggestion) || null,
    responseHeaders,
    body: response,
    retryable: passing.has(code),
    usage: response.usage ?? undefined,
    routingMetadata: response.routing_metadata ?? undefined,
  });
}
