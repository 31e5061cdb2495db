import fc from "fast-check";
import { expect, test } from "vitest";
import {
  APIStatusError,
  AurikoAPIError,
  errorFromCode,
  errorFromEnvelope,
  errorFromFailure,
} from "../../ts/errors";
import type { NativeFailure } from "../../ts/native/records";

const field = fc.oneof(
  fc.string(),
  fc.constantFrom("api_error", "rate_limit_error", "invalid_request_error"),
  fc.anything(),
);
const envelope = fc.record(
  {
    error: fc.record(
      { type: field, code: field, message: field, param: field, provider: field },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const status = fc.integer({ min: 200, max: 599 });

test("whatever a server answers, the result is an APIStatusError with its status that can be logged", () => {
  fc.assert(
    fc.property(status, fc.oneof(fc.string(), fc.json(), envelope, fc.anything()), (code, body) => {
      const error = errorFromEnvelope({ status: code, body });
      expect(error).toBeInstanceOf(APIStatusError);
      expect(error.statusCode).toBe(code);
      expect(typeof error.code === "string" && error.code !== "").toBe(true);
      expect(String(error)).toContain(error.message);
    }),
  );
});

test("what was parsed from JSON is never a reason for toJSON to fail", () => {
  fc.assert(
    fc.property(status, fc.json(), (code, body) => {
      const json = JSON.parse(JSON.stringify(errorFromEnvelope({ status: code, body })));
      expect(json.statusCode).toBe(code);
    }),
  );
});

test("any code gives an error with that code", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (code, message) => {
      expect(errorFromCode(code, message)).toMatchObject({ code, message });
    }),
  );
});

test("every failure of the core becomes an error of the SDK that repeats its attempts", () => {
  const kinds = [
    "status",
    "connect",
    "tls",
    "proxy",
    "network",
    "protocol",
    "timeout",
    "too_large",
    "cancelled",
    "config",
    "panic",
  ] as const;
  const failure: fc.Arbitrary<NativeFailure> = fc.record(
    {
      kind: fc.constantFrom(...kinds),
      message: fc.string(),
      chain: fc.array(fc.string(), { maxLength: 5 }),
      attempts: fc.nat({ max: 9 }),
      inBody: fc.boolean(),
      phase: fc.constantFrom("connect", "headers", "idle", "total"),
      limitMs: fc.nat(),
      status,
      headers: fc.string(),
      body: fc.string(),
      retryDelayTooLong: fc.boolean(),
    },
    { requiredKeys: ["kind", "message", "chain", "attempts", "inBody"] },
  );
  fc.assert(
    fc.property(failure, fc.anything(), (given, reason) => {
      const error = errorFromFailure(given, reason);
      expect(AurikoAPIError.isInstance(error)).toBe(true);
      expect(error.attempts).toBe(given.attempts);
      expect(error.message).not.toBe("");
    }),
  );
});

test("an error that was given circular data can still be logged", () => {
  const body: Record<string, unknown> = { key: "ak_live_0123456789" };
  body.self = body;
  const text = JSON.stringify(new AurikoAPIError("x", { body }));
  expect(text).toContain("ak_***");
  expect(text).not.toContain("0123456789");
});
