import { type ChatToolRun, type Client, type StandardSchema, type Tool, tool } from "@auriko/sdk";
import { expectType } from "./expect.js";

interface Place {
  city: string;
}

declare const client: Client;
declare const place: StandardSchema<unknown, Place>;
declare const weather: StandardSchema<unknown, { celsius: number }>;
const messages = [{ role: "user" as const, content: "Hello" }];

// Arguments have the type that the validator gives, and results any type.
export const validated = tool({
  name: "weather",
  parameters: place,
  needsApproval: (args) => {
    expectType<Place>()(args);
    return args.city === "";
  },
  execute: async (args, { signal, toolCallId, step }) => {
    expectType<Place>()(args);
    expectType<AbortSignal>()(signal);
    expectType<string>()(toolCallId);
    expectType<number>()(step);
    return { celsius: 1 };
  },
});
expectType<Tool<Place, { celsius: number }>>()(validated);

// With a JSON Schema the caller says what they are.
export const described = tool({
  name: "weather",
  parameters: { type: "object" },
  execute: ({ city }: Place) => city,
});
export const bare = tool({ name: "now", execute: () => new Date().toISOString() });

export async function chat(): Promise<void> {
  const run = client.chat.completions.runTools({
    model: "m",
    messages,
    tools: [validated, described, bare, { type: "function", function: { name: "by_hand" } }],
    response_format: weather,
    maxCostUsd: 1,
    approve: (call) => call.name !== "weather" || "not now",
    prepareStep: ({ index, steps }) =>
      index > 0 ? { model: steps[0]?.answer.model, tools: [bare] } : undefined,
    onStep: ({ toolCalls, costUsd }) => {
      expectType<number | null>()(costUsd);
      for (const { outcome } of toolCalls) if (outcome === "denied") return;
    },
  });
  expectType<ChatToolRun<{ celsius: number }>>()(run);
  for await (const chunk of run) expectType<"chat.completion.chunk">()(chunk.object);
  expectType<{ celsius: number } | null>()(await run.finalParsed());
  const again: ChatToolRun = run;
  await client.chat.completions.runTools({ model: "m", messages: again.messages, tools: [] }).finalText();
}

export async function responses(): Promise<void> {
  const run = client.responses.runTools({
    model: "m",
    input: "Hello",
    tools: [validated, { type: "web_search" }],
    text: { format: weather },
  });
  for await (const event of run)
    if (event.type === "response.output_text.delta") expectType<string>()(event.delta);
  expectType<{ celsius: number } | null>()(await run.finalParsed());
}

export async function estimates(): Promise<void> {
  const { costUsd, offers } = await client.estimate(
    { model: "m", messages, tools: [validated] },
    { outputTokens: 5 },
  );
  expectType<number | null>()(costUsd);
  expectType<string | undefined>()(offers[0]?.provider);
  await client.estimate({ model: "m", input: "Hello" });
}
