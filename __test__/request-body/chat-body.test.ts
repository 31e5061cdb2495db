import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChatCompletionCreateParamsOpen } from "../../ts/chat";
import { BadRequestError } from "../../ts/errors";
import { buildChatBody } from "../../ts/request-body";
import { failureOf } from "../support/failure-of";

const messages = [{ role: "user" as const, content: "hi" }];
const minimal = { model: "m", messages };

const refusalOf = (run: () => unknown) => failureOf(run, BadRequestError);

/** Parameters as a caller without types may give them. */
function untyped(params: unknown): ChatCompletionCreateParamsOpen {
  return params as ChatCompletionCreateParamsOpen;
}

describe("what is sent", () => {
  test("messages come first, then the model, then what was given, then gateway and stream", () => {
    const body = buildChatBody(
      { temperature: 0.5, gateway: { routing: { optimize: "cost" } }, model: "m", messages, seed: 1 },
      { stream: true },
    );
    expect(Object.keys(body)).toEqual(["messages", "model", "temperature", "seed", "gateway", "stream"]);
    expect(body.messages).toBe(messages);
  });

  test("null and undefined parameters are left out; false, 0, empty text and empty arrays are sent", () => {
    const body = buildChatBody({
      ...minimal,
      temperature: 0,
      top_p: null,
      seed: undefined,
      logprobs: false,
      stop: [],
      tools: [],
      user: "",
    });
    expect(body).toEqual({ ...minimal, temperature: 0, logprobs: false, stop: [], tools: [], user: "" });
  });

  test("parameters that this version doesn't know go through untouched", () => {
    const novel = { nested: [null, { a: Number.NaN }] };
    const body = buildChatBody(untyped({ ...minimal, brand_new: novel, max_token: 5 }));
    expect(body.brand_new).toBe(novel);
    expect(body.max_token).toBe(5);
  });

  test("a parameter named __proto__ is data", () => {
    const params = JSON.parse('{"model":"m","messages":[],"__proto__":{"stream":true}}');
    const body = buildChatBody(params);
    expect(JSON.parse(JSON.stringify(body))).toEqual(params);
    expect(body.stream).toBeUndefined();
  });

  test.each([
    [true, undefined, true],
    [undefined, true, true],
    [true, false, undefined],
    [false, true, true],
    [false, undefined, undefined],
  ])("params.stream %o with the option %o sends %o", (inParams, option, sent) => {
    const body = buildChatBody(
      { ...minimal, stream: inParams ?? null },
      option === undefined ? {} : { stream: option },
    );
    expect(body.stream).toBe(sent);
    expect("stream" in body).toBe(sent === true);
  });
});

describe("which model answers", () => {
  test("neither model nor models is refused as a missing model", () => {
    const error = refusalOf(() => buildChatBody({ messages }));
    expect(error).toMatchObject({ statusCode: 400, code: "missing_required_parameter", param: "model" });
  });

  test("model together with gateway.models is refused, even when that is empty", () => {
    for (const models of [["a"], []]) {
      const error = refusalOf(() => buildChatBody({ ...minimal, gateway: { models } }));
      expect(error).toMatchObject({ code: "invalid_parameter_value", param: "gateway.models" });
    }
  });

  test("an empty model counts as given", () => {
    expect(buildChatBody({ model: "", messages }).model).toBe("");
    expect(refusalOf(() => buildChatBody({ model: "", messages, gateway: { models: [] } })).param).toBe(
      "gateway.models",
    );
  });

  test("an empty list of models alone is sent", () => {
    expect(buildChatBody({ messages, gateway: { models: [] } })).toEqual({
      messages,
      gateway: { models: [] },
    });
  });

  test("extraBody can't supply the model, but may replace it", () => {
    expect(refusalOf(() => buildChatBody({ messages }, { extraBody: { model: "x" } })).param).toBe("model");
    expect(buildChatBody(minimal, { extraBody: { model: "x", gateway: { models: ["y"] } } })).toEqual({
      messages,
      model: "x",
      gateway: { models: ["y"] },
    });
  });

  test("a model that is no string is refused", () => {
    expect(refusalOf(() => buildChatBody(untyped({ messages, model: 4 })))).toMatchObject({ param: "model" });
  });
});

