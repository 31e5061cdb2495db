import { describe, expect, test } from "vitest";
import * as sdk from "../../ts/index";
import { error } from "../support/answers";
import { question } from "../support/chat";
import { caught, clientOf } from "../support/client";
import { type Answer, serve } from "../support/scripted-server";

const invalid = "invalid_request_error";
const authentication = "authentication_error";
const permission = "permission_error";
const bad = [invalid, 400, sdk.BadRequestError, false] as const;
const conflict = [invalid, 409, sdk.ConflictError, false] as const;
const unauthenticated = [authentication, 401, sdk.AuthenticationError, false] as const;
const forbidden = [permission, 403, sdk.PermissionDeniedError, false] as const;
const missing = ["not_found_error", 404, sdk.NotFoundError, false] as const;
const transient = (status: number) => ["api_error", status, sdk.APIStatusError, true] as const;

/** Every registered code: its type, its status, its class, and whether it is worth another attempt. */
const table: Readonly<Record<string, readonly [string, number, typeof sdk.APIStatusError, boolean]>> = {
  invalid_api_key: unauthenticated,
  expired_api_key: unauthenticated,
  insufficient_permissions: forbidden,
  feature_disabled: forbidden,
  mfa_required: forbidden,
  invalid_recovery_code: unauthenticated,
  mfa_verification_failed: unauthenticated,
  invalid_request: bad,
  missing_required_parameter: bad,
  invalid_parameter_value: bad,
  payload_too_large: [invalid, 413, sdk.BadRequestError, false],
  context_length_exceeded: bad,
  content_filtered: bad,
  idempotency_conflict: conflict,
  idempotency_replay_unavailable: conflict,
  field_immutable: bad,
  operation_not_allowed: bad,
  unknown_field: bad,
  state_precondition_failed: conflict,
  duplicate_resource: conflict,
  method_not_allowed: [invalid, 405, sdk.BadRequestError, false],
  payment_declined: bad,
  payment_method_invalid: bad,
  tools_not_supported: bad,
  json_mode_not_supported: bad,
  structured_output_not_supported: bad,
  tools_with_structured_output_not_supported: bad,
  vision_not_supported: bad,
  reasoning_not_supported: bad,
  thinking_disable_not_supported: bad,
  streaming_not_supported: bad,
  non_streaming_not_supported: bad,
  batch_only: bad,
  tier_opt_in_required: bad,
  tool_choice_required_not_supported: bad,
  cost_constraint_exceeded: bad,
  latency_constraint_exceeded: bad,
  throughput_constraint_not_met: bad,
  provider_not_in_allowlist: bad,
  provider_blocked: bad,
  required_params_not_supported: bad,
  byok_keys_required: bad,
  platform_keys_unavailable: bad,
  unsupported_modalities: bad,
  no_compatible_endpoint: bad,
  no_responses_endpoint: bad,
  input_requires_responses_endpoint: bad,
  response_api_only: bad,
  hosted_tool_not_supported: bad,
  no_tools_on_endpoint: bad,
  model_not_found: missing,
  resource_not_found: missing,
  rate_limit_exceeded: ["rate_limit_error", 429, sdk.RateLimitError, true],
  budget_exhausted: ["rate_limit_error", 429, sdk.RateLimitError, false],
  insufficient_quota: ["rate_limit_error", 429, sdk.RateLimitError, false],
  no_provider_available: transient(503),
  upstream_error: transient(502),
  upstream_timeout: transient(504),
  // These two are only sent inside a stream; whatever status they come with here, the rule is the same.
  client_disconnected: transient(502),
  stream_duration_exceeded: transient(502),
  model_unavailable: transient(503),
  internal_error: ["api_error", 500, sdk.InternalServerError, false],
  service_unavailable: transient(503),
};
const codes = Object.entries(table);

/** Answers with the error whose code was asked for as the model. */
const byModel: Answer = (exchange) => {
  const code = String(exchange.request.json().model);
  const [type, status] = table[code] ?? bad;
  const fields = {
    message: `About ${code}.`,
    type,
    code,
    param: "model",
    doc_url: `https://docs.example/${code}`,
    provider: "fireworks_ai",
    suggestion: "Try another one.",
  };
  return error(status, fields, {
    "x-request-id": `req_${code}`,
    "retry-after": "0.25",
    "x-ratelimit-remaining-requests": "7",
  })(exchange);
};

