import { expect, test } from "vitest";
import { startGateway } from "../../gateway";
import { tool } from "../../ts/index";
import { question } from "../support/chat";
import { clientOf } from "../support/client";

test("a listener for an event that there is not, or that is no function, is refused at once", async () => {
  await using gateway = await startGateway();
  const client = clientOf(gateway, { apiKey: gateway.apiKey });
  const chat = await client.chat.completions.create({ ...question, stream: true });
  const response = await client.responses.create({ model: "gpt-5.4", input: "Hello", stream: true });
  const run = client.chat.completions.runTools({
    ...question,
    tools: [tool({ name: "none", execute: () => "nothing" })],
  });
  for (const emitter of [chat, response, run]) {
    const on = emitter.on.bind(emitter) as unknown as (name: unknown, listener: unknown) => void;
    expect(() => on("contnt", () => {})).toThrow(/no event "contnt". Did you mean `content`\? There are: /);
    expect(() => on("constructor", () => {})).toThrow("There is no event");
    expect(() => on(undefined, () => {})).toThrow("There is no event");
    expect(() => on("content", 5)).toThrow("`listener` must be a function, not 5.");
    // What was refused has left nothing behind.
    expect(emitter.state).toBe("idle");
  }
  expect(() => chat.once("contnt" as never, () => {})).toThrow("Did you mean `content`");
  expect(await chat.finalText()).not.toBe("");
  expect(await response.finalText()).not.toBe("");
});
