import { type Client, responseFormat, type StandardSchema, textFormat } from "@auriko/sdk";
import { expectType } from "./expect.js";

interface Weather {
  city: string;
  celsius: number;
}

declare const client: Client;
declare const weather: StandardSchema<unknown, Weather>;
const messages = [{ role: "user" as const, content: "Hello" }];

// The data has the type that the validator gives.
export async function validated(): Promise<void> {
  const { completions } = client.chat;
  const direct = await completions.parse({ model: "m", messages, response_format: weather });
  expectType<Weather | null>()(direct.parsed);
  expectType<Weather | null | undefined>()(direct.choices[0]?.message.parsed);

  const named = await completions.parse({
    model: "m",
    messages,
    response_format: responseFormat(weather, { name: "weather", strict: true }),
  });
  expectType<Weather | null>()(named.parsed);

  const response = await client.responses.parse({
    model: "m",
    input: "Hello",
    text: { format: textFormat(weather) },
  });
  expectType<Weather | null>()(response.parsed);
}

// A JSON Schema alone says nothing to the compiler, unless the caller does.
export async function described(): Promise<void> {
  const schema = { type: "object", properties: { city: { type: "string" } } };
  const open = await client.chat.completions.parse({
    model: "m",
    messages,
    response_format: responseFormat(schema),
  });
  expectType<unknown>()(open.parsed);
  const claimed = await client.chat.completions.parse({
    model: "m",
    messages,
    response_format: responseFormat<Weather>(schema),
  });
  expectType<Weather | null>()(claimed.parsed);
}
