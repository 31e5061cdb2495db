import { describe, expect, test } from "vitest";
import {
  APIStatusError,
  BadRequestError,
  ConflictError,
  errorFromEnvelope,
  errorFromObject,
  InternalServerError,
  NotFoundError,
  RateLimitError,
} from "../../ts/errors";
import { ResponseHeaders } from "../../ts/response-headers";

const inner = { message: "text", type: "invalid_request_error", code: "invalid_request" };

describe("dispatch", () => {
  test.each([
    ["rate_limit_error", 402, RateLimitError],
    ["invalid_request_error", 405, BadRequestError],
    ["invalid_request_error", 413, BadRequestError],
    ["invalid_request_error", 422, BadRequestError],
    ["invalid_request_error", 409, ConflictError],
    ["not_found_error", 400, NotFoundError],
    ["api_error", 500, InternalServerError],
    ["api_error", 503, APIStatusError],
    ["api_error", 200, APIStatusError],
  ])("type %s with status %i decides by the type", (type, status, Class) => {
    const error = errorFromEnvelope({ status, body: { error: { ...inner, type } } });
    expect(error.constructor).toBe(Class);
    expect(error.statusCode).toBe(status);
  });

  test("an unregistered api_error code with status 500 may be retried, internal_error may not", () => {
    const of = (code: string) =>
      errorFromEnvelope({ status: 500, body: { error: { message: "x", type: "api_error", code } } });
    expect(of("something_new").retryable).toBe(true);
    expect(of("internal_error").retryable).toBe(false);
  });

  test.each([
    "budget_exhausted",
    "duplicate_resource",
    "field_immutable",
    "insufficient_quota",
    "internal_error",
    "method_not_allowed",
    "operation_not_allowed",
    "state_precondition_failed",
  ])("%s is never worth a retry, even when the server labels it as an API error", (code) => {
    expect(
      errorFromEnvelope({ status: 503, body: { error: { message: "x", type: "api_error", code } } })
        .retryable,
    ).toBe(false);
  });
});

describe("fields", () => {
  test("everything the envelope says arrives, and what the headers say", () => {
    const body = JSON.stringify({
      error: { ...inner, param: "model", doc_url: "https://d", provider: "openai", suggestion: "try x" },
    });
    const headers = "x-request-id: req_1\nretry-after: 1.5";
    const error = errorFromEnvelope({ status: 400, headers, body, attempts: 2 });
    expect(error).toMatchObject({
      param: "model",
      docUrl: "https://d",
      provider: "openai",
      suggestion: "try x",
      requestId: "req_1",
      retryAfterSeconds: 1.5,
      attempts: 2,
    });
    expect(error.responseHeaders?.get("X-Request-Id")).toBe("req_1");
    expect(error.body).toEqual(JSON.parse(body));
  });

  test("an empty doc_url is replaced by the page of the code, an empty provider by null", () => {
    const error = errorFromEnvelope({
      status: 400,
      body: { error: { ...inner, doc_url: "", provider: "" } },
    });
    expect(error.docUrl).toBe("https://docs.auriko.ai/errors/invalid_request");
    expect(error.provider).toBeNull();
  });

  test("a param that is no string becomes null and leaves the envelope readable", () => {
    const error = errorFromEnvelope({ status: 400, body: { error: { ...inner, param: 7 } } });
    expect(error).toMatchObject({ code: "invalid_request", param: null });
  });

  test("headers that are parsed already are taken as they are", () => {
    const headers = ResponseHeaders.from({ "X-Request-ID": "req_2" });
    expect(errorFromEnvelope({ status: 400, headers, body: { error: inner } }).responseHeaders).toBe(headers);
  });

  test("an error object without its envelope is read, and kept as the body", () => {
    const error = errorFromObject({ status: 404, body: inner }, inner);
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error.body).toBe(inner);
  });
});

describe("bodies that are no envelope", () => {
  test.each([
    ["HTML", "<html>502</html>"],
    ["a JSON string", '"oops"'],
    ["a JSON array", "[1]"],
    ["null", "null"],
    ["an object without error", '{"message":"x"}'],
    ["an error that is text", '{"error":"x"}'],
    ["an error that is null", '{"error":null}'],
    ["an unknown type", JSON.stringify({ error: { ...inner, type: "billing_error" } })],
    ["a null code", JSON.stringify({ error: { ...inner, code: null } })],
    ["an empty code", JSON.stringify({ error: { ...inner, code: "" } })],
    ["a missing message", JSON.stringify({ error: { type: inner.type, code: inner.code } })],
    ["an empty message", JSON.stringify({ error: { ...inner, message: "" } })],
  ])("%s gives malformed_response and keeps status and headers", (_, body) => {
    const error = errorFromEnvelope({ status: 502, headers: "x-request-id: r", body });
    expect(error.constructor).toBe(APIStatusError);
    expect(error).toMatchObject({
      statusCode: 502,
      type: "api_error",
      code: "malformed_response",
      requestId: "r",
      docUrl: null,
    });
    expect(error.body).not.toBeUndefined();
  });

  test("text is kept up to 4096 characters, and the message shows its beginning", () => {
    const error = errorFromEnvelope({ status: 503, body: `upstream  \n down ${"x".repeat(5000)}` });
    expect(error.body).toHaveLength(4096);
    expect(error.message).toContain("status 503");
    expect(error.message).toContain("upstream down xxx");
    expect(error.message.length).toBeLessThan(400);
  });

  test("an empty body is null", () => {
    expect(errorFromEnvelope({ status: 401, body: "" }).body).toBeNull();
  });

  test.each([
    [400, false],
    [401, false],
    [404, false],
    [408, true],
    [409, true],
    [422, false],
    [429, true],
    [500, true],
    [502, true],
    [599, true],
    [200, false],
  ])("status %i decides whether a retry is worth it", (status, retryable) => {
    expect(errorFromEnvelope({ status, body: "<html>" }).retryable).toBe(retryable);
  });

  test("a redirect that is not followed names the origin it led to, and the fix", () => {
    const headers = "location: https://other.example/v1/x?token=secret";
    const { message } = errorFromEnvelope({ status: 307, headers, body: "" });
    expect(message).toContain("redirect (307) to https://other.example, ");
    expect(message).toContain("baseUrl");
    expect(message).not.toContain("secret");
    expect(errorFromEnvelope({ status: 302, headers: "location: /here", body: "" }).message).toContain(
      "(302), which",
    );
    expect(errorFromEnvelope({ status: 302, body: "" }).message).toContain("(302), which");
  });

  test("a page that was not found points to baseUrl", () => {
    expect(errorFromEnvelope({ status: 404, body: "<html>" }).message).toContain("`baseUrl`");
    expect(errorFromEnvelope({ status: 503, body: "<html>" }).message).not.toContain("`baseUrl`");
  });
});
