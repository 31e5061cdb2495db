import { describe, expect, test } from "vitest";
import {
  APIConnectionError,
  APIStatusError,
  APITimeoutError,
  APIUserAbortError,
  BadRequestError,
  errorFromFailure,
  isRetryable,
  RateLimitError,
  StreamDroppedError,
} from "../../ts/errors";
import type { NativeFailure } from "../../ts/native/records";

function failure(fields: Partial<NativeFailure>): NativeFailure {
  return { kind: "network", message: "it broke", chain: [], attempts: 1, inBody: false, ...fields };
}

describe("failures of the connection", () => {
  test.each([
    ["connect", "baseUrl", true],
    ["tls", "NODE_EXTRA_CA_CERTS", false],
    ["proxy", "HTTPS_PROXY", false],
    ["network", "before an answer", true],
    ["protocol", "valid HTTP", false],
  ] as const)("%s says what to look at (%s)", (kind, hint, retryable) => {
    const error = errorFromFailure(failure({ kind, attempts: 3 }));
    expect(error.constructor).toBe(APIConnectionError);
    expect(error.message).toContain("It broke");
    expect(error.message).toContain(hint);
    expect(error.message).toContain("after 3 attempts");
    expect(error).toMatchObject({
      statusCode: 0,
      type: "api_error",
      code: "api_connection_error",
      attempts: 3,
      responseHeaders: null,
      requestId: null,
    });
    expect(isRetryable(error)).toBe(retryable);
  });

  test.each(["connect", "tls", "proxy", "network", "protocol"] as const)(
    "%s after the response headers is a dropped stream that knows its request",
    (kind) => {
      const error = errorFromFailure(
        failure({ kind, inBody: true, status: 200, headers: "x-request-id: r9" }),
      );
      expect(error.constructor).toBe(StreamDroppedError);
      expect(error).toBeInstanceOf(APIConnectionError);
      expect(error).toMatchObject({ requestId: "r9", statusCode: 200, retryable: true });
    },
  );

  test("the chain of causes becomes nested causes, outermost first", () => {
    const error = errorFromFailure(
      failure({ chain: ["tcp connect error", "connection refused", "os error 111"] }),
    );
    const texts: string[] = [];
    for (let cause = error.cause; cause instanceof Error; cause = cause.cause) texts.push(cause.message);
    expect(texts).toEqual(["tcp connect error", "connection refused", "os error 111"]);
  });

  test("an empty chain leaves no cause behind", () => {
    expect("cause" in errorFromFailure(failure({}))).toBe(false);
  });
});

describe("timeouts", () => {
  test.each(["connect", "headers", "idle", "total"] as const)("%s names its option and value", (phase) => {
    const error = errorFromFailure(
      failure({ kind: "timeout", phase, limitMs: 1234, inBody: phase === "idle" }),
    );
    expect(error).toBeInstanceOf(APITimeoutError);
    expect(error).toMatchObject({ phase, limitMs: 1234, retryable: true });
    expect(error.message).toContain(`timeout.${phase}`);
    expect(error.message).toContain("1234 ms");
    expect(/billed/.test(error.message)).toBe(phase === "headers");
  });
});

describe("the other failures", () => {
  test("an abort carries the signal's reason", () => {
    const reason = new Error("user left");
    const error = errorFromFailure(failure({ kind: "cancelled", attempts: 1 }), reason);
    expect(error).toBeInstanceOf(APIUserAbortError);
    expect(error).toMatchObject({
      name: "AbortError",
      cause: reason,
      retryable: false,
      code: "request_aborted",
    });
    expect(error.message).toContain("user left");
  });

  test("a reason that is no error is the cause all the same", () => {
    expect(errorFromFailure(failure({ kind: "cancelled" }), "enough").cause).toBe("enough");
  });

  test("without a reason the core says who stopped it", () => {
    expect(
      errorFromFailure(failure({ kind: "cancelled", message: "the client was closed" })).message,
    ).toContain("the client was closed");
  });

  test("a network configuration that can't be used is the caller's error", () => {
    const error = errorFromFailure(failure({ kind: "config", message: "bad proxy url", attempts: 0 }));
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({
      statusCode: 400,
      code: "invalid_parameter_value",
      attempts: 0,
      retryable: false,
    });
    expect(error.message).toContain("bad proxy url");
  });

  test("an answer above the size cap is an invalid response and not retried", () => {
    const error = errorFromFailure(
      failure({ kind: "too_large", inBody: true, status: 200, headers: "x-request-id: r" }),
    );
    expect(error.constructor).toBe(APIStatusError);
    expect(error).toMatchObject({
      code: "invalid_response",
      statusCode: 200,
      requestId: "r",
      retryable: false,
    });
  });

  test("a defect of the core asks for a report", () => {
    const error = errorFromFailure(failure({ kind: "panic", message: "index out of bounds" }));
    expect(error).toBeInstanceOf(APIConnectionError);
    expect(error.message).toMatch(/index out of bounds.*report/);
    expect(error.retryable).toBe(false);
  });

  test("a status becomes the error of its envelope, with attempts", () => {
    const body = JSON.stringify({
      error: { type: "rate_limit_error", code: "rate_limit_exceeded", message: "slow down" },
    });
    const error = errorFromFailure(
      failure({
        kind: "status",
        status: 429,
        headers: "retry-after: 3600",
        body,
        attempts: 1,
        retryDelayTooLong: true,
      }),
    );
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ statusCode: 429, attempts: 1, retryAfterSeconds: 3600 });
    expect(error.message).toMatch(/slow down.*3600 s.*maxRetryDelay/);
    expect(error.stack).toContain("maxRetryDelay");
  });

  test("a redirect that is not followed is a malformed answer with its status", () => {
    const error = errorFromFailure(
      failure({ kind: "status", status: 302, body: "", headers: "location: https://x" }),
    );
    expect(error).toMatchObject({ statusCode: 302, code: "malformed_response", retryable: false });
  });
});
