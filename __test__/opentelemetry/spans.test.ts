import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { beforeEach, describe, expect, test } from "vitest";
import { createFetch } from "../../ts/index";
import { SCHEMA_URL } from "../../ts/opentelemetry";
import { question } from "../support/chat";
import { ObservedGateway } from "./observed-gateway";
import { millis } from "./telemetry";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const observed = new ObservedGateway();
const { telemetry } = observed;
beforeEach(() => observed.instrument());

const client = (options = {}) => observed.client(options);
const call = (): ReadableSpan => telemetry.spans[0] as ReadableSpan;
const attempts = (): readonly ReadableSpan[] => telemetry.spans.slice(1);

describe("a call has a span", () => {
  test("by the GenAI conventions, with its route, cost and each attempt", async () => {
    observed.gateway.enqueue({
      content: "Hi.",
      usage: {
        prompt_tokens: 12,
        completion_tokens: 3,
        prompt_tokens_details: { cached_tokens: 8 },
        completion_tokens_details: { reasoning_tokens: 2 },
      },
    });
    const completion = await client().chat.completions.create({
      ...question,
      temperature: 0.5,
      max_tokens: 100,
      stop: ["END"],
      seed: 7,
      response_format: { type: "json_schema", json_schema: { name: "any", schema: { type: "object" } } },
      gateway: { routing: { optimize: "cost" } },
    });
    expect(telemetry.tree).toEqual(["chat gpt-5.4", "  POST /chat/completions"]);
    expect(call().kind).toBe(SpanKind.CLIENT);
    expect(call().status.code).toBe(SpanStatusCode.UNSET);
    expect(call().instrumentationScope).toMatchObject({ name: "@auriko/sdk", schemaUrl: SCHEMA_URL });
    expect(call().attributes).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "auriko",
      "gen_ai.request.model": "gpt-5.4",
      "gen_ai.request.temperature": 0.5,
      "gen_ai.request.max_tokens": 100,
      "gen_ai.request.stop_sequences": ["END"],
      "gen_ai.request.seed": 7,
      "gen_ai.output.type": "json",
      "gen_ai.response.id": completion.id,
      "gen_ai.response.model": completion.model,
      "gen_ai.response.finish_reasons": ["stop"],
      "gen_ai.usage.input_tokens": 12,
      "gen_ai.usage.output_tokens": 3,
      "gen_ai.usage.cache_read.input_tokens": 8,
      "gen_ai.usage.reasoning.output_tokens": 2,
      "server.address": "127.0.0.1",
      "server.port": observed.gateway.port,
      "auriko.outcome": "completed",
      "auriko.attempts": 1,
      "auriko.request.id": observed.gateway.lastRequest?.id,
      "auriko.route.provider": completion.routing_metadata?.provider,
      "auriko.route.strategy": completion.routing_metadata?.routing_strategy,
      "auriko.cost.usd":
        completion.routing_metadata?.cost?.usd ?? completion.routing_metadata?.cost?.billable_cost_usd,
    });
    expect(call().attributes).not.toHaveProperty("gen_ai.request.stream");
    expect(call().attributes).not.toHaveProperty("error.type");
    expect(attempts()[0]?.kind).toBe(SpanKind.CLIENT);
    expect(attempts()[0]?.attributes).toMatchObject({
      "http.request.method": "POST",
      "url.full": `${observed.gateway.baseUrl}/chat/completions`,
      "url.template": "/chat/completions",
      "http.response.status_code": 200,
      "network.protocol.version": "1.1",
      "server.port": observed.gateway.port,
      "auriko.attempt.number": 1,
    });
    expect(attempts()[0]?.attributes).not.toHaveProperty("http.request.resend_count");
  });

  test("below the span that was active where it began, whatever is active where it ends", async () => {
    const tracer = trace.getTracer("program");
    const parent = tracer.startSpan("question");
    const running = context.with(trace.setSpan(context.active(), parent), () =>
      client().chat.completions.create({ ...question, stream: true }),
    );
    const stream = await running;
    await tracer.startActiveSpan("elsewhere", async (span) => {
      await stream.finalText();
      span.end();
    });
    parent.end();
    expect(telemetry.tree).toEqual(["question", "  chat gpt-5.4", "    POST /chat/completions", "elsewhere"]);
  });

  test("that lies around those of its attempts, in the time in which they happened", async () => {
    const before = Date.now();
    observed.gateway.failNext("503");
    await client({ maxRetries: 1 }).chat.completions.create(question);
    const after = Date.now();
    const [one, first, second] = telemetry.spans as [ReadableSpan, ReadableSpan, ReadableSpan];
    expect(millis(one.startTime)).toBeGreaterThanOrEqual(before - 1);
    expect(millis(one.endTime)).toBeLessThanOrEqual(after + 1);
    expect(millis(first.startTime)).toBeGreaterThanOrEqual(millis(one.startTime));
    expect(millis(second.endTime)).toBeLessThanOrEqual(millis(one.endTime) + 1);
    expect(millis(second.startTime)).toBeGreaterThan(millis(first.endTime));
  });

  test("for responses as well", async () => {
    const response = await client().responses.create({
      model: "gpt-5.4",
      input: "Hi",
      max_output_tokens: 50,
    });
    expect(telemetry.tree).toEqual(["chat gpt-5.4", "  POST /responses"]);
    expect(call().attributes).toMatchObject({
      "gen_ai.request.max_tokens": 50,
      "gen_ai.response.id": response.id,
      "gen_ai.response.finish_reasons": ["completed"],
      "gen_ai.usage.input_tokens": response.usage?.input_tokens,
      "gen_ai.usage.output_tokens": response.usage?.output_tokens,
    });
  });

  test("that says nothing of a model where none was asked, and has no id in its name", async () => {
    await client().models.retrieve("gpt-5.4");
    await client().models.list();
    expect(telemetry.tree).toEqual([
      "GET /models/{id}",
      "  GET /models/{id}",
      "GET /models",
      "  GET /models",
    ]);
    expect(call().kind).toBe(SpanKind.INTERNAL);
    expect(Object.keys(call().attributes).filter((name) => name.startsWith("gen_ai."))).toEqual([]);
  });
});

