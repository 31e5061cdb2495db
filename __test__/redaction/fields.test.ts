import { expect, test } from "vitest";
import { isSecretName, redactAddress, redactFields } from "../../ts/redaction";

test.each([
  ...[
    "authorization",
    "Proxy-Authorization",
    "x-api-key",
    "apiKey",
    "access_token",
    "clientSecret",
    "Set-Cookie",
  ],
  ...["refresh-token", "password", "AWS_SECRET_KEY", "credentials", "x-signature", "private_key"],
])("%s is the name of a secret", (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  ...["max_tokens", "prompt_tokens", "total_tokens", "key_prefix", "tokenizer", "idempotency-key"],
  ...["x-ratelimit-limit-tokens", "traceparent", "author", "model", "secretary_name"],
])("%s is not", (name) => {
  expect(isSecretName(name)).toBe(false);
});

test("secrets are masked at any depth, in copies", () => {
  const given = {
    list: [{ deep: { api_key: "one", max_tokens: 5 } }],
    text: "Bearer abcdefghijklmnopqrstuvwxyz",
    url: "https://user:pass@host/path",
    empty: { token: null },
  };
  const before = structuredClone(given);
  expect(redactFields(given)).toEqual({
    list: [{ deep: { api_key: "[redacted]", max_tokens: 5 } }],
    text: "Bearer ***",
    url: "https://***@host/path",
    empty: { token: null },
  });
  expect(given).toEqual(before);
});

test("circles, depth, errors and what JSON has no word for are written down without failing", () => {
  const circle: Record<string, unknown> = { name: "circle" };
  circle.self = circle;
  let deep: unknown = "bottom";
  for (let level = 0; level < 100_000; level++) deep = { deep };
  const odd = {
    circle,
    deep,
    big: 1n,
    call: () => {},
    bytes: new Uint8Array(3),
    map: new Map([["token", "hidden"]]),
    get trap() {
      throw new Error("no");
    },
    error: new Error("sk-abcdefgh12345 was refused", { cause: new TypeError("inner") }),
    breaks: {
      toJSON() {
        throw new Error("no");
      },
    },
  };
  const text = JSON.stringify(redactFields(odd));
  expect(JSON.parse(text)).toMatchObject({
    circle: { name: "circle", self: "[circular]" },
    big: "1",
    call: "[function]",
    bytes: "[3 bytes]",
    map: { token: "[redacted]" },
    trap: "[unreadable]",
    error: { name: "Error", message: "sk-*** was refused", cause: { name: "TypeError", message: "inner" } },
    breaks: "[unreadable]",
  });
  expect(text).not.toContain("bottom");
});

test("the same value twice is no circle", () => {
  const shared = { a: 1 };
  expect(redactFields([shared, shared])).toEqual([{ a: 1 }, { a: 1 }]);
});

test.each([
  [
    "https://h/p?page=2&access_token=x&sig=y#f",
    "https://h/p?page=2&access_token=[redacted]&sig=[redacted]#f",
  ],
  ["https://u:p@h/p", "https://***@h/p"],
  ["https://h/p?%61pi_key=x", "https://h/p?%61pi_key=[redacted]"],
  ["https://h/p?%E0%A4%A=x", "https://h/p?%E0%A4%A=x"],
])("%s is shown as %s", (address, shown) => {
  expect(redactAddress(address)).toBe(shown);
});
