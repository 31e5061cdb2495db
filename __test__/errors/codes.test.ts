import { describe, expect, test } from "vitest";
import * as errors from "../../ts/errors";
import { ERROR_CODES, errorFromCode, errorFromEnvelope, isRetryable } from "../../ts/errors";

const classes = { ...errors };

type ClassName = "AuthenticationError" | "PermissionDeniedError" | "BadRequestError" | "ConflictError";
type OtherClassName = "NotFoundError" | "RateLimitError" | "APIStatusError" | "InternalServerError";

// code, type, status, class, retryable
const table: readonly [string, string, number, ClassName | OtherClassName, boolean][] = [
  ["invalid_api_key", "authentication_error", 401, "AuthenticationError", false],
  ["expired_api_key", "authentication_error", 401, "AuthenticationError", false],
  ["insufficient_permissions", "permission_error", 403, "PermissionDeniedError", false],
  ["feature_disabled", "permission_error", 403, "PermissionDeniedError", false],
  ["mfa_required", "permission_error", 403, "PermissionDeniedError", false],
  ["invalid_recovery_code", "authentication_error", 401, "AuthenticationError", false],
  ["mfa_verification_failed", "authentication_error", 401, "AuthenticationError", false],
  ["invalid_request", "invalid_request_error", 400, "BadRequestError", false],
  ["missing_required_parameter", "invalid_request_error", 400, "BadRequestError", false],
  ["invalid_parameter_value", "invalid_request_error", 400, "BadRequestError", false],
  ["payload_too_large", "invalid_request_error", 413, "BadRequestError", false],
  ["context_length_exceeded", "invalid_request_error", 400, "BadRequestError", false],
  ["content_filtered", "invalid_request_error", 400, "BadRequestError", false],
  ["idempotency_conflict", "invalid_request_error", 409, "ConflictError", false],
  ["idempotency_replay_unavailable", "invalid_request_error", 409, "ConflictError", false],
  ["field_immutable", "invalid_request_error", 400, "BadRequestError", false],
  ["operation_not_allowed", "invalid_request_error", 400, "BadRequestError", false],
  ["unknown_field", "invalid_request_error", 400, "BadRequestError", false],
  ["state_precondition_failed", "invalid_request_error", 409, "ConflictError", false],
  ["duplicate_resource", "invalid_request_error", 409, "ConflictError", false],
  ["method_not_allowed", "invalid_request_error", 405, "BadRequestError", false],
  ["payment_declined", "invalid_request_error", 400, "BadRequestError", false],
  ["payment_method_invalid", "invalid_request_error", 400, "BadRequestError", false],
  ["tools_not_supported", "invalid_request_error", 400, "BadRequestError", false],
  ["json_mode_not_supported", "invalid_request_error", 400, "BadRequestError", false],
  ["structured_output_not_supported", "invalid_request_error", 400, "BadRequestError", false],
  ["tools_with_structured_output_not_supported", "invalid_request_error", 400, "BadRequestError", false],
  ["vision_not_supported", "invalid_request_error", 400, "BadRequestError", false],
  ["reasoning_not_supported", "invalid_request_error", 400, "BadRequestError", false],
  ["thinking_disable_not_supported", "invalid_request_error", 400, "BadRequestError", false],
  ["streaming_not_supported", "invalid_request_error", 400, "BadRequestError", false],
  ["non_streaming_not_supported", "invalid_request_error", 400, "BadRequestError", false],
  ["batch_only", "invalid_request_error", 400, "BadRequestError", false],
  ["tier_opt_in_required", "invalid_request_error", 400, "BadRequestError", false],
  ["tool_choice_required_not_supported", "invalid_request_error", 400, "BadRequestError", false],
  ["cost_constraint_exceeded", "invalid_request_error", 400, "BadRequestError", false],
  ["latency_constraint_exceeded", "invalid_request_error", 400, "BadRequestError", false],
  ["throughput_constraint_not_met", "invalid_request_error", 400, "BadRequestError", false],
  ["provider_not_in_allowlist", "invalid_request_error", 400, "BadRequestError", false],
  ["provider_blocked", "invalid_request_error", 400, "BadRequestError", false],
  ["required_params_not_supported", "invalid_request_error", 400, "BadRequestError", false],
  ["byok_keys_required", "invalid_request_error", 400, "BadRequestError", false],
  ["platform_keys_unavailable", "invalid_request_error", 400, "BadRequestError", false],
  ["unsupported_modalities", "invalid_request_error", 400, "BadRequestError", false],
  ["no_compatible_endpoint", "invalid_request_error", 400, "BadRequestError", false],
  ["no_responses_endpoint", "invalid_request_error", 400, "BadRequestError", false],
  ["input_requires_responses_endpoint", "invalid_request_error", 400, "BadRequestError", false],
  ["response_api_only", "invalid_request_error", 400, "BadRequestError", false],
  ["hosted_tool_not_supported", "invalid_request_error", 400, "BadRequestError", false],
  ["no_tools_on_endpoint", "invalid_request_error", 400, "BadRequestError", false],
  ["model_not_found", "not_found_error", 404, "NotFoundError", false],
  ["resource_not_found", "not_found_error", 404, "NotFoundError", false],
  ["rate_limit_exceeded", "rate_limit_error", 429, "RateLimitError", true],
  ["budget_exhausted", "rate_limit_error", 429, "RateLimitError", false],
  ["insufficient_quota", "rate_limit_error", 429, "RateLimitError", false],
  ["no_provider_available", "api_error", 503, "APIStatusError", true],
  ["upstream_error", "api_error", 502, "APIStatusError", true],
  ["upstream_timeout", "api_error", 504, "APIStatusError", true],
  ["client_disconnected", "api_error", 0, "APIStatusError", true],
  ["stream_duration_exceeded", "api_error", 0, "APIStatusError", true],
  ["model_unavailable", "api_error", 503, "APIStatusError", true],
  ["internal_error", "api_error", 500, "InternalServerError", false],
  ["service_unavailable", "api_error", 503, "APIStatusError", true],
];

