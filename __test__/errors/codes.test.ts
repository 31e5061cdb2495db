import { describe, expect, test } from "vitest";
import * as errors from "../../ts/errors";
import { ERROR_CODES, errorFromCode, errorFromEnvelope, isRetryable } from "../../ts/errors";
import { codes } from "../support/error-table";

describe("registered codes", () => {
  test("the registry holds exactly those of the table", () => {
    expect(ERROR_CODES).toEqual(codes.map(({ code }) => code));
  });

  test.each(codes)(
    "$code from an envelope has its class, fields and retry rule",
    ({ code, type, status, className: name, retryable }) => {
      const error = errorFromEnvelope({
        status,
        body: { error: { message: "text", type, code, param: "p" } },
      });
      expect(error.constructor.name).toBe(name);
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

  test.each(codes)(
    "$code from the code alone finds the same type, status and class",
    ({ code, type, status, className: name }) => {
      const error = errorFromCode(code, "text", { param: "p", provider: "openai" });
      expect(error.constructor.name).toBe(name);
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
