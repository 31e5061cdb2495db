import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Gateway, type Reply, startGateway } from "../../gateway";
import { BadRequestError, responseFormat, StructuredOutputError, textFormat } from "../../ts";
import type { ChatCompletionStream } from "../../ts/streaming";
import { clientOf } from "../support/client";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.close());

const order = z.object({
  customer: z.string(),
  items: z.array(z.object({ name: z.string(), count: z.number().int().min(1) })),
  total: z.number(),
});
const placed = {
  customer: "Ada",
  items: [
    { name: "tea", count: 2 },
    { name: "cup", count: 1 },
  ],
  total: 19.5,
};

const characters = (text: string): Reply => ({ chunks: Array.from(text) });
const client = () => clientOf(gateway, { apiKey: gateway.apiKey });

function chat<T = z.infer<typeof order>>(reply: Reply, format: unknown = order) {
  gateway.enqueue(reply);
  return client().chat.completions.create({
    model: "gpt-5.4",
    messages: [{ role: "user", content: "Read the order." }],
    response_format: format as typeof order,
    stream: true,
  }) as unknown as Promise<ChatCompletionStream<T>>;
}

function respond(reply: Reply) {
  gateway.enqueue(reply);
  return client().responses.create({
    model: "gpt-5.4",
    input: "Read the order.",
    text: { format: order },
    stream: true,
  });
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(structuredClone(item));
  return list;
}

async function failure(promise: Promise<unknown>): Promise<StructuredOutputError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StructuredOutputError);
  return error as StructuredOutputError;
}

describe.each([
  ["a chat stream", (reply: Reply) => chat(reply)],
  ["a Responses stream", (reply: Reply) => respond(reply)],
])("%s with a schema", (_api, ask) => {
  test("shows the data while it is written, growing to what it is in the end", async () => {
    const stream = await ask(characters(JSON.stringify(placed)));
    const seen = await all(stream.partialObjects);
    expect(seen).toContainEqual({ customer: "A" });
    expect(seen).toContainEqual({ customer: "Ada", items: [{ name: "tea", count: 2 }, { name: "c" }] });
    expect(seen.at(-1)).toEqual(placed);
    await expect(stream.finalParsed()).resolves.toEqual(placed);
  });

  test("gives each element once, when it is complete", async () => {
    const stream = await ask(characters(JSON.stringify(placed)));
    const names: string[] = [];
    for await (const { name, count } of stream.elements) names.push(`${count} ${name}`);
    expect(names).toEqual(["2 tea", "1 cup"]);
  });

  test("peels off a code fence and words around the data", async () => {
    const stream = await ask(
      characters(`Sure, [as asked]:\n\`\`\`json\n${JSON.stringify(placed, null, 2)}\n\`\`\`\nBye!`),
    );
    const seen = await all(stream.partialObjects);
    expect(seen[0]).toEqual({ customer: "" });
    expect(seen.at(-1)).toEqual(placed);
    await expect(stream.finalParsed()).resolves.toEqual(placed);
  });

  test("stops at an element that is not valid and says where it stands", async () => {
    const items = [
      { name: "tea", count: 2 },
      { name: "cup", count: 0 },
    ];
    const stream = await ask(characters(JSON.stringify({ ...placed, items })));
    const seen: unknown[] = [];
    const error = await failure(
      (async () => {
        for await (const element of stream.elements) seen.push(element);
      })(),
    );
    expect(seen).toEqual([{ name: "tea", count: 2 }]);
    expect(error.reason).toBe("mismatch");
    expect(error.issues[0]?.path).toBe("items[1].count");
    expect(stream.state).not.toBe("reading");
  });

  test("rejects the final data with the reason when there is none", async () => {
    const truncated = await ask({ content: '{"customer":"Ada","it', finishReason: "length" });
    expect(await failure(truncated.finalParsed())).toMatchObject({ reason: "truncated" });
    const refused = await ask({ refusal: "No." });
    expect(await failure(refused.finalParsed())).toMatchObject({ reason: "refusal", text: "No." });
    const prose = await ask("I'd rather not.");
    expect(await failure(prose.finalParsed())).toMatchObject({ reason: "invalid_json" });
    const wrong = await ask('{"customer":1}');
    expect(await failure(wrong.finalParsed())).toMatchObject({ reason: "mismatch" });
  });

  test("has no data, and no error, when the model calls a tool", async () => {
    const stream = await ask({ toolCalls: [{ name: "look_up" }] });
    await expect(stream.finalParsed()).resolves.toBeNull();
  });

  test("closes the connection when the reader leaves early", async () => {
    const stream = await ask(characters(JSON.stringify(placed)));
    for await (const _first of stream.elements) break;
    expect(stream.state).toBe("closed");
  });

  test("can be read once, whichever way", async () => {
    const stream = await ask(characters(JSON.stringify(placed)));
    const reading = all(stream.partialObjects);
    expect(() => stream.elements[Symbol.asyncIterator]()).toThrow(/once/);
    await reading;
  });

  test("has the data in both branches of tee()", async () => {
    const stream = await ask(characters(JSON.stringify(placed)));
    const [first, second] = stream.tee();
    const [seen, parsed] = await Promise.all([all(first.elements), second.finalParsed()]);
    expect(seen).toHaveLength(2);
    expect(parsed).toEqual(placed);
  });
});

