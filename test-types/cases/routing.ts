import { type Client, DataPolicy, Mode, Optimize, type RoutingOptions } from "@auriko/sdk";

declare const client: Client;
const messages = [{ role: "user" as const, content: "Hello" }];

// Constants, plain strings and strategies of the future all fit.
export const routings: RoutingOptions[] = [
  { optimize: Optimize.COST_FOCUS, mode: Mode.FALLBACK, data_policy: DataPolicy.ZDR },
  { optimize: "ttft", mode: "pool", data_policy: "none" },
  { optimize: "a-strategy-of-tomorrow" },
  { weights: { cost: 1 }, max_ttft_ms: 500, providers: ["openai"], only_byok: true },
  { optimize: null, max_cost_per_1m: undefined },
];

// The gateway object, and the older shorthand.
export const requests = [
  client.chat.completions.create({
    messages,
    gateway: { models: ["a", "b"], routing: { optimize: "cost" } },
  }),
  client.chat.completions.create({ messages, model: "a", routing: { optimize: "cost" } }),
  client.chat.completions.create({ messages, models: ["a", "b"] }),
];

export function refusals(): void {
  // @ts-expect-error a misspelt field
  client.chat.completions.create({ messages, model: "a", gateway: { routing: { optimise: "cost" } } });
  // @ts-expect-error one provider where a list belongs
  client.chat.completions.create({ messages, model: "a", gateway: { routing: { providers: "openai" } } });
  // @ts-expect-error a weight that does not exist
  client.chat.completions.create({ messages, model: "a", routing: { weights: { quality: 1 } } });
}

// What the answer says about its route.
export async function metadata(): Promise<void> {
  const { routing_metadata: route } = await client.chat.completions.create({ model: "m", messages });
  const provider: string | undefined = route?.provider;
  const cost: number | undefined = route?.cost?.usd;
  void [provider, cost];
}
