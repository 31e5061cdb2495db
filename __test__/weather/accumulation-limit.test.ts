import { describe, expect, test } from "vitest";
import { ChatCompletionStream, ResponseStream } from "../../ts/streaming";
import { done, dropped, eof, ScriptedReader, type ScriptStep } from "../streaming/scripted-reader";

const chunk = (delta: object, finish_reason: string | null = null) => ({
  id: "c",
  object: "chat.completion.chunk",
  created: 1,
  model: "m",
  choices: [{ index: 0, delta, finish_reason }],
});
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
const chatOf = (accumulationLimit: number, ...script: ScriptStep[]) =>
  new ChatCompletionStream({ reader: new ScriptedReader(script), accumulationLimit });
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("a message that outgrows what is kept of it", () => {
  const long = Array.from({ length: 100 }, () => chunk({ content: "0123456789" }));
  const rest = [chunk({}, "stop"), { ...chunk({}), choices: [], usage }];

  test("is read to its end all the same, and only its result is refused", async () => {
    const stream = chatOf(600, structuredClone(long), structuredClone(rest), eof);
    let characters = 0;
    for await (const event of stream) characters += event.choices[0]?.delta.content?.length ?? 0;
    expect(characters).toBe(1000);
    expect(stream).toMatchObject({ state: "finished", usage });
    for (const result of [stream.finalCompletion(), stream.finalMessage(), stream.finalText()]) {
      expect(await failure(result)).toMatchObject({ code: "accumulation_limit" });
    }
    expect(stream.currentCompletion.choices).toEqual([]);
  });

  test("leaves `partial` undefined when the stream breaks, and says that events were seen", async () => {
    const stream = chatOf(600, structuredClone(long), dropped);
    const error = await failure(stream.forEach(() => {}));
    expect(error).toMatchObject({ name: "StreamDroppedError", retryable: false });
    expect((error as { partial?: unknown }).partial).toBeUndefined();
  });

  test("still has to come to its end", async () => {
    const stream = chatOf(600, structuredClone(long), eof);
    expect(await failure(stream.forEach(() => {}))).toMatchObject({ name: "StreamTruncatedError" });
  });

  test("tells its listeners every piece, then that there is no result", async () => {
    const stream = chatOf(600, structuredClone(long), structuredClone(rest), done);
    let heard = 0;
    const ends: unknown[] = [];
    stream.on("content", (delta) => {
      heard += delta.length;
    });
    stream.on("end", () => ends.push("end")).on("error", ({ code }) => ends.push(code));
    await failure(stream.finalText());
    expect(heard).toBe(1000);
    expect(ends).toEqual(["accumulation_limit"]);
  });

  test.each<[string, (n: number) => object]>([
    ["reasoning", () => ({ reasoning_content: "0123456789" })],
    ["lists of parts", () => ({ content: [{ type: "text", text: "0123456789" }] })],
    ["arguments", () => ({ tool_calls: [{ index: 0, function: { arguments: "0123456789" } }] })],
    [
      "ever new calls without text",
      (n) => ({ tool_calls: [{ index: n, id: `c${n}`, function: { name: "f" } }] }),
    ],
    ["ever new unknown fields", (n) => ({ [`x${n}`]: "0123456789" })],
    ["annotations", () => ({ annotations: [{ url: "0123456789" }] })],
    ["signatures", (n) => ({ reasoning_signature: `s${n}` })],
  ])("counts %s", async (_what, delta) => {
    const stream = chatOf(
      20_000,
      Array.from({ length: 20_000 }, (_, n) => chunk(delta(n))),
      done,
    );
    expect(await failure(stream.finalCompletion())).toMatchObject({ code: "accumulation_limit" });
  });

  test("is not outgrown by a long list that comes again with every chunk", async () => {
    const citations = Array.from({ length: 50 }, (_, n) => `https://example.com/${n}`);
    const chunks = Array.from({ length: 1000 }, () => ({ ...chunk({ content: "a" }), citations }));
    expect(await chatOf(20_000, chunks, done).finalText()).toHaveLength(1000);
  });

  test("counts ever new choices", async () => {
    const chunks = Array.from({ length: 1000 }, (_, index) => ({
      ...chunk({}),
      choices: [{ index, delta: { content: "a" } }],
    }));
    expect(await failure(chatOf(20_000, chunks, done).finalCompletion())).toMatchObject({
      code: "accumulation_limit",
    });
  });
});

describe("a response that outgrows what is kept of it", () => {
  const delta = {
    type: "response.output_text.delta",
    output_index: 0,
    content_index: 0,
    item_id: "i",
    delta: "0123456789",
  };
  const long = () => Array.from({ length: 100 }, () => ({ ...delta }));
  const responseOf = (...script: ScriptStep[]) =>
    new ResponseStream({ reader: new ScriptedReader(script), accumulationLimit: 600 });

  test("is whole again when its last event brings it", async () => {
    const output = [{ type: "message", content: [{ type: "output_text", text: "all of it" }] }];
    const response = { id: "r", object: "response", status: "completed", output };
    const stream = responseOf(long(), [{ type: "response.completed", response }], eof);
    expect(await stream.finalText()).toBe("all of it");
  });

  test("leaves nothing in `partial` when it breaks before", async () => {
    const error = await failure(responseOf(long(), dropped).finalResponse());
    expect(error).toMatchObject({ name: "StreamDroppedError" });
    expect((error as { partial?: unknown }).partial).toBeUndefined();
  });
});
