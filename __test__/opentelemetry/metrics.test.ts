import { beforeEach, expect, test } from "vitest";
import { question } from "../support/chat";
import { ObservedGateway } from "./observed-gateway";

const observed = new ObservedGateway();
const { telemetry } = observed;
beforeEach(() => observed.instrument());
const client = (options = {}) => observed.client(options);
const dimensions = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "auriko",
  "gen_ai.request.model": "gpt-5.4",
  "server.address": "127.0.0.1",
};

test("a call is one point of its duration, and its tokens are counted once", async () => {
  observed.gateway.enqueue({
    content: "Hi.",
    usage: {
      prompt_tokens: 12,
      completion_tokens: 3,
      prompt_tokens_details: { cached_tokens: 8, text_tokens: 6, image_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 2 },
    },
  });
  const { routing_metadata } = await client().chat.completions.create(question);
  const points = await telemetry.points();
  expect(points["gen_ai.client.inference.duration"]).toEqual([
    {
      unit: "s",
      attributes: expect.objectContaining({
        ...dimensions,
        "server.port": observed.gateway.port,
        "gen_ai.response.model": "gpt-5.4",
      }),
      value: expect.objectContaining({ count: 1, sum: expect.any(Number) }),
    },
  ]);
  const sums = (name: string) =>
    points[name]?.map(({ value, attributes }) => [value, attributes["gen_ai.token.modality"]]);
  expect(sums("gen_ai.client.inference.usage.input_tokens")).toEqual([
    [6, "text"],
    [5, "image"],
    [1, "unknown"],
  ]);
  expect(sums("gen_ai.client.inference.usage.output_tokens")).toEqual([
    [2, "text"],
    [1, "unknown"],
  ]);
  expect(sums("gen_ai.client.inference.usage.cache_read.input_tokens")).toEqual([[8, "unknown"]]);
  expect(sums("gen_ai.client.inference.usage.reasoning.output_tokens")).toEqual([[2, "unknown"]]);
  expect(points["gen_ai.client.inference.operation.input_tokens"]?.[0]?.value).toMatchObject({
    count: 1,
    sum: 12,
  });
  expect(points["gen_ai.client.inference.time_to_first_chunk"]).toBeUndefined();
  expect(points["auriko.client.cost"]?.[0]).toMatchObject({
    unit: "{USD}",
    attributes: { "auriko.route.provider": routing_metadata?.provider },
    value: routing_metadata?.cost?.usd ?? routing_metadata?.cost?.billable_cost_usd,
  });
});

test("buckets are those of the conventions", async () => {
  await client().chat.completions.create(question);
  const points = await telemetry.points();
  const bounds = (name: string) =>
    (points[name]?.[0]?.value as { buckets: { boundaries: number[] } } | undefined)?.buckets.boundaries;
  expect(bounds("gen_ai.client.inference.duration")).toEqual([
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
  ]);
  expect(bounds("gen_ai.client.inference.operation.output_tokens")).toEqual([
    1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
  ]);
});

test("a stream also has the time to its first event and the mean time between those after it", async () => {
  observed.gateway.enqueue({ chunks: ["a", "b", "c", "d"], fault: "drip;bytes=400" });
  const stream = await client().chat.completions.create({ ...question, stream: true });
  await stream.finalText();
  const points = await telemetry.points();
  expect(points["gen_ai.client.inference.time_to_first_chunk"]?.[0]?.value).toMatchObject({ count: 1 });
  expect(points["auriko.client.time_per_output_chunk"]?.[0]?.value).toMatchObject({ count: 1 });
});

test("a retry is counted with its cause, and its wait with its reason", async () => {
  observed.gateway.failNext("503");
  await client({ maxRetries: 1 }).chat.completions.create(question);
  const points = await telemetry.points();
  expect(points["auriko.client.retries"]).toEqual([
    expect.objectContaining({ value: 1, attributes: expect.objectContaining({ "error.type": "503" }) }),
  ]);
  expect(points["auriko.client.retry_wait"]?.[0]).toMatchObject({
    attributes: { "auriko.retry.reason": "backoff" },
    value: { count: 1 },
  });
});

test("a failed call has its error in its duration, and used nothing; an aborted one has none", async () => {
  observed.gateway.failNext("400");
  const error = await client()
    .chat.completions.create(question)
    .catch((reason) => reason);
  const failed = await telemetry.points();
  expect(failed["gen_ai.client.inference.duration"]?.[0]?.attributes).toMatchObject({
    "error.type": error.code,
  });
  expect(failed["gen_ai.client.inference.usage.input_tokens"]).toMatchObject([
    { value: 0, attributes: { "gen_ai.token.modality": "unknown" } },
  ]);
  await client()
    .chat.completions.create(question, { signal: AbortSignal.abort() })
    .catch(() => undefined);
  const aborted = await telemetry.points();
  expect(aborted["gen_ai.client.inference.duration"]?.[0]?.attributes).not.toHaveProperty("error.type");
});

test("a call that waits for the limits of its client says how long", async () => {
  const limited = client({ limits: { concurrency: 1 } });
  observed.gateway.enqueue({ content: "first", delayMs: 50 }, "second");
  const ask = () => limited.chat.completions.create(question);
  await Promise.all([ask(), ask()]);
  const points = await telemetry.points();
  const waits = points["auriko.client.queue_wait"]?.[0]?.value as { count: number; max: number };
  expect(waits.count).toBe(2);
  expect(waits.max).toBeGreaterThan(0.03);
});

test("what asks no model has no point", async () => {
  await client().models.list();
  const points = await telemetry.points();
  expect(Object.keys(points).filter((name) => points[name]?.length)).toEqual([]);
});
