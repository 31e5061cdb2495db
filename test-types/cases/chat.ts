import type { ChatCompletion, ChatCompletionChunk, ChatCompletionStream, Client } from "@auriko/sdk";
import { expectType } from "./expect.js";

declare const client: Client;
declare const streamed: boolean;
const messages = [{ role: "user" as const, content: "Hello" }];

// What comes back follows from `stream`.
export async function overloads(): Promise<void> {
  const request = { model: "gpt-5.4", messages };
  expectType<ChatCompletion>()(await client.chat.completions.create(request));
  expectType<ChatCompletion>()(await client.chat.completions.create({ ...request, stream: false }));
  expectType<ChatCompletionStream>()(await client.chat.completions.create({ ...request, stream: true }));
  expectType<ChatCompletion | ChatCompletionStream>()(
    await client.chat.completions.create({ ...request, stream: streamed }),
  );
}

// The promise also gives the response.
export async function withResponse(): Promise<void> {
  const { data, requestId } = await client.chat.completions.create({ model: "m", messages }).withResponse();
  expectType<ChatCompletion>()(data);
  expectType<string | null>()(requestId);
}

// A stream hands out chunks.
export async function iteration(): Promise<void> {
  const stream = await client.chat.completions.create({ model: "m", messages, stream: true });
  for await (const chunk of stream) {
    expectType<ChatCompletionChunk>()(chunk);
    expectType<string | null | undefined>()(chunk.choices[0]?.delta.content);
  }
}

// Roles decide what a message holds.
export const conversation = client.chat.completions.create({
  model: "m",
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: [{ type: "text", text: "What is this?" }] },
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: "{}" } }],
    },
    { role: "tool", tool_call_id: "1", content: "42" },
  ],
});

export function refusals(): void {
  // @ts-expect-error no messages
  client.chat.completions.create({ model: "m" });
  // @ts-expect-error a role that does not exist
  client.chat.completions.create({ model: "m", messages: [{ role: "robot", content: "x" }] });
  // @ts-expect-error a misspelt parameter
  client.chat.completions.create({ model: "m", messages, temprature: 1 });
  // @ts-expect-error a tool message without the call that it answers
  client.chat.completions.create({ model: "m", messages: [{ role: "tool", content: "42" }] });
  // @ts-expect-error a number as text
  client.chat.completions.create({ model: "m", messages, max_tokens: "12" });
}

// The answer is open to what the API adds, as unknown.
export function openness(completion: ChatCompletion): void {
  expectType<unknown>()(completion.added_later);
  // @ts-expect-error an unknown value is not usable unchecked
  completion.added_later.toFixed();
}
