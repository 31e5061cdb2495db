import { describe, expect, test } from "vitest";
import type { ChatCompletion } from "../../ts/chat";
import { InternalServerError, RateLimitError, StructuredOutputError } from "../../ts/errors";
import { ResponseHeaders } from "../../ts/response-headers";
import type { ModelResponse } from "../../ts/responses";
import {
  parseCompletion,
  parseResponse,
  responseFormat,
  type StandardSchema,
  textFormat,
} from "../../ts/structured-output";
import { failureOf } from "../support/failure-of";

interface Price {
  cents: number;
}

/** Accepts `{ euros }` and turns it into cents, as a validator with a transform does. */
const price: StandardSchema<unknown, Price> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: async (value) => {
      const euros = (value as { euros?: unknown } | null)?.euros;
      if (typeof euros === "number") return { value: { cents: euros * 100 } };
      return {
        issues: [{ message: "not a number", path: ["list", 0, { key: "euros" }] }, { message: "bad" }],
      };
    },
  },
};
const jsonSchema = { type: "object" };
const format = responseFormat(price, { jsonSchema });
const text = textFormat(price, { jsonSchema });

function completion(
  ...choices: { content?: string | null; finish?: string; more?: object }[]
): ChatCompletion {
  return {
    id: "c",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: choices.map(({ content = null, finish = "stop", more }, index) => ({
      index,
      finish_reason: finish,
      message: { role: "assistant", content, ...more },
    })),
    usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    routing_metadata: {
      provider: "p",
      provider_model_id: "x",
      model_canonical: "m",
      routing_strategy: "cost",
    },
  };
}

function response(fields: object): ModelResponse {
  return {
    id: "r",
    object: "response",
    created_at: 1,
    model: "m",
    status: "completed",
    output: [],
    ...fields,
  };
}

function message(content: object[], more: object = {}) {
  return { type: "message", id: "i", role: "assistant", status: "completed", content, ...more };
}

const failureIn = (run: Promise<unknown>) => failureOf(run, StructuredOutputError);

describe("a completion", () => {
  test("is read into the validator's output type, on every choice", async () => {
    const parsed = await parseCompletion(
      completion({ content: '{"euros":2}' }, { content: ' {"euros":3}\n' }),
      format,
    );
    expect(parsed.parsed?.cents).toBe(200);
    expect(parsed.choices.map((choice) => choice.message.parsed?.cents)).toEqual([200, 300]);
  });

  test("stays what the wire said when it is written out or sent back", async () => {
    const original = completion({ content: '{"euros":2}' });
    const before = JSON.stringify(original);
    const parsed = await parseCompletion(original, format);
    expect(JSON.stringify(parsed)).toBe(before);
    expect({ ...parsed.choices[0]?.message }).not.toHaveProperty("parsed");
  });

  test("of a format that was spread into another object is still validated", async () => {
    const parsed = await parseCompletion(completion({ content: '{"euros":2}' }), { ...format });
    expect(parsed.parsed).toEqual({ cents: 200 });
  });

  test("of a JSON Schema is read without a check", async () => {
    const parsed = await parseCompletion<{ a: number }>(
      completion({ content: '{"a":1}' }),
      responseFormat(jsonSchema),
    );
    expect(parsed.parsed).toEqual({ a: 1 });
    expect((await parseCompletion(completion({ content: "[1]" }), { type: "json_object" })).parsed).toEqual([
      1,
    ]);
  });

  test("that calls a tool has no data and no error", async () => {
    const tool_calls = [{ id: "t", type: "function", function: { name: "f", arguments: "{}" } }];
    const parsed = await parseCompletion(completion({ finish: "tool_calls", more: { tool_calls } }), format);
    expect(parsed.parsed).toBeNull();
  });

  test.each([
    ["refusal", { more: { refusal: "no way" } }, "no way"],
    ["truncated", { content: '{"euros":', finish: "length" }, '{"euros":'],
    ["truncated", { content: "12", finish: "length" }, "12"],
    ["content_filter", { content: "", finish: "content_filter" }, ""],
    ["invalid_json", { content: "Sure!" }, "Sure!"],
    ["invalid_json", { content: null }, ""],
    ["mismatch", { content: '{"euros":"2"}' }, '{"euros":"2"}'],
    ["mismatch", { content: "null" }, "null"],
  ] as const)("that ends in %s says so and carries everything: %j", async (reason, choice, shown) => {
    const original = completion(choice);
    Object.defineProperty(original, "responseHeaders", {
      value: ResponseHeaders.from({ "x-request-id": "req" }),
    });
    const error = await failureIn(parseCompletion(original, format));
    expect(error).toMatchObject({
      reason,
      code: `structured_output_${reason}`,
      text: shown,
      statusCode: 200,
      retryable: false,
      requestId: "req",
      usage: original.usage,
      routingMetadata: original.routing_metadata,
    });
    expect(error.partial).toBe(original);
  });

  test("that does not match lists what the validator objects to, with paths", async () => {
    const error = await failureIn(parseCompletion(completion({ content: "{}" }), format));
    expect(error.issues).toEqual([
      { path: "list[0].euros", message: "not a number" },
      { path: "", message: "bad" },
    ]);
    expect(error.message).toContain("list[0].euros: not a number; bad");
  });
});

describe("a response", () => {
  test("is read from its final message, not from commentary", async () => {
    const parsed = await parseResponse(
      response({
        output: [
          { type: "reasoning", id: "x", summary: [] },
          message([{ type: "output_text", text: "let me think" }], { phase: "commentary" }),
          message([
            { type: "output_text", text: '{"eu' },
            { type: "output_text", text: 'ros":1}' },
          ]),
        ],
      }),
      text,
    );
    expect(parsed.parsed?.cents).toBe(100);
    expect(JSON.stringify(parsed)).not.toContain("parsed");
  });

  test("without output items is read from output_text", async () => {
    expect((await parseResponse(response({ output_text: '{"euros":1}' }), text)).parsed).toEqual({
      cents: 100,
    });
  });

  test("that calls a function has no data and no error", async () => {
    const call = { type: "function_call", id: "f", call_id: "c", name: "n", arguments: "{}" };
    expect((await parseResponse(response({ output: [call] }), text)).parsed).toBeNull();
  });

  test.each([
    ["refusal", { output: [message([{ type: "refusal", refusal: "no" }])] }],
    [
      "truncated",
      { status: "incomplete", incomplete_details: { reason: "max_output_tokens" }, output_text: "{" },
    ],
    ["truncated", { status: "incomplete", output_text: '{"euros":1}' }],
    ["content_filter", { status: "incomplete", incomplete_details: { reason: "content_filter" } }],
    ["invalid_json", { output_text: "hello" }],
    ["invalid_json", {}],
    ["mismatch", { output_text: "{}" }],
  ])("that ends in %s says so: %j", async (reason, fields) => {
    expect(await failureIn(parseResponse(response(fields), text))).toMatchObject({ reason });
  });

  test("that failed is thrown as the error that it carries", async () => {
    const error = {
      code: "rate_limit_exceeded",
      message: "slow down",
      provider: "openai",
      suggestion: "wait",
    };
    const run = parseResponse(response({ status: "failed", error }), text);
    await expect(run).rejects.toBeInstanceOf(RateLimitError);
    await expect(run).rejects.toMatchObject({ provider: "openai", suggestion: "wait", message: "slow down" });
    await expect(
      parseResponse(response({ status: "failed", error: { code: "novel", message: "x" } }), text),
    ).rejects.toBeInstanceOf(InternalServerError);
  });
});
