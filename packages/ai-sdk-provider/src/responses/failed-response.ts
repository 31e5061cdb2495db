import { APIStatusError, type ModelResponse, type ResponseHeaders } from "@auriko/sdk";

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
  const { code, message, type, param, provider, suggestion } = response.error ?? {
    code: "response_failed",
    message: "The response failed; the server did not say why.",
  };
  return new APIStatusError(message, {
    statusCode: 200,
    type: type ?? "api_error",
    code,
    param,
    provider,
    suggestion,
    responseHeaders,
    body: response,
    retryable: passing.has(code),
    usage: response.usage ?? undefined,
    routingMetadata: response.routing_metadata ?? undefined,
  });
}
