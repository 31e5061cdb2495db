import type {
  Answered,
  APIPromise,
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParams,
  ChatCompletionStream,
  Client,
  ResponseHeaders,
} from "@auriko/sdk";
import { expectType } from "./expect.js";

declare const client: Client;
declare const streamed: boolean;
const messages = [{ role: "user" as const, content: "Hello" }];

// What comes back follows from `stream`.
export function overloads(params: ChatCompletionCreateParams): void {
  const { completions } = client.chat;
  const request = { model: "gpt-5.4", messages };
  expectType<APIPromise<Answered<ChatCompletion>>>()(completions.create(request));
  expectType<APIPromise<Answered<ChatCompletion>>>()(completions.create({ ...request, stream: false }));
  expectType<APIPromise<ChatCompletionStream>>()(completions.create({ ...request, stream: true }));
  type Either = APIPromise<Answered<ChatCompletion> | ChatCompletionStream>;
  expectType<Either>()(completions.create({ ...request, stream: streamed }));
  expectType<Either>()(completions.create(params));
}

// A result is the wire's object, with the headers of its answer.
export async function results(): Promise<void> {
  const completion = await client.chat.completions.create({ model: "m", messages });
  expectType<ResponseHeaders>()(completion.responseHeaders);
  expectType<string | null | undefined>()(completion.choices[0]?.message.content);
  const plain: ChatCompletion = completion;
  void plain;
}

// The promise also gives the response.
export async function withResponse(): Promise<void> {
  const call = client.chat.completions.create({ model: "m", messages });
  const { data, response, requestId } = await call.withResponse();
  expectType<Answered<ChatCompletion>>()(data);
  expectType<Response>()(response);
  expectType<string | null>()(requestId);
  expectType<Response>()(await client.chat.completions.create({ model: "m", messages }).asResponse());
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
export const conversation = () =>
  client.chat.completions.create({
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