describe("elements", () => {
  test("of data that is an array are checked and transformed by its validator", async () => {
    const stream = await chat<number[]>(characters('["1","22"]'), z.array(z.string().transform(Number)));
    expect(await all(stream.elements)).toEqual([1, 22]);
  });

  test("are checked by a validator of their own, if the format has one", async () => {
    const element = z.object({ name: z.string() }).transform(({ name }) => name.toUpperCase());
    const format = responseFormat(z.object({ items: z.array(element), total: z.number() }), { element });
    const stream = await chat<{ items: string[] }>(
      characters('{"items":[{"name":"a"},{"name":1}],"total":1}'),
      format,
    );
    const seen: unknown[] = [];
    const error = await failure(
      (async () => {
        for await (const item of stream.elements) seen.push(item);
      })(),
    );
    expect(seen).toEqual(["A"]);
    expect(error.issues[0]?.path).toBe("items[1].name");
  });

  test("are given as they come with a JSON Schema alone", async () => {
    const stream = await chat<unknown>(characters("[1,null]"), responseFormat({ type: "array" }));
    expect(await all(stream.elements)).toEqual([1, null]);
  });
});

describe("repair", () => {
  const repair = (text: string) => text.replace(/'/g, '"').replace(/,\s*}/g, "}");
  const format = responseFormat(z.object({ a: z.string() }), { repair });
  const ask = (reply: Reply, given: unknown = format) => {
    gateway.enqueue(reply);
    return client().chat.completions.parse({
      model: "gpt-5.4",
      messages: [{ role: "user", content: "…" }],
      response_format: given as typeof format,
    });
  };

  test("mends what is no JSON, streamed or not", async () => {
    expect((await ask("{'a': 'b',}")).parsed).toEqual({ a: "b" });
    await expect((await chat(characters("{'a': 'b',}"), format)).finalParsed()).resolves.toEqual({ a: "b" });
  });

  test("is told what was wrong, and may give up", async () => {
    const seen: string[] = [];
    const asking = ask(
      '{"a":1}',
      responseFormat(z.object({ a: z.string() }), {
        repair: async (_text, error) => {
          seen.push(error.reason);
          return undefined;
        },
      }),
    );
    expect(await failure(asking)).toMatchObject({ reason: "mismatch" });
    expect(seen).toEqual(["mismatch"]);
  });

  test("has to be a function", () => {
    const wrong = { repair: "please" } as unknown as { fallback: true };
    expect(() => responseFormat({ type: "object" }, wrong)).toThrow(BadRequestError);
  });
});

describe("a model without structured output", () => {
  const refusal: Reply = { error: { code: "structured_output_not_supported" } };
  const schema = z.object({ answer: z.number() });

  test("is asked again for JSON with the schema in the prompt, if the format says so", async () => {
    const format = responseFormat(schema, { fallback: true });
    gateway.enqueue(refusal);
    const stream = await chat<{ answer: number }>('```\n{"answer":42}\n```', format);
    await expect(stream.finalParsed()).resolves.toEqual({ answer: 42 });
    const [first, second] = gateway.requests.map(({ body }) => body as Record<string, unknown>);
    expect(first).toMatchObject({ response_format: { type: "json_schema" } });
    expect(second).toMatchObject({ response_format: { type: "json_object" } });
    expect(second?.messages).toMatchObject([
      { role: "system", content: expect.stringContaining('"answer"') },
      { role: "user" },
    ]);

    gateway.enqueue(refusal, '{"answer":1}');
    const { parsed } = await client().chat.completions.parse({
      model: "gpt-5.4",
      messages: [{ role: "user", content: "…" }],
      response_format: format,
    });
    expect(parsed).toEqual({ answer: 1 });
  });

  test("is asked again over Responses, with the schema in the instructions", async () => {
    gateway.enqueue(refusal, '{"answer":1}');
    const response = await client().responses.parse({
      model: "gpt-5.4",
      input: "…",
      instructions: "Be brief.",
      text: { format: textFormat(schema, { fallback: true }) },
    });
    expect(response.parsed).toEqual({ answer: 1 });
    expect(gateway.lastRequest?.body).toMatchObject({
      instructions: expect.stringMatching(/^Be brief\.\n\nAnswer with one JSON value/),
      text: { format: { type: "json_object" } },
    });
  });

  test("is an error otherwise, and so is any other refusal", async () => {
    gateway.enqueue(refusal);
    await expect(chat("unused", responseFormat(schema))).rejects.toMatchObject({
      code: "structured_output_not_supported",
    });
    gateway.reset();
    gateway.enqueue({ error: { code: "model_not_found" } });
    await expect(chat("unused", responseFormat(schema, { fallback: true }))).rejects.toMatchObject({
      code: "model_not_found",
    });
    expect(gateway.requests).toHaveLength(1);
  });
});
