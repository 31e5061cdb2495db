/** A request that any server of these tests answers. */
export const question = {
  model: "gpt-5.4",
  messages: [{ role: "user" as const, content: "Hello" }],
};

/** A whole chat completion. */
export const completion = (content = "Hi.") => ({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_790_000_000,
  model: "gpt-5.4",
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

/** A chunk with a piece of text. */
export const chunk = (content: string, finish: string | null = null) => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1_790_000_000,
  model: "gpt-5.4",
  choices: [{ index: 0, delta: finish === null ? { content } : {}, finish_reason: finish }],
});

/** One server-sent event. */
export const event = (value: unknown): string =>
  `data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`;

/** The events of a whole answer in these pieces of text, `[DONE]` included. */
export const answerOf = (...texts: string[]): string =>
  `${texts.map((text) => event(chunk(text))).join("")}${event(chunk("", "stop"))}data: [DONE]\n\n`;
