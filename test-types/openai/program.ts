import type { GatewayOptions, RoutingMetadata } from "@auriko/sdk";
import { AurikoOpenAI } from "@auriko/sdk/openai";
import type OpenAI from "openai";
import { expectType } from "./expect.js";

const messages = [{ role: "user" as const, content: "Hello" }];

export async function completions(client: OpenAI): Promise<void> {
  const completion = await client.chat.completions.create({
    model: "m",
    messages,
    gateway: { routing: { optimize: "cost" } },
    extensions: { anthropic: { thinking: { type: "enabled" } } },
  });
  expectType<RoutingMetadata | null | undefined>()(completion.routing_metadata);

  const older = await client.chat.completions.create({ model: "m", messages, routing: { optimize: "ttft" } });
  expectType<string | undefined>()(older.routing_metadata?.provider);

  const stream = await client.chat.completions.create({ model: "m", messages, stream: true, gateway: null });
  for await (const chunk of stream) expectType<RoutingMetadata | null | undefined>()(chunk.routing_metadata);

  const helper = client.chat.completions.stream({ model: "m", messages, gateway: { models: ["a", "b"] } });
  expectType<RoutingMetadata | null | undefined>()((await helper.finalChatCompletion()).routing_metadata);

  const parsed = await client.chat.completions.parse({ model: "m", messages, gateway: {} });
  expectType<RoutingMetadata | null | undefined>()(parsed.routing_metadata);
}

export async function responses(client: OpenAI): Promise<void> {
  const response = await client.responses.create({
    model: "m",
    input: "Hello",
    gateway: { routing: { max_ttft_ms: 200 } },
    extensions: { openai: {} },
  });
  expectType<RoutingMetadata | null | undefined>()(response.routing_metadata);

  const stream = await client.responses.create({ model: "m", input: "Hello", stream: true, gateway: {} });
  for await (const event of stream) {
    if (event.type === "response.completed") {
      expectType<RoutingMetadata | null | undefined>()(event.response.routing_metadata);
    }
  }
}

/** Parameters that are written down before they are used, under OpenAI's own names. */
export const params: OpenAI.ChatCompletionCreateParamsNonStreaming = { model: "m", messages, gateway: {} };
expectType<GatewayOptions | null | undefined>()(params.gateway);

export async function wrong(client: OpenAI): Promise<void> {
  // @ts-expect-error A number is no strategy.
  await client.chat.completions.create({ model: "m", messages, gateway: { routing: { optimize: 1 } } });
  // @ts-expect-error A text is no gateway.
  await client.responses.create({ model: "m", input: "Hello", gateway: "fast" });
  // @ts-expect-error What is not a parameter of Auriko is none here either.
  await client.chat.completions.create({ model: "m", messages, gatevay: {} });
}

/** Ours is one of theirs: it goes wherever a client of OpenAI's goes. */
export const client: OpenAI = new AurikoOpenAI({ apiKey: "ak_test" });
expectType<RoutingMetadata | null>()(new AurikoOpenAI({ apiKey: "ak_test" }).lastRoutingMetadata);