describe("shorthand", () => {
  test("routing and models are sent in the gateway", () => {
    const body = buildChatBody({
      messages,
      models: ["a", "b"],
      routing: { optimize: "speed", max_ttft_ms: 200 },
      gateway: { metadata: { tags: ["t"] } },
    });
    expect(body).toEqual({
      messages,
      gateway: {
        metadata: { tags: ["t"] },
        routing: { optimize: "speed", max_ttft_ms: 200 },
        models: ["a", "b"],
      },
    });
  });

  test.each(["routing", "models"] as const)("%s in both places is refused", (name) => {
    const value = name === "routing" ? {} : ["a"];
    const error = refusalOf(() =>
      buildChatBody(untyped({ messages, [name]: value, gateway: { [name]: value } })),
    );
    expect(error.param).toBe(name);
    expect(error.message).toContain(`gateway.${name}`);
  });

  test("a shorthand that is null leaves the gateway alone", () => {
    const body = buildChatBody({
      ...minimal,
      routing: null,
      models: null,
      gateway: { routing: { mode: "pool" } },
    });
    expect(body).toEqual({ ...minimal, gateway: { routing: { mode: "pool" } } });
  });

  test("errors name the field where the caller wrote it", () => {
    expect(refusalOf(() => buildChatBody({ ...minimal, routing: { max_ttft_ms: -1 } })).param).toBe(
      "routing.max_ttft_ms",
    );
    expect(refusalOf(() => buildChatBody({ ...minimal, models: ["a"] })).param).toBe("models");
    expect(refusalOf(() => buildChatBody(untyped({ messages, models: "a" }))).message).toContain('["a"]');
  });

  test("an empty gateway is left out, an empty routing is sent", () => {
    expect(buildChatBody({ ...minimal, gateway: {} })).toEqual(minimal);
    expect(buildChatBody({ ...minimal, gateway: { metadata: null } })).toEqual(minimal);
    expect(buildChatBody({ ...minimal, gateway: { routing: {} } })).toEqual({
      ...minimal,
      gateway: { routing: {} },
    });
  });
});

