import vm from "node:vm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import * as errors from "../../ts/errors";

type Errors = typeof errors;
const first: Errors = { ...errors };
const names = [
  "AurikoAPIError",
  "APIStatusError",
  "BadRequestError",
  "AuthenticationError",
  "PermissionDeniedError",
  "NotFoundError",
  "ConflictError",
  "RateLimitError",
  "InternalServerError",
  "APIConnectionError",
  "StreamDroppedError",
  "StreamTruncatedError",
  "APIUserAbortError",
  "SpendLimitError",
] as const;

let second: Errors;
beforeAll(async () => {
  vi.resetModules();
  second = await import("../../ts/errors");
});

function parentsOf(Class: object): string[] {
  const parents: string[] = [];
  for (let parent = Class; parent !== Error; parent = Object.getPrototypeOf(parent))
    parents.push((parent as { name: string }).name);
  return parents;
}

describe("instanceof", () => {
  test("the second copy of the package is really another one", () => {
    expect(second.AurikoAPIError).not.toBe(first.AurikoAPIError);
  });

  test.each(names)("%s belongs to itself and its parents, and to nothing else, in both copies", (name) => {
    const error = new first[name]("text");
    const parents = parentsOf(first[name]);
    expect(error).toBeInstanceOf(Error);
    for (const other of names) {
      expect(error instanceof first[other]).toBe(parents.includes(other));
      expect(error instanceof second[other]).toBe(parents.includes(other));
    }
    expect(first.AurikoAPIError.isInstance(error)).toBe(true);
    expect(second.AurikoAPIError.isInstance(error)).toBe(true);
    expect(second.isRetryable(error)).toBe(first.isRetryable(error));
  });

  test("a timeout of one copy is a timeout and a connection error of the other", () => {
    const error = new first.APITimeoutError("late", { phase: "idle" });
    expect(error instanceof second.APITimeoutError).toBe(true);
    expect(error instanceof second.APIConnectionError).toBe(true);
    expect(error instanceof second.StreamDroppedError).toBe(false);
  });

  test("a user's subclass keeps ordinary instanceof", () => {
    class Mine extends first.RateLimitError {}
    class Other extends first.RateLimitError {}
    const mine = new Mine("text");
    expect(mine instanceof Mine).toBe(true);
    expect(mine instanceof Other).toBe(false);
    expect(new first.RateLimitError("text") instanceof Mine).toBe(false);
    expect(mine instanceof first.RateLimitError).toBe(true);
    expect(mine instanceof second.RateLimitError).toBe(true);
  });

  test.each([undefined, null, 0, "text", Symbol("s"), {}, new Error("x"), Object.create(null), () => {}])(
    "%o is not an error of the SDK",
    (value) => {
      expect(value instanceof first.AurikoAPIError).toBe(false);
      expect(first.AurikoAPIError.isInstance(value)).toBe(false);
      expect(first.isRetryable(value)).toBe(false);
    },
  );

  test("an error is recognised by code that runs in another realm", () => {
    const check = vm.runInNewContext("(error, Class) => error instanceof Class");
    expect(check(new first.NotFoundError("x"), second.NotFoundError)).toBe(true);
    expect(check(new first.NotFoundError("x"), second.RateLimitError)).toBe(false);
  });

  test("a plain error of another realm is not one of ours", () => {
    expect(first.AurikoAPIError.isInstance(vm.runInNewContext("new Error('x')"))).toBe(false);
  });
});

describe("narrowing", () => {
  test("the compiler tells the classes apart in both branches", () => {
    const describeError = (error: errors.AurikoAPIError): string => {
      if (error instanceof errors.RateLimitError) return "rate limit";
      if (error instanceof errors.BadRequestError) return `bad ${error.param}`;
      if (error instanceof errors.APIStatusError) return `status ${error.statusCode}`;
      if (error instanceof errors.APITimeoutError) return `timeout ${error.phase}`;
      return error.message;
    };
    expect(describeError(new first.BadRequestError("x", { param: "p" }))).toBe("bad p");
    expect(describeError(new first.APITimeoutError("x", { phase: "headers" }))).toBe("timeout headers");
    expect(describeError(new first.APIUserAbortError("gone"))).toBe("gone");
  });
});
