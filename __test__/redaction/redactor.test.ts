import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { credentialsOfHeaders, credentialsOfProxy, maskKnownShapes, Redactor } from "../../ts/redaction";

const secret = "a-secret-of-some-length";
const redactor = new Redactor([secret]);

describe("a secret that is known", () => {
  test("is found in no text that it was put into", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, unit: "grapheme" }),
        fc.array(fc.string({ unit: "grapheme" })),
        (hidden, texts) => {
          fc.pre(!"[redacted]***".includes(hidden));
          const shown = new Redactor([hidden]).text(texts.join(hidden) + hidden);
          expect(shown.includes(hidden)).toBe(false);
        },
      ),
    );
  });

  test("is found in no data that it was put into, and the data keeps its form otherwise", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        const masked = redactor.value({ before, [secret]: [secret, `x${secret}y`], after });
        expect(masked).toEqual({ before, "[redacted]": ["[redacted]", "x[redacted]y"], after });
      }),
    );
  });

  test("costs data without it nothing: it is the same object", () => {
    const value = { a: [1, { b: "c" }] };
    expect(redactor.value(value)).toBe(value);
  });

  test("is found at any depth, in circles, and under the name __proto__", () => {
    let deep: unknown = secret;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    let masked = redactor.value(deep);
    while (Array.isArray(masked)) masked = masked[0];
    expect(masked).toBe("[redacted]");

    const circle: Record<string, unknown> = { secret };
    circle.again = circle;
    const copy = redactor.value(circle) as Record<string, unknown>;
    expect(copy.secret).toBe("[redacted]");
    expect(copy.again).toBe(copy);

    const odd = redactor.value(JSON.parse(`{"__proto__": {"a": "${secret}"}}`));
    expect(JSON.stringify(odd)).toBe('{"__proto__":{"a":"[redacted]"}}');
  });

  test("may be a part of another one", () => {
    expect(new Redactor(["abcdefgh", "abcdefghijkl"]).text("abcdefghijkl")).toBe("[redacted]");
  });

  test("is masked however short it is, where a request calls it one", () => {
    expect(new Redactor(["word"], ["xyz"]).text("a word of xyz")).toBe("a word of [redacted]");
  });
});

describe("credentials", () => {
  test.each([
    ["http://user:pass-word@h", ["pass-word"]],
    ["http://user:p%40ss@h:1/", ["p%40ss", "p@ss", Buffer.from("user:p@ss").toString("base64")]],
    ["socks5://token@h", ["token"]],
    ["http://h", []],
    [false, []],
    [null, []],
  ] as const)("of the proxy %j are found", (address, expected) => {
    const found = credentialsOfProxy(address);
    for (const credential of expected) expect(found).toContain(credential);
    if (expected.length === 0) expect(found).toEqual([]);
  });

  test("among headers are found without the names of their schemes", () => {
    const headers = [
      ["Authorization", "Bearer abc"],
      ["x-api-key", "def"],
      ["x-team", "search"],
    ] as const;
    expect(credentialsOfHeaders(headers)).toEqual(["abc", "def"]);
  });
});

describe("what looks like a key", () => {
  test.each([
    ["Bad key ak_live_0123456789.", "Bad key ak_***."],
    ["sk-proj-0123456789", "sk-***"],
    ["via http://user:pass@proxy:3128/", "via http://***@proxy:3128/"],
    ["Authorization: Bearer 0123456789abcdefghij", "Authorization: Bearer ***"],
    ["Use Bearer authentication, task_id and ask-me", "Use Bearer authentication, task_id and ask-me"],
  ])("%j becomes %j", (text, masked) => {
    expect(maskKnownShapes(text)).toBe(masked);
  });
});
