import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { type ChatCompletion, Client, type ClientOptions, SpendLimitError } from "../../ts";

let gateway: Gateway;
const clients: Client[] = [];

beforeAll(async () => {
  gateway = await startGateway();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  gateway.reset();
});
afterAll(() => gateway.close());

function clientWith(options: ClientOptions = {}): Client {
  const client = new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl, maxRetries: 0, ...options });
  clients.push(client);
  return client;
}

const question = { model: "gpt-5.4", messages: [{ role: "user" as const, content: "Hello" }] };
const long = { chunks: Array.from({ length: 2_000 }, (_, i) => `word${i} `) };

describe("client.ledger", () => {
  test("adds up completions, streams and responses with the cost that the server reports", async () => {
    const client = clientWith();
    const whole = await client.chat.completions.create({
      ...question,
      gateway: { metadata: { tags: ["a"] } },
    });
    const stream = await client.chat.completions.create({ ...question, stream: true });
    await stream.finalCompletion();
    const response = await client.responses.create({ model: "gpt-5.4", input: "Hello" });
    const costs = [whole.routing_metadata, stream.routingMetadata, response.routing_metadata].map(
      (route) => route?.cost?.usd ?? 0,
    );
    expect(Math.min(...costs)).toBeGreaterThan(0);
    expect(client.ledger.total).toMatchObject({ requests: 3, completed: 3, unknownCost: 0 });
    expect(client.ledger.total.costUsd).toBeCloseTo(
      costs.reduce((sum, cost) => sum + cost, 0),
      12,
    );
    expect(client.ledger.total.inputTokens).toBe(
      (whole.usage?.prompt_tokens ?? 0) +
        (stream.usage?.prompt_tokens ?? 0) +
        (response.usage?.input_tokens ?? 0),
    );
    expect(client.ledger.byTag.a?.requests).toBe(1);
    expect(Object.keys(client.ledger.byProvider)).toEqual([whole.routing_metadata?.provider]);
  });

  test("counts requests of other endpoints nowhere, and failed ones without cost", async () => {
    const client = clientWith();
    await client.models.list();
    gateway.failNext("503");
    await client.chat.completions.create(question).catch(() => {});
    expect(client.ledger.total).toMatchObject({ requests: 1, failed: 1, costUsd: 0, unknownCost: 0 });
    expect(client.ledger.inFlight).toBe(0);
  });

  test("adds what clients made by withOptions() spend", async () => {
    const client = clientWith();
    await client.withOptions({ maxRetries: 1 }).chat.completions.create(question);
    expect(client.ledger.total.requests).toBe(1);
  });

  test("estimates a stream that was aborted, once prices are loaded", async () => {
    const client = clientWith();
    expect(await client.ledger.loadPrices()).toBeGreaterThan(0);
    gateway.enqueue({ ...long, fault: "stall;after=100" });
    const stream = await client.chat.completions.create({ ...question, stream: true });
    let seen = 0;
    for await (const _ of stream) if (++seen === 50) break;
    expect(client.ledger.total).toMatchObject({ aborted: 1, costUsd: 0, unknownCost: 0 });
    expect(client.ledger.total.estimatedUsd).toBeGreaterThan(0);
  });
});

describe("maxCostUsd", () => {
  test("stops a stream in the middle when prices are loaded, and the server sees it end", async () => {
    const client = clientWith();
    await client.ledger.loadPrices();
    gateway.enqueue(long);
    const free = await client.chat.completions.create({ ...question, stream: true });
    const whole = await free.finalText();
    const half = (free.routingMetadata?.cost?.usd ?? 0) / 2;

    gateway.enqueue({ ...long, fault: "stall;after=1900" });
    const limited = await client.chat.completions.create({ ...question, stream: true }, { maxCostUsd: half });
    const error = await limited.finalText().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SpendLimitError);
    const partial = (error as SpendLimitError).partial as ChatCompletion;
    const soFar = partial.choices[0]?.message.content ?? "";
    expect(whole.startsWith(soFar)).toBe(true);
    // The estimate takes more tokens for the same text than the server, so it stops a little early, but not at once.
    expect(soFar.length).toBeGreaterThan(whole.length / 8);
    expect(soFar.length).toBeLessThan(whole.length * 0.75);
    await expect.poll(() => gateway.lastRequest?.end).toBeDefined();
  });

  test("refuses the next request when reported cost has reached it, without sending it", async () => {
    const client = clientWith({ maxCostUsd: 1e-9 });
    await client.chat.completions.create(question);
    const sent = gateway.requests.length;
    await expect(client.chat.completions.create(question)).rejects.toThrow(SpendLimitError);
    await expect(client.responses.create({ model: "gpt-5.4", input: "Hello", stream: true })).rejects.toThrow(
      SpendLimitError,
    );
    expect(gateway.requests.length).toBe(sent);
  });

  test("of a client binds parallel requests together, when prices are known", async () => {
    const prices = { "gpt-5.4": { input_price: 0, output_price: 1_000 } };
    const client = clientWith({ maxCostUsd: 1, prices });
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        client.chat.completions.create({ ...question, max_completion_tokens: 300 }),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    expect(client.ledger.reservedUsd).toBe(0);
  });
});
