// Generated from crates/auriko/error-codes.json by `npm run types`; change it there.

/** Where a code is explained; `{code}` stands for its name. */
export const DOC_URL = "https://docs.auriko.ai/errors/{code}";

/** The six `type` values of an error envelope; the class of an error follows from it. */
export type ErrorType =
  | "invalid_request_error"
  | "authentication_error"
  | "permission_error"
  | "not_found_error"
  | "rate_limit_error"
  | "api_error";

/** An error code that the API documents. */
export type RegisteredErrorCode =
  | "invalid_api_key"
  | "expired_api_key"
  | "insufficient_permissions"
  | "feature_disabled"
  | "mfa_required"
  | "invalid_recovery_code"
  | "mfa_verification_failed"
  | "invalid_request"
  | "missing_required_parameter"
  | "invalid_parameter_value"
  | "payload_too_large"
  | "context_length_exceeded"
  | "content_filtered"
  | "idempotency_conflict"
  | "idempotency_replay_unavailable"
  | "field_immutable"
  | "operation_not_allowed"
  | "unknown_field"
  | "state_precondition_failed"
  | "duplicate_resource"
  | "method_not_allowed"
  | "payment_declined"
  | "payment_method_invalid"
  | "tools_not_supported"
  | "json_mode_not_supported"
  | "structured_output_not_supported"
  | "tools_with_structured_output_not_supported"
  | "vision_not_supported"
  | "reasoning_not_supported"
  | "thinking_disable_not_supported"
  | "streaming_not_supported"
  | "non_streaming_not_supported"
  | "batch_only"
  | "tier_opt_in_required"
  | "tool_choice_required_not_supported"
  | "cost_constraint_exceeded"
  | "latency_constraint_exceeded"
  | "throughput_constraint_not_met"
  | "provider_not_in_allowlist"
  | "provider_blocked"
  | "required_params_not_supported"
  | "byok_keys_required"
  | "platform_keys_unavailable"
  | "unsupported_modalities"
  | "no_compatible_endpoint"
  | "no_responses_endpoint"
  | "input_requires_responses_endpoint"
  | "response_api_only"
  | "hosted_tool_not_supported"
  | "no_tools_on_endpoint"
  | "model_not_found"
  | "resource_not_found"
  | "rate_limit_exceeded"
  | "budget_exhausted"
  | "insufficient_quota"
  | "no_provider_available"
  | "upstream_error"
  | "upstream_timeout"
  | "client_disconnected"
  | "stream_duration_exceeded"
  | "model_unavailable"
  | "internal_error"
  | "service_unavailable";

/** A code that the SDK makes itself, without the server having sent it. */
export type SdkErrorCode =
  | "missing_api_key"
  | "missing_required_parameter"
  | "invalid_parameter_value"
  | "malformed_response"
  | "invalid_response"
  | "api_connection_error"
  | "request_aborted"
  | "spend_limit_reached"
  | "client_closed"
  | "native_load_failed"
  | "stream_consumed"
  | "tee_limit_reached"
  | "accumulation_limit"
  | "queue_full"
  | "listener_failed"
  | "max_steps"
  | "tool_timeout"
  | "unknown_tool"
  | "structured_output_refusal"
  | "structured_output_truncated"
  | "structured_output_content_filter"
  | "structured_output_invalid_json"
  | "structured_output_mismatch";

/** A class that an answer of the API becomes. */
export type AnswerClass =
  | "BadRequestError"
  | "ConflictError"
  | "AuthenticationError"
  | "PermissionDeniedError"
  | "NotFoundError"
  | "RateLimitError"
  | "APIStatusError"
  | "InternalServerError";

/** What belongs to a type: the class of its errors, also by status, and whether they may be gone when one asks again. */
interface TypeFacts {
  readonly class: AnswerClass;
  readonly classByStatus: Readonly<Record<number, AnswerClass>>;
  readonly retryable: boolean;
}

/** Every type. */
export const TYPES: Readonly<Record<ErrorType, TypeFacts>> = {
  invalid_request_error: {
    class: "BadRequestError",
    classByStatus: { "409": "ConflictError" },
    retryable: false,
  },
  authentication_error: { class: "AuthenticationError", classByStatus: {}, retryable: false },
  permission_error: { class: "PermissionDeniedError", classByStatus: {}, retryable: false },
  not_found_error: { class: "NotFoundError", classByStatus: {}, retryable: false },
  rate_limit_error: { class: "RateLimitError", classByStatus: {}, retryable: true },
  api_error: { class: "APIStatusError", classByStatus: { "500": "InternalServerError" }, retryable: true },
};

