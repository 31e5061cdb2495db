import {
  type ChatCompletionStream,
  type Client,
  responseFormat,
  type StandardSchema,
  textFormat,
} from "@auriko/sdk";
import { expectType } from "./expect.js";

interface Order {
  status: "open" | "paid";
  items: { name: string; count: number }[];
  total: number;
}

declare const client: Client;
declare const order: StandardSchema<unknown, Order>;
const messages = [{ role: "user" as const, content: "Hello" }];

// A stream with a schema gives the data, partial and whole, with its type.
export async function chat(): Promise<void> {
  const stream = await client.chat.completions.create({
    model: "m",
    messages,
    response_format: order,
    stream: true,
  });
  for await (const partial of stream.partialObjects) {
    // Texts may be cut off, so that they are none of the allowed ones yet.
    expectType<string | undefined>()(partial.status);
    expectType<string | undefined>()(partial.items?.[0]?.name);
    expectType<number | undefined>()(partial.total);
  }
  for await (const element of stream.elements) expectType<{ name: string; count: number }>()(element);
  expectType<Order | null>()(await stream.finalParsed());
  const [branch] = stream.tee();
  expectType<Order | null>()(await branch.finalParsed());
}

export async function formats(): Promise<void> {
  const response_format = responseFormat(order, {
    fallback: true,
    repair: (text, error) => `${text}${error.reason}`,
  });
  const stream = await client.chat.completions.create({
    model: "m",
    messages,
    response_format,
    stream: true,
  });
  expectType<Order | null>()(await stream.finalParsed());

  const list = await client.responses.create({
    model: "m",
    input: "Hello",
    text: { format: textFormat<string[]>({ type: "array" }) },
    stream: true,
  });
  for await (const element of list.elements) expectType<string>()(element);
  const all: string[] | null = await list.finalParsed();
  expectType<number | undefined>()(all?.length);
}

// Without a schema nothing is known of the data, and streams go wherever they went before.
export async function untyped(): Promise<void> {
  const stream = await client.chat.completions.create({ model: "m", messages, stream: true });
  expectType<ChatCompletionStream>()(stream);
  expectType<unknown>()(await stream.finalParsed());
  const typed = await client.chat.completions.create({
    model: "m",
    messages,
    response_format: order,
    stream: true,
  });
  const plain: ChatCompletionStream = typed;
  await plain.finalText();
}
