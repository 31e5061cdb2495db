import { describe, expect, test } from "vitest";
import { ChatCompletionStream } from "../../ts/streaming";
import { stop, text } from "../streaming/chat-chunks";
import { done, ScriptedReader } from "../streaming/scripted-reader";

const BATCHES = 50;

function script(perBatch: number): ScriptedReader {
  const batches = Array.from({ length: BATCHES }, () =>
    Array.from({ length: perBatch }, () => text("word ")),
  );
  return new ScriptedReader([...batches, [stop()], done]);
}

const readers: readonly (readonly [string, (stream: ChatCompletionStream) => Promise<unknown>])[] = [
  [
    "for await",
    async (stream) => {
      for await (const _chunk of stream);
    },
  ],
  ["forEach", (stream) => stream.forEach(() => {})],
  [
    "textStream",
    async (stream) => {
      for await (const _text of stream.textStream);
    },
  ],
  ["finalCompletion", (stream) => stream.finalCompletion()],
];

describe("the native core is asked once for each batch, not for each event", () => {
  test.each(readers)("%s", async (_name, read) => {
    for (const perBatch of [1, 100, 1_000]) {
      const reader = script(perBatch);
      await read(new ChatCompletionStream({ reader }));
      expect(reader.drains).toBeLessThan(BATCHES + 10);
    }
  });
});
