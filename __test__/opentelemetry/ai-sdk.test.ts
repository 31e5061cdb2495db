import { OpenTelemetry } from "@ai-sdk/otel";
import { generateText as generateText5 } from "ai5";
import { generateText as generateText6, streamText as streamText6 } from "ai6";
import { generateText as generateText7, streamText as streamText7 } from "ai7";
import { beforeEach, describe, expect, test } from "vitest";
import { createAuriko } from "../../packages/ai-sdk-provider/src";
import { createAuriko as createAuriko5 } from "../../packages/ai-sdk-provider/src/v2";
import { ObservedGateway } from "./observed-gateway";

const observed = new ObservedGateway({ respond: "Hello!" });
const { telemetry } = observed;
beforeEach(() => observed.instrument());
const settings = () => ({ apiKey: observed.gateway.apiKey, baseURL: observed.gateway.baseUrl });
const prompt = "Hello";

const ways = {
  "AI SDK 5": () =>
    generateText5({
      model: createAuriko5(settings())("gpt-5.4"),
      prompt,
      experimental_telemetry: { isEnabled: true },
    }),
  "AI SDK 6": () =>
    generateText6({
      model: createAuriko(settings())("gpt-5.4"),
      prompt,
      experimental_telemetry: { isEnabled: true },
    }),
  "AI SDK 6, streamed": async () => {
    const { textStream } = streamText6({
      model: createAuriko(settings())("gpt-5.4"),
      prompt,
      experimental_telemetry: { isEnabled: true },
    });
    for await (const _piece of textStream);
  },
  "AI SDK 7": () =>
    generateText7({
      model: createAuriko(settings())("gpt-5.4"),
      prompt,
      telemetry: { integrations: [new OpenTelemetry()] },
    }),
  "AI SDK 7, streamed": async () => {
    const { textStream } = streamText7({
      model: createAuriko(settings())("gpt-5.4"),
      prompt,
      telemetry: { integrations: [new OpenTelemetry()] },
    });
    for await (const _piece of textStream);
  },
};

describe.each(Object.entries(ways))("within the telemetry of %s", (_name, run) => {
  test("the call lies below the step, and its question, tokens and time are counted there alone", async () => {
    await run();
    await expect.poll(() => telemetry.spans.some(({ name }) => name === "POST /chat/completions")).toBe(true);
    const ours = telemetry.spans.filter(
      ({ instrumentationScope }) => instrumentationScope.name === "@auriko/sdk",
    );
    const [call, attempt] = ours;
    expect(ours.map(({ name }) => name)).toEqual(["POST /chat/completions", "POST /chat/completions"]);
    expect(attempt?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
    const parent = telemetry.spans.find(
      (span) => span.spanContext().spanId === call?.parentSpanContext?.spanId,
    );
    expect(parent?.attributes["gen_ai.request.model"]).toBe("gpt-5.4");
    expect(Object.keys(call?.attributes ?? {}).filter((name) => name.startsWith("gen_ai."))).toEqual([]);
    expect(call?.attributes["auriko.route.provider"]).toBeTruthy();

    const points = await telemetry.points();
    const counted = Object.entries(points)
      .filter(([name]) => name.startsWith("gen_ai.client.inference."))
      .flatMap(([, all]) => all)
      .filter(({ attributes }) => attributes["gen_ai.provider.name"] === "auriko");
    expect(counted).toEqual([]);
    expect(points["auriko.client.cost"]).toHaveLength(1);
  });
});

test("without its telemetry the call is the question", async () => {
  await generateText6({ model: createAuriko(settings())("gpt-5.4"), prompt });
  expect(telemetry.tree).toEqual(["chat gpt-5.4", "  POST /chat/completions"]);
  expect((await telemetry.points())["gen_ai.client.inference.duration"]).toHaveLength(1);
});
