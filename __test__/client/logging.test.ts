import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { APIUserAbortError } from "../../ts/index";
import { silence } from "../support/answers";
import { caught, clientOf } from "../support/client";
import { serve } from "../support/scripted-server";

const reasons: Readonly<Record<string, unknown>> = {
  "an error": new Error("why"),
  "an error with causes": new Error("why", { cause: new TypeError("deeper") }),
  "a text": "why",
  "a number": 7,
  "a symbol": Symbol("why"),
  "an object": { why: true },
  "an object with a message": { message: "why" },
  "an object without a prototype": Object.assign(Object.create(null), { code: 7 }),
  "an object whose toString fails": {
    toString() {
      throw new Error("no");
    },
  },
  "a function": () => {},
};

describe("an abort for any reason", () => {
  test.each(Object.entries(reasons))("can be logged in every way: %s", async (_what, reason) => {
    const controller = new AbortController();
    const client = clientOf(await serve(silence));
    const pending = caught(client.me.get({ signal: controller.signal }));
    controller.abort(reason);
    const failure = await pending;
    expect(failure).toBeInstanceOf(APIUserAbortError);
    expect(failure.cause).toBe(reason);
    expect(inspect(failure)).toContain("AbortError: The request was aborted");
    expect(JSON.parse(JSON.stringify(failure))).toMatchObject({
      name: "AbortError",
      code: "request_aborted",
    });
    expect(String(failure)).toContain("aborted");
  });
});
