import type {
  APIPromise,
  Client,
  ModelResponse,
  ResponseResult,
  ResponseStream,
  ResponseStreamEvent,
} from "@auriko/sdk";
import { expectType } from "./expect.js";

declare const client: Client;
declare const streamed: boolean;

// What comes back follows from `stream`.
export async function overloads(): Promise<void> {
  const request = { model: "m", input: "Hello" };
  expectType<APIPromise<ResponseResult>>()(client.responses.create(request));
  expectType<APIPromise<ResponseStream>>()(client.responses.create({ ...request, stream: true }));
  expectType<APIPromise<ResponseResult | ResponseStream>>()(
    client.responses.create({ ...request, stream: streamed }),
  );
  expectType<string>()((await client.responses.create(request)).outputText);
}

// An event's `type` says what it holds.
export async function events(): Promise<void> {
  const stream = await client.responses.create({ model: "m", input: "Hello", stream: true });
  for await (const event of stream) {
    expectType<ResponseStreamEvent>()(event);
    switch (event.type) {
      case "response.output_text.delta":
        expectType<string>()(event.delta);
        break;
      case "response.function_call_arguments.done":
        expectType<string>()(event.arguments);
        break;
      case "response.completed":
        expectType<ModelResponse>()(event.response);
        break;
    }
  }
  expectType<ModelResponse | null>()(stream.completedResponse);
}

export function refusals(): void {
  // @ts-expect-error messages belong to chat
  client.responses.create({ model: "m", messages: [] });
  // @ts-expect-error a misspelt parameter
  client.responses.create({ model: "m", input: "x", max_tokens_output: 1 });
}
