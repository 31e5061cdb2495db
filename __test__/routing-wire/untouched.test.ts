import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { startGateway } from "../../gateway";
import { Client } from "../../ts";
import { messages } from "./wire";

const runs = process.env.AURIKO_SOAK ? 1000 : 30;

/**
 * Any JSON object, names such as `constructor` among its keys. Kept out are the fields that would make it an error or
 * another kind of event, and what makes JavaScript call the object.
 */
const anyObject = fc
  .dictionary(
    fc.oneof(fc.string(), fc.constantFrom("constructor", "toString", "length", "__proto__")),
    fc.jsonValue({ maxDepth: 3 }),
    { maxKeys: 8 },
  )
  .map(({ error: _error, type: _type, then: _then, toJSON: _toJson, ...rest }) => rest);

/** Objects of the API with unknown fields at every level. */
const completions = fc
  .record({ noise: anyObject, inner: anyObject, deep: anyObject })
  .map(({ noise, inner, deep }) => ({
    ...noise,
    id: "c",
    object: "chat.completion",
    choices: [
      { ...inner, index: 0, message: { ...deep, role: "assistant", content: "x" }, finish_reason: "stop" },
    ],
    usage: { ...deep, prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    routing_metadata: { ...inner, provider: "p", cost: { ...deep, usd: 1 } },
  }));
const responses = fc.record({ noise: anyObject, inner: anyObject }).map(({ noise, inner }) => ({
  ...noise,
  id: "r",
  object: "response",
  status: "completed",
  output: [
    { ...inner, type: "novel_item" },
    { ...inner, type: "message", content: [{ ...inner, type: "novel_part" }] },
  ],
}));
const chunks = fc.record({ noise: anyObject, inner: anyObject }).map(({ noise, inner }) => ({
  ...noise,
  choices: [{ ...inner, index: 0, delta: { ...inner, content: "x" }, finish_reason: "stop" }],
}));

/** What the wire carries, as a JSON parser reads it. */
const parsed = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

async function withGateway(
  work: (client: Client, say: (body: unknown) => void) => Promise<void>,
): Promise<void> {
  const gateway = await startGateway();
  const client = new Client({
    apiKey: gateway.apiKey,
    baseUrl: gateway.baseUrl,
    proxy: false,
    maxRetries: 0,
  });
  try {
    await work(client, (body) => gateway.enqueue({ raw: { body } }));
  } finally {
    client.close();
    await gateway.close();
  }
}

describe("fields that nobody knows survive, at every level", () => {
  test("in a chat completion, and in its JSON", async () => {
    await withGateway((client, say) =>
      fc.assert(
        fc.asyncProperty(completions, async (body) => {
          say(body);
          const completion = await client.chat.completions.create({ model: "m", messages });
          expect(parsed(completion)).toEqual(parsed(body));
          expect(Object.keys(completion)).toEqual(Object.keys(parsed(body) as object));
        }),
        { numRuns: runs },
      ),
    );
  });

  test("in a response", async () => {
    await withGateway((client, say) =>
      fc.assert(
        fc.asyncProperty(responses, async (body) => {
          say(body);
          expect(parsed(await client.responses.create({ model: "m", input: "x" }))).toEqual(parsed(body));
        }),
        { numRuns: runs },
      ),
    );
  });

  test("in the chunks of a stream", async () => {
    const gateway = await startGateway();
    const client = new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl, proxy: false });
    await fc.assert(
      fc.asyncProperty(fc.array(chunks, { minLength: 1, maxLength: 6 }), async (events) => {
        gateway.enqueue({ raw: { events: [...events, "data: [DONE]"] } });
        const stream = await client.chat.completions.create({ model: "m", messages, stream: true });
        const received: unknown[] = [];
        for await (const chunk of stream) received.push(parsed(chunk));
        expect(received).toEqual(parsed(events));
      }),
      { numRuns: runs },
    );
    client.close();
    await gateway.close();
  });
});