describe("registered codes", () => {
  test("the registry holds exactly the documented codes", () => {
    expect([...ERROR_CODES].sort()).toEqual(table.map(([code]) => code).sort());
    expect(ERROR_CODES).toHaveLength(63);
  });

  test.each(table)(
    "%s from an envelope has its class, fields and retry rule",
    (code, type, status, name, retryable) => {
      const error = errorFromEnvelope({
        status,
        body: { error: { message: "text", type, code, param: "p" } },
      });
      expect(error.constructor).toBe(classes[name]);
      expect(error).toBeInstanceOf(errors.APIStatusError);
      expect(error).toMatchObject({
        name,
        message: "text",
        statusCode: status,
        status,
        type,
        code,
        param: "p",
        docUrl: `https://docs.auriko.ai/errors/${code}`,
        retryable,
      });
      expect(isRetryable(error)).toBe(retryable);
    },
  );

  test.each(table)(
    "%s from the code alone finds the same type, status and class",
    (code, type, status, name) => {
      const error = errorFromCode(code, "text", { param: "p", provider: "openai" });
      expect(error.constructor).toBe(classes[name]);
      expect(error).toMatchObject({ type, code, statusCode: status, message: "text" });
      expect(error.body).toEqual({ error: { message: "text", type, code, param: "p", provider: "openai" } });
    },
  );
});

describe("codes beyond the registry", () => {
  test("an unknown code counts as an internal server error that may be retried", () => {
    const error = errorFromCode("brand_new", "text");
    expect(error).toBeInstanceOf(errors.InternalServerError);
    expect(error).toMatchObject({ type: "api_error", statusCode: 500, docUrl: null, retryable: true });
  });

  test("an empty code is a malformed answer", () => {
    const error = errorFromCode("", "text");
    expect(error.constructor).toBe(errors.APIStatusError);
    expect(error).toMatchObject({ code: "malformed_response", statusCode: 500 });
  });

  test.each(["constructor", "__proto__", "toString"])(
    "a code named %s is not found in the registry",
    (code) => {
      expect(errorFromCode(code, "text")).toMatchObject({ type: "api_error", statusCode: 500, docUrl: null });
    },
  );

  test("fields given along win over those of the registry", () => {
    const error = errorFromCode("rate_limit_exceeded", "text", {
      docUrl: "https://example.com",
      suggestion: "wait",
      retryAfterSeconds: 3,
      body: { raw: true },
    });
    expect(error).toMatchObject({ docUrl: "https://example.com", suggestion: "wait", retryAfterSeconds: 3 });
    expect(error.body).toEqual({ raw: true });
  });
});
