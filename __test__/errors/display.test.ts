import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  APIConnectionError,
  APITimeoutError,
  errorFromEnvelope,
  invalidParameter,
  missingApiKey,
  RateLimitError,
  SpendLimitError,
} from "../../ts/errors";
import { ResponseHeaders } from "../../ts/response-headers";

const key = "ak_live_0123456789abcdef";

function echoed(): RateLimitError {
  return new RateLimitError(`key ${key} is over its limit`, {
    statusCode: 429,
    type: "rate_limit_error",
    code: "rate_limit_exceeded",
    provider: "openai",
    responseHeaders: ResponseHeaders.parse(`x-request-id: r1\nset-cookie: session=secret`),
    body: { error: { message: `key ${key}`, nested: [{ token: key }] } },
    partial: { id: "c1" },
    usage: { total_tokens: 3 },
    cause: new Error("outer", { cause: new Error("inner") }),
  });
}

describe("text form", () => {
  test("the provider stands before the message, which itself stays as it was sent", () => {
    const error = new RateLimitError("slow down", { provider: "openai" });
    expect(String(error)).toBe("RateLimitError: [openai] slow down");
    expect(error.message).toBe("slow down");
    expect(String(new RateLimitError("slow down"))).toBe("RateLimitError: slow down");
  });
});

describe("toJSON", () => {
  test("logs hold what is known and nothing that is null, secret or endless", () => {
    const json = JSON.parse(JSON.stringify(echoed()));
    expect(json).toEqual({
      name: "RateLimitError",
      message: "key ak_*** is over its limit",
      statusCode: 429,
      type: "rate_limit_error",
      code: "rate_limit_exceeded",
      requestId: "r1",
      provider: "openai",
      docUrl: "https://docs.auriko.ai/errors/rate_limit_exceeded",
      attempts: 0,
      retryable: true,
      usage: { total_tokens: 3 },
      body: { error: { message: "key ak_***", nested: [{ token: "ak_***" }] } },
      cause: "outer: inner",
    });
  });

  test("the body of the error itself is not changed by masking", () => {
    const error = echoed();
    error.toJSON();
    expect((error.body as { error: { message: string } }).error.message).toContain(key);
  });

  test("a subclass's own fields are in it", () => {
    expect(new APITimeoutError("late", { phase: "idle", limitMs: 5 }).toJSON()).toMatchObject({
      phase: "idle",
      limitMs: 5,
    });
    expect(new SpendLimitError("spent", { limitUsd: 1, spentUsd: 2 }).toJSON()).toMatchObject({
      limitUsd: 1,
      spentUsd: 2,
    });
  });
});

describe("console output", () => {
  test("shows stack, known fields, partial message and causes, but no headers", () => {
    const text = inspect(echoed());
    expect(text).toMatch(/^RateLimitError: \[openai\] key .* is over its limit\n {4}at /);
    expect(text).toContain("statusCode: 429");
    expect(text).toContain("requestId: 'r1'");
    expect(text).toContain("partial: { id: 'c1' }");
    expect(text).toContain("inner");
    expect(text).not.toContain("session=secret");
    expect(text).not.toContain("param:");
  });

  test("inside a deep structure it is one line", () => {
    expect(inspect({ a: { b: echoed() } }, { depth: 1 })).toContain("[RateLimitError: [openai] key");
  });

  test("enumerable fields hold neither headers nor body", () => {
    expect(Object.keys(echoed())).not.toEqual(expect.arrayContaining(["responseHeaders"]));
    expect(JSON.stringify({ ...echoed() })).not.toContain("session=secret");
    expect({ ...echoed() }).not.toHaveProperty("body");
  });
});

describe("defaults", () => {
  test("an error made with a message only has every field", () => {
    const error = new APIConnectionError("lost");
    expect(error).toMatchObject({
      statusCode: 0,
      type: "api_error",
      code: "api_connection_error",
      param: null,
      requestId: null,
      provider: null,
      docUrl: null,
      suggestion: null,
      retryAfterSeconds: null,
      attempts: 0,
      retryable: true,
      body: null,
      responseHeaders: null,
    });
    expect("usage" in error).toBe(false);
  });

  test("a refused parameter names itself", () => {
    expect(invalidParameter("gateway.routing.tier", "no")).toMatchObject({
      statusCode: 400,
      type: "invalid_request_error",
      code: "invalid_parameter_value",
      param: "gateway.routing.tier",
      retryable: false,
    });
  });

  test("a missing key says both ways to give one", () => {
    const error = missingApiKey();
    expect(error).toMatchObject({
      statusCode: 0,
      type: "authentication_error",
      code: "missing_api_key",
      docUrl: null,
    });
    expect(error.message).toMatch(/apiKey.*AURIKO_API_KEY/);
  });

  test("an error in a stream carries what had arrived", () => {
    const error = errorFromEnvelope({
      status: 200,
      body: { error: { type: "api_error", code: "upstream_error", message: "x" } },
      partial: { id: "p" },
      routingMetadata: { provider: "openai" },
    });
    expect(error).toMatchObject({
      statusCode: 200,
      partial: { id: "p" },
      routingMetadata: { provider: "openai" },
    });
  });
});
