// What every bundler gets: a gateway, a stream through the client and one through the provider, an error, an abort.
import { createAuriko } from "@auriko/ai-sdk-provider";
import { APIUserAbortError, AurikoAPIError, Client, NotFoundError } from "@auriko/sdk";
import { startGateway } from "@auriko/sdk/testing";

const expect = (holds, what) => {
  if (!holds) throw new Error(`it does not hold that ${what}`);
};

export async function main() {
  const gateway = await startGateway({ pace: "instant", replies: ["one two three", "four five six"] });
  const client = new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl, maxRetries: 0 });
  const messages = [{ role: "user", content: "Count." }];

  const stream = await client.chat.completions.create({ model: "gpt-5.4", messages, stream: true });
  let text = "";
  for await (const piece of stream.textStream) text += piece;
  expect(text === "one two three", "the client streams");

  const provider = createAuriko({ client });
  const { stream: parts } = await provider("gpt-5.4").doStream({
    prompt: [{ role: "user", content: [{ type: "text", text: "Count." }] }],
  });
  let said = "";
  for await (const part of parts) if (part.type === "text-delta") said += part.delta;
  expect(said === "four five six", "the provider streams");

  gateway.failNext("404");
  const error = await client.me.get().catch((reason) => reason);
  expect(error instanceof NotFoundError && error instanceof AurikoAPIError, "errors have their class");

  const aborted = await client.me.get({ signal: AbortSignal.abort() }).catch((reason) => reason);
  expect(aborted instanceof APIUserAbortError, "an abort is told as one");

  client.close();
  await gateway.close();
  console.log("all good");
}