test("what other libraries send by our fetch is a call like any other, as far as it can be told", async () => {
  const fetch = createFetch(client());
  const { model, messages } = question;
  const answer = await fetch(`${observed.gateway.baseUrl}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${observed.gateway.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ model, messages, temperature: 0.1 }),
  });
  await answer.json();
  expect(telemetry.tree).toEqual(["chat gpt-5.4", "  POST /chat/completions"]);
  expect(call().attributes).toMatchObject({
    "gen_ai.request.temperature": 0.1,
    "auriko.outcome": "completed",
  });
  expect(observed.gateway.lastRequest?.headers.traceparent).toContain(call().spanContext().spanId);
});

describe("what failed", () => {
  test("and was repeated is told by the spans of the attempts", async () => {
    observed.gateway.failNext("429;retry-after=1");
    observed.gateway.failNext("reset;at=start");
    await client({ maxRetries: 2 }).chat.completions.create(question);
    expect(telemetry.tree).toEqual([
      "chat gpt-5.4",
      "  POST /chat/completions !",
      "  POST /chat/completions !",
      "  POST /chat/completions",
    ]);
    expect(
      attempts().map(({ attributes }) => [
        attributes["http.request.resend_count"],
        attributes["error.type"],
        attributes["http.response.status_code"],
        attributes["auriko.retry.reason"],
      ]),
    ).toEqual([
      [undefined, "429", 429, "retry-after"],
      [1, "network", undefined, "backoff"],
      [2, undefined, 200, undefined],
    ]);
    expect(attempts()[0]?.attributes["auriko.retry.wait"]).toBe(1);
    expect(call().attributes).toMatchObject({ "auriko.attempts": 3, "auriko.outcome": "completed" });
  });

  test("for good has the code of its error", async () => {
    observed.gateway.failNext({ kind: "status", status: 402, code: "insufficient_credits" });
    const error = await client()
      .chat.completions.create(question)
      .catch((reason) => reason);
    expect(telemetry.tree).toEqual(["chat gpt-5.4 !", "  POST /chat/completions !"]);
    expect(call().status).toEqual({ code: SpanStatusCode.ERROR, message: error.message });
    expect(call().attributes).toMatchObject({ "error.type": error.code, "auriko.outcome": "failed" });
  });

  test("before it was sent has no attempt", async () => {
    const refused = { ...question, gateway: { route: "anywhere" } as never };
    const error = await client()
      .chat.completions.create(refused)
      .catch((reason) => reason);
    expect(telemetry.tree).toEqual(["chat !"]);
    expect(call().attributes).toMatchObject({ "error.type": error.code, "auriko.attempts": 0 });
  });

  test("in mid-stream shows what came and what was expected", async () => {
    observed.gateway.enqueue({ content: "one two three four", fault: "reset;after=2" });
    const stream = await client().chat.completions.create({ ...question, stream: true });
    await stream.finalText().catch(() => undefined);
    expect(telemetry.tree).toEqual(["chat gpt-5.4 !", "  POST /chat/completions !"]);
    expect(call().attributes["gen_ai.response.finish_reasons"]).toEqual(["error"]);
    expect(call().attributes["gen_ai.response.time_to_first_chunk"]).toBeGreaterThan(0);
  });

  test("because the caller stopped it is no error", async () => {
    observed.gateway.failNext("stall;at=start");
    const controller = new AbortController();
    const running = client().chat.completions.create(question, { signal: controller.signal });
    await observed.gateway.waitForRequest(({ end: over }) => over === undefined);
    controller.abort();
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
    expect(telemetry.tree).toEqual(["chat gpt-5.4", "  POST /chat/completions"]);
    for (const span of telemetry.spans) {
      expect(span.status.code).toBe(SpanStatusCode.UNSET);
      expect(span.attributes).not.toHaveProperty("error.type");
    }
    expect(call().attributes["auriko.outcome"]).toBe("aborted");
  });
});

describe("the span of a stream ends with the stream", () => {
  const open = () => client().chat.completions.create({ ...question, stream: true });

  test("when it is read to its end", async () => {
    const stream = await open();
    expect(telemetry.spans).toEqual([]);
    await stream.finalText();
    expect(call().attributes).toMatchObject({ "gen_ai.request.stream": true, "auriko.outcome": "completed" });
    expect(call().attributes["gen_ai.response.finish_reasons"]).toEqual(["stop"]);
  });

  test("when its reader leaves it", async () => {
    observed.gateway.enqueue({ content: "a very long answer", fault: "stall;after=2" });
    for await (const _chunk of await open()) break;
    expect(call().attributes).toMatchObject({ "auriko.outcome": "closed" });
    expect(call().status.code).toBe(SpanStatusCode.UNSET);
  });

  test("when it is aborted", async () => {
    observed.gateway.enqueue({ content: "a very long answer", fault: "stall;after=2" });
    const stream = await open();
    const reading = stream.finalText().catch((error) => error);
    stream.abort();
    expect((await reading).name).toBe("AbortError");
    expect(call().attributes).toMatchObject({ "auriko.outcome": "aborted" });
  });

  test("when nobody can read it any more", async () => {
    observed.gateway.enqueue({ content: "a very long answer", fault: "stall;after=2" });
    await (async () => void (await open()))();
    await expect
      .poll(
        () => {
          collectGarbage();
          return telemetry.spans.length;
        },
        { timeout: 15_000 },
      )
      .toBeGreaterThan(0);
    expect(call().attributes).toMatchObject({ "auriko.outcome": "abandoned" });
  });
});

test("no key and no other secret is in any span", async () => {
  const secret = observed.gateway.apiKey;
  observed.gateway.failNext({ kind: "status", status: 400, message: `You sent ${secret}` });
  await client({ headers: { "x-api-key": "hidden-value-1" } })
    .chat.completions.create({ ...question, user: secret })
    .catch(() => undefined);
  const text = JSON.stringify(
    telemetry.spans.map(({ attributes, status, name, events }) => ({ attributes, status, name, events })),
  );
  expect(text).toContain("You sent");
  expect(text).not.toContain(secret);
  expect(text).not.toContain("hidden-value-1");
});
