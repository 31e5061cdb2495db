import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ResponseHeaders } from "../ts/response-headers";

const of = (lines: Record<string, string>) =>
  ResponseHeaders.parse(
    Object.entries(lines)
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n"),
  );

describe("typed headers", () => {
  test("every documented header has an accessor", () => {
    const headers = of({
      "x-request-id": "req_1",
      "retry-after": "2.5",
      "x-rate-limit-source": "provider",
      "x-ratelimit-limit-requests": "600",
      "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-reset-requests": "2026-01-01T00:00:00Z",
      "x-credits-balance-microdollars": "-1500000",
      "x-token-count-model": "claude",
      "x-budget-daily-limit": "10.00",
      "x-budget-daily-spend": "9.99",
      "x-budget-monthly-limit": "unlimited",
      "x-budget-exceeded": "true",
      "x-budget-exceeded-period": "daily",
      "x-budget-exceeded-scope": "api_key",
      "x-error-provider": "openai",
      "x-error-retryable": "True",
      "x-error-type": "timeout",
    });
    expect(headers).toMatchObject({
      requestId: "req_1",
      retryAfterSeconds: 2.5,
      rateLimitSource: "provider",
      rateLimitLimit: 600,
      rateLimitRemaining: 0,
      rateLimitReset: "2026-01-01T00:00:00Z",
      creditsBalanceMicrodollars: -1500000,
      tokenCountModel: "claude",
      budgets: { daily: { limit: 10, spend: 9.99 }, weekly: null, monthly: { limit: null, spend: null } },
      budgetExceeded: { value: "true", period: "daily", scope: "api_key" },
      errorProvider: "openai",
      errorRetryable: true,
      errorType: "timeout",
    });
  });

  test("headers that are absent are null", () => {
    const headers = ResponseHeaders.parse("");
    expect(headers).toMatchObject({
      requestId: null,
      retryAfterSeconds: null,
      rateLimitLimit: null,
      budgets: { daily: null, weekly: null, monthly: null },
      budgetExceeded: null,
      errorRetryable: null,
    });
    expect(headers.toJSON()).toEqual({});
  });

  test.each(["9.5", "1e3", "0x10", "", "ten", "9007199254740993", "1 2", "١"])(
    "%j is no integer",
    (value) => {
      expect(of({ "x-ratelimit-limit-requests": value }).rateLimitLimit).toBeNull();
    },
  );

  test.each(["Wed, 21 Oct 2026 07:28:00 GMT", "-1", "Infinity", "NaN", "1e9", "0x1"])(
    "a Retry-After of %j is not taken for seconds",
    (value) => {
      expect(of({ "retry-after": value }).retryAfterSeconds).toBeNull();
    },
  );

  test("blanks around a number don't matter", () => {
    expect(ResponseHeaders.parse("x-ratelimit-limit-requests:  42\t ").rateLimitLimit).toBe(42);
  });
});

describe("any header", () => {
  test("is found in any case, and a value may hold colons", () => {
    const headers = ResponseHeaders.parse("location: https://h:8080/x\ncontent-type: text/event-stream");
    expect(headers.get("Location")).toBe("https://h:8080/x");
    expect(headers.has("CONTENT-TYPE")).toBe(true);
    expect(headers.get("etag")).toBeNull();
    expect([...headers]).toEqual([...headers.entries()]);
  });

  test("repeated headers are joined", () => {
    expect(ResponseHeaders.parse("via: a\nvia: b").get("via")).toBe("a, b");
  });

  test("names of object methods are just absent", () => {
    expect(ResponseHeaders.parse("a: b").get("constructor")).toBeNull();
    expect(ResponseHeaders.parse("a: b").get("__proto__")).toBeNull();
  });

  test("are shown as a plain record", () => {
    const headers = of({ "x-request-id": "r" });
    expect(inspect(headers)).toBe("ResponseHeaders { 'x-request-id': 'r' }");
    expect(JSON.stringify(headers)).toBe('{"x-request-id":"r"}');
  });

  test("may come from fetch, from entries or from a record", () => {
    for (const source of [
      new Headers({ "X-Request-ID": "r", b: "2" }),
      [["X-Request-ID", "r"] as const, ["b", "2"] as const],
      { "X-Request-ID": "r", b: ["2"], c: undefined },
    ]) {
      const headers = ResponseHeaders.from(source);
      expect(headers.requestId).toBe("r");
      expect(headers.get("B")).toBe("2");
      expect(headers.has("c")).toBe(false);
    }
  });
});

describe("properties", () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
  const value = fc.stringMatching(/^[!-9;-~]([ -~]{0,30}[!-~])?$/);

  test("what was sent is what is read", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key }), (entries) => {
        const headers = ResponseHeaders.parse(entries.map(([key, text]) => `${key}: ${text}`).join("\n"));
        expect([...headers.entries()]).toEqual(entries);
        for (const [key, text] of entries) expect(headers.get(key.toUpperCase())).toBe(text);
      }),
    );
  });

  test("no text makes it throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (raw) => {
        const headers = ResponseHeaders.parse(raw);
        expect(headers.rateLimitLimit === null || Number.isSafeInteger(headers.rateLimitLimit)).toBe(true);
        expect(headers.retryAfterSeconds === null || headers.retryAfterSeconds >= 0).toBe(true);
        for (const [key, text] of headers) expect(headers.get(key)).toBe(text);
      }),
    );
  });

  test("an integer survives exactly, or is refused", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }), (big) => {
        const read = of({ "x-credits-balance-microdollars": String(big) }).creditsBalanceMicrodollars;
        if (read === null) expect(Number.isSafeInteger(Number(big))).toBe(false);
        else expect(BigInt(read)).toBe(big);
      }),
    );
  });
});
