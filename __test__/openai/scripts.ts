import { event, completion as plain } from "../support/chat";

/** What an answer says about its route. */
export const metadata = (provider = "fireworks_ai") => ({
  provider,
  provider_model_id: `${provider}/gpt-5.4`,
  model_canonical: "gpt-5.4",
  routing_strategy: "cost",
  cost: { usd: 0.25 },
});

/** A chat completion with its route. */
export const completion = (content = "Hi.", provider?: string) => ({
  ...plain(content),
  routing_metadata: metadata(provider),
});

const chunk = (fields: object) => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1_790_000_000,
  model: "gpt-5.4",
  ...fields,
});

/** The events of a streamed answer: the last one before `[DONE]` has usage and route, and no choices. */
export function chunks(content = "Hi.", provider?: string): string[] {
  const texts = [...content].map((text) => ({
    choices: [{ index: 0, delta: { content: text }, finish_reason: null }],
  }));
  const end = { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] };
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  const tail = { choices: [], usage, routing_metadata: metadata(provider) };
  return [...texts, end, tail].map((fields) => event(chunk(fields)));
}

/** The same as one text, `[DONE]` included. */
export const streamed = (content?: string, provider?: string): string =>
  `${chunks(content, provider).join("")}data: [DONE]\n\n`;