/** Type and HTTP status of every code of the API. Status 0: sent only inside a stream. */
export const CODES: Readonly<Record<RegisteredErrorCode, readonly [type: ErrorType, status: number]>> = {
  invalid_api_key: ["authentication_error", 401],
  expired_api_key: ["authentication_error", 401],
  insufficient_permissions: ["permission_error", 403],
  feature_disabled: ["permission_error", 403],
  mfa_required: ["permission_error", 403],
  invalid_recovery_code: ["authentication_error", 401],
  mfa_verification_failed: ["authentication_error", 401],
  invalid_request: ["invalid_request_error", 400],
  missing_required_parameter: ["invalid_request_error", 400],
  invalid_parameter_value: ["invalid_request_error", 400],
  payload_too_large: ["invalid_request_error", 413],
  context_length_exceeded: ["invalid_request_error", 400],
  content_filtered: ["invalid_request_error", 400],
  idempotency_conflict: ["invalid_request_error", 409],
  idempotency_replay_unavailable: ["invalid_request_error", 409],
  field_immutable: ["invalid_request_error", 400],
  operation_not_allowed: ["invalid_request_error", 400],
  unknown_field: ["invalid_request_error", 400],
  state_precondition_failed: ["invalid_request_error", 409],
  duplicate_resource: ["invalid_request_error", 409],
  method_not_allowed: ["invalid_request_error", 405],
  payment_declined: ["invalid_request_error", 400],
  payment_method_invalid: ["invalid_request_error", 400],
  tools_not_supported: ["invalid_request_error", 400],
  json_mode_not_supported: ["invalid_request_error", 400],
  structured_output_not_supported: ["invalid_request_error", 400],
  tools_with_structured_output_not_supported: ["invalid_request_error", 400],
  vision_not_supported: ["invalid_request_error", 400],
  reasoning_not_supported: ["invalid_request_error", 400],
  thinking_disable_not_supported: ["invalid_request_error", 400],
  streaming_not_supported: ["invalid_request_error", 400],
  non_streaming_not_supported: ["invalid_request_error", 400],
  batch_only: ["invalid_request_error", 400],
  tier_opt_in_required: ["invalid_request_error", 400],
  tool_choice_required_not_supported: ["invalid_request_error", 400],
  cost_constraint_exceeded: ["invalid_request_error", 400],
  latency_constraint_exceeded: ["invalid_request_error", 400],
  throughput_constraint_not_met: ["invalid_request_error", 400],
  provider_not_in_allowlist: ["invalid_request_error", 400],
  provider_blocked: ["invalid_request_error", 400],
  required_params_not_supported: ["invalid_request_error", 400],
  byok_keys_required: ["invalid_request_error", 400],
  platform_keys_unavailable: ["invalid_request_error", 400],
  unsupported_modalities: ["invalid_request_error", 400],
  no_compatible_endpoint: ["invalid_request_error", 400],
  no_responses_endpoint: ["invalid_request_error", 400],
  input_requires_responses_endpoint: ["invalid_request_error", 400],
  response_api_only: ["invalid_request_error", 400],
  hosted_tool_not_supported: ["invalid_request_error", 400],
  no_tools_on_endpoint: ["invalid_request_error", 400],
  model_not_found: ["not_found_error", 404],
  resource_not_found: ["not_found_error", 404],
  rate_limit_exceeded: ["rate_limit_error", 429],
  budget_exhausted: ["rate_limit_error", 429],
  insufficient_quota: ["rate_limit_error", 429],
  no_provider_available: ["api_error", 503],
  upstream_error: ["api_error", 502],
  upstream_timeout: ["api_error", 504],
  client_disconnected: ["api_error", 0],
  stream_duration_exceeded: ["api_error", 0],
  model_unavailable: ["api_error", 503],
  internal_error: ["api_error", 500],
  service_unavailable: ["api_error", 503],
};

/** Codes that stay true however often one asks, although their type says otherwise. */
export const FINAL_CODES: readonly string[] = [
  "field_immutable",
  "operation_not_allowed",
  "state_precondition_failed",
  "duplicate_resource",
  "method_not_allowed",
  "budget_exhausted",
  "insufficient_quota",
  "internal_error",
];

/** Which statuses are worth another attempt when nothing else is known of an answer. */
export const RETRIED_STATUSES: { readonly listed: readonly number[]; readonly from: number } = {
  listed: [408, 409, 429],
  from: 500,
};

/** What goes wrong without an answer that says so, and whether sending the same again may succeed. */
export const FAILURES: readonly {
  readonly kind: string;
  readonly phase: string | null;
  readonly retryable: boolean;
}[] = [
  { kind: "connect", phase: null, retryable: true },
  { kind: "tls", phase: null, retryable: false },
  { kind: "proxy", phase: null, retryable: false },
  { kind: "network", phase: null, retryable: true },
  { kind: "protocol", phase: null, retryable: false },
  { kind: "redirect", phase: null, retryable: false },
  { kind: "resources", phase: null, retryable: true },
  { kind: "queue_full", phase: null, retryable: true },
  { kind: "timeout", phase: "connect", retryable: true },
  { kind: "timeout", phase: "headers", retryable: true },
  { kind: "timeout", phase: "idle", retryable: true },
  { kind: "timeout", phase: "body", retryable: true },
  { kind: "timeout", phase: "total", retryable: true },
  { kind: "dropped", phase: null, retryable: true },
  { kind: "truncated", phase: null, retryable: true },
  { kind: "too_large", phase: null, retryable: false },
  { kind: "config", phase: null, retryable: false },
  { kind: "cancelled", phase: null, retryable: false },
  { kind: "panic", phase: null, retryable: false },
];
