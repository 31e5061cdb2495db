import { describe, expect, test } from "vitest";
import { BadRequestError } from "../../ts/errors";
import { stringifyBody } from "../../ts/request-body";

const circular: Record<string, unknown> = { a: 1 };
circular.self = { again: circular };

function failing(): never {
  throw new Error("no JSON today");
}

describe("stringifyBody", () => {
  test("gives the same text as JSON.stringify", () => {
    const body = { messages: [{ role: "user", content: "𝕏 \u2028 \n" }], when: new Date(0) };
    expect(stringifyBody(body)).toBe(JSON.stringify(body));
  });

  test("but for lone surrogates, which become U+FFFD as in every encoder", () => {
    const body = (content: string) => ({ messages: [{ role: "user", content }] });
    expect(stringifyBody(body("𝕏 \ud800 \udfff"))).toBe(JSON.stringify(body("𝕏 \ufffd \ufffd")));
  });

  test.each([
    [{ messages: [{ content: circular }] }, "messages[0].content.self.again", "refers back"],
    [{ metadata: { deep: [1, 2n] } }, "metadata.deep[1]", "BigInt"],
    [{ user: { toJSON: failing } }, "user", "no JSON today"],
  ])("names the path of what JSON can't hold", (body, param, hint) => {
    const run = () => stringifyBody(body);
    expect(run).toThrow(BadRequestError);
    expect(run).toThrow(expect.objectContaining({ param }));
    expect(run).toThrow(hint);
  });

  test("an object that appears twice is not circular", () => {
    const shared = { a: 1 };
    expect(stringifyBody({ x: shared, y: [shared] })).toBe('{"x":{"a":1},"y":[{"a":1}]}');
    expect(() => stringifyBody({ x: shared, y: [shared], z: 1n })).toThrow(
      expect.objectContaining({ param: "z" }),
    );
  });

  test("endless nesting is an error of ours, not a crash", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 200_000; i++) deep = [deep];
    expect(() => stringifyBody({ deep })).toThrow(BadRequestError);
  });
});