describe("extraBody", () => {
  test("its fields win, gateway is merged one level deep, null is sent", () => {
    const body = buildChatBody(
      { ...minimal, temperature: 1, gateway: { routing: { optimize: "cost" }, metadata: { tags: ["t"] } } },
      { extraBody: { temperature: null, gateway: { routing: { tier: "priority" } }, novel: { a: 1 } } },
    );
    expect(body).toEqual({
      ...minimal,
      temperature: null,
      novel: { a: 1 },
      gateway: { routing: { tier: "priority" }, metadata: { tags: ["t"] } },
    });
  });

  test.each([null, "x", ["a"], 3])("a gateway of %o replaces the other", (value) => {
    const body = buildChatBody({ ...minimal, gateway: { routing: {} } }, { extraBody: { gateway: value } });
    expect(body.gateway).toEqual(value);
  });

  test("can't change the stream flag", () => {
    expect(buildChatBody(minimal, { extraBody: { stream: true } })).toEqual(minimal);
    expect(buildChatBody(minimal, { extraBody: { stream: false }, stream: true }).stream).toBe(true);
  });

  test("is never validated", () => {
    const gateway = { routing: { unknown: 1, max_ttft_ms: -1 } };
    expect(buildChatBody(minimal, { extraBody: { gateway } }).gateway).toEqual(gateway);
  });

  test.each([[[]], ["x"], [3]])("must be an object, not %o", (extraBody) => {
    expect(refusalOf(() => buildChatBody(minimal, { extraBody: extraBody as never })).param).toBe(
      "extraBody",
    );
  });

  test("merging changes neither input, whatever they hold", () => {
    const json = fc.dictionary(fc.constantFrom("gateway", "model", "temperature", "x"), fc.jsonValue());
    const gateway = fc.record(
      { routing: fc.constant({ optimize: "cost" }), metadata: fc.constant({ tags: ["t"] }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(json, gateway, (extraBody, gatewayOptions) => {
        const params = { ...minimal, temperature: 1, gateway: gatewayOptions };
        const before = JSON.stringify([params, extraBody]);
        const body = buildChatBody(params, { extraBody, stream: true });
        expect(JSON.stringify([params, extraBody])).toBe(before);
        for (const [key, value] of Object.entries(extraBody))
          if (key !== "gateway") expect(body[key]).toEqual(value);
        expect(body.stream).toBe(true);
      }),
    );
  });

  test("frozen inputs are fine", () => {
    const params = Object.freeze({
      ...minimal,
      gateway: Object.freeze({ routing: Object.freeze({ prefer: "openai" }) }),
    });
    expect(
      buildChatBody(params, { extraBody: Object.freeze({ gateway: Object.freeze({ x: 1 }) }) }).gateway,
    ).toEqual({
      routing: { prefer: "openai" },
      x: 1,
    });
  });
});

describe("slips", () => {
  test.each([
    ["maxTokens", "max_tokens"],
    ["topP", "top_p"],
    ["responseFormat", "response_format"],
    ["reasoningEffort", "reasoning_effort"],
    ["toolChoice", "tool_choice"],
  ])("%s is refused with a pointer to %s", (wrong, right) => {
    const error = refusalOf(() => buildChatBody(untyped({ ...minimal, [wrong]: 1 })));
    expect(error.param).toBe(wrong);
    expect(error.message).toContain(`\`${right}\``);
  });

  test.each(["extraBody", "extra_body", "signal", "timeout", "maxRetries", "headers"])(
    "%s in the first argument is sent to the second",
    (name) => {
      const error = refusalOf(() => buildChatBody(untyped({ ...minimal, [name]: {} })));
      expect(error.param).toBe(name);
      expect(error.message).toContain("second argument");
    },
  );

  test("an option that is undefined is no slip", () => {
    expect(buildChatBody(untyped({ ...minimal, signal: undefined, maxTokens: undefined }))).toEqual(minimal);
  });

  test.each([
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [12n, "12n"],
  ])("a temperature of %s is refused instead of being sent as null", (value, shown) => {
    const error = refusalOf(() => buildChatBody(untyped({ ...minimal, temperature: value })));
    expect(error.param).toBe("temperature");
    expect(error.message).toContain(shown);
  });

  test.each([() => {}, Symbol("s")])("a parameter that JSON would drop is refused", (value) => {
    expect(refusalOf(() => buildChatBody(untyped({ ...minimal, user: value }))).param).toBe("user");
  });

  test.each([
    [{ model: "m" }, "messages", "missing_required_parameter"],
    [{ model: "m", messages: "hi" }, "messages", "invalid_parameter_value"],
    [{ model: "m", messages: { role: "user" } }, "messages", "invalid_parameter_value"],
    [{ model: "m", input: "hi" }, "input", "invalid_parameter_value"],
    [{ model: "m", messages: [], stream: "yes" }, "stream", "invalid_parameter_value"],
    [undefined, "params", "invalid_parameter_value"],
    ["hi", "params", "invalid_parameter_value"],
  ])("%j is refused at %s", (params, param, code) => {
    expect(refusalOf(() => buildChatBody(untyped(params)))).toMatchObject({ param, code });
  });

  test("an empty conversation is the server's to judge", () => {
    expect(buildChatBody({ model: "m", messages: [] })).toEqual({ messages: [], model: "m" });
  });
});