describe("an error of the API", () => {
  test("is known by all of its sixty-three codes", () => {
    expect(codes).toHaveLength(63);
  });

  test.each(codes)(
    "with code %s arrives as its class, with every field",
    async (code, [type, status, Class, retryable]) => {
      const server = await serve(byModel);
      const failure = await caught(clientOf(server).chat.completions.create({ ...question, model: code }));
      expect(failure.constructor).toBe(Class);
      expect(failure.name).toBe(Class.name);
      expect(failure).toMatchObject({
        message: `About ${code}.`,
        statusCode: status,
        status,
        type,
        code,
        param: "model",
        provider: "fireworks_ai",
        docUrl: `https://docs.example/${code}`,
        suggestion: "Try another one.",
        requestId: `req_${code}`,
        retryAfterSeconds: 0.25,
        attempts: 1,
        retryable,
        body: { error: { code, type, suggestion: "Try another one." } },
      });
      expect(failure.responseHeaders?.rateLimitRemaining).toBe(7);
      expect(failure.toString()).toBe(`${Class.name}: [fireworks_ai] About ${code}.`);
    },
  );

  test("is asked for again exactly where its code says that this may help", async () => {
    const server = await serve(byModel);
    const client = clientOf(server, { maxRetries: 1 });
    const attempts = await Promise.all(
      codes.map(async ([code]) => {
        const failure = await caught(client.chat.completions.create({ ...question, model: code }));
        return [code, failure.attempts];
      }),
    );
    const expected = codes.map(([code, [, , , retryable]]) => [code, retryable ? 2 : 1]);
    expect(attempts).toEqual(expected);
    const sent = server.requests.map((request) => request.json().model as string);
    for (const [code, count] of expected)
      expect(sent.filter((model) => model === code)).toHaveLength(count as number);
  });

  test("before a stream opens is the same error as for a whole answer", async () => {
    const server = await serve(byModel);
    const failure = await caught(
      clientOf(server).chat.completions.create({ ...question, model: "budget_exhausted", stream: true }),
    );
    expect(failure).toBeInstanceOf(sdk.RateLimitError);
    expect(failure).toMatchObject({
      code: "budget_exhausted",
      requestId: "req_budget_exhausted",
      attempts: 1,
    });
  });

  test("without optional fields has null in their places and the code's own documentation page", async () => {
    const server = await serve(
      error(404, { type: "not_found_error", code: "model_not_found", message: "No." }),
    );
    const failure = await caught(clientOf(server).chat.completions.create(question));
    expect(failure).toMatchObject({
      param: null,
      provider: null,
      suggestion: null,
      requestId: null,
      retryAfterSeconds: null,
      docUrl: "https://docs.auriko.ai/errors/model_not_found",
    });
    expect(failure.toString()).toBe("NotFoundError: No.");
  });

  test("with a code that nobody has heard of keeps it, and is judged by its type", async () => {
    const server = await serve(error(500, { type: "api_error", code: "gremlins" }));
    const failure = await caught(clientOf(server, { maxRetries: 1 }).chat.completions.create(question));
    expect(failure).toBeInstanceOf(sdk.InternalServerError);
    expect(failure).toMatchObject({ code: "gremlins", docUrl: null, attempts: 2, retryable: true });
  });

  test("is told by its type, whatever its status", async () => {
    const server = await serve(
      error(402, { type: "rate_limit_error", code: "something" }),
      error(422, { type: invalid, code: "invalid_request" }),
      error(418, { type: authentication, code: "invalid_api_key" }),
    );
    const client = clientOf(server);
    expect(await caught(client.me.get())).toBeInstanceOf(sdk.RateLimitError);
    expect(await caught(client.me.get())).toBeInstanceOf(sdk.BadRequestError);
    expect(await caught(client.me.get())).toBeInstanceOf(sdk.AuthenticationError);
  });
});
