import type { Client, ModelResponse, ResponseStream } from "@auriko/sdk";
import { expectType } from "./expect.js";

declare const client: Client;

export async function overloads(): Promise<void> {
  expectType<ModelResponse>()(await client.responses.create({ model: "m", input: "Hello" }));
  expectType<ResponseStream>()(await client.responses.create({ model: "m", input: "Hello", stream: true }));
}

// An event's `type` says what it holds.
export async function events(): Promise<void> {
  const stream = await client.responses.create({ model: "m", input: "Hello", stream: true });
  for await (const event of stream) {
    if (event.type === "response.output_text.delta") expectType<string>()(event.delta);
    if (event.type === "response.completed") expectType<ModelResponse>()(event.response);
  }
  expectType<ModelResponse | null | undefined>()(stream.completedResponse);
}
