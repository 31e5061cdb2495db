/** The six `type` values of an error envelope; the class of an error follows from it. */
export type ErrorType =
  | "invalid_request_error"
  | "authentication_error"
  | "permission_error"
  | "not_found_error"
  | "rate_limit_error"
  | "api_error";

/** Type and HTTP status of every registered error code. Status 0: sent only inside a stream. */
const registry = {
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
} as const satisfies Record<string, readonly [type: ErrorType, status: number]>;

/** An error code that the API documents. */
export type RegisteredErrorCode = keyof typeof registry;

/** A code that the SDK makes itself, without the server having sent it. */
export type SdkErrorCode =
  | "missing_api_key"
  | "api_connection_error"
  | "malformed_response"
  | "invalid_response"
  | "request_aborted"
  | "stream_consumed"
  | "tee_limit_reached"
  | "accumulation_limit"
  | "listener_failed"
  | "spend_limit_reached"
  | "structured_output_refusal"
  | "structured_output_truncated"
  | "structured_output_content_filter"
  | "structured_output_invalid_json"
  | "structured_output_mismatch";

/** Any error code: those known today, and any that the API adds. Branch on this, not on the message. */
export type ErrorCode = RegisteredErrorCode | SdkErrorCode | (string & {});

/** All error codes that the API documents. */
export const ERROR_CODES = Object.freeze(Object.keys(registry)) as readonly RegisteredErrorCode[];

/** Type and status that belong to a registered code, or `undefined`. */
export function lookUpCode(code: string): { type: ErrorType; status: number } | undefined {
  if (!Object.hasOwn(registry, code)) return undefined;
  const [type, status] = registry[code as RegisteredErrorCode];
  return { type, status };
}

/** The documentation page of a registered code, or `null`. */
export function docUrlOf(code: string): string | null {
  return Object.hasOwn(registry, code) ? `https://docs.auriko.ai/errors/${code}` : null;
}

const types: ReadonlySet<string> = new Set<ErrorType>([
  "invalid_request_error",
  "authentication_error",
  "permission_error",
  "not_found_error",
  "rate_limit_error",
  "api_error",
]);

/** Whether a value is one of the six types. */
export function isErrorType(value: unknown): value is ErrorType {
  return typeof value === "string" && types.has(value);
}
