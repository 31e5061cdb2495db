import { describe, expect, test } from "vitest";
import { ChatCompletionStream } from "../../ts/streaming";
import { chunk, routing, stop, tail, text, usage } from "./chat-chunks";
import { done, dropped, ScriptedReader, type ScriptStep } from "./scripted-reader";

const streamOf = (...script: ScriptStep[]) =>
  new ChatCompletionStream({ reader: new ScriptedReader(script) });

/** Writes down everything that happens, until the stream is over. */
async function record(stream: ChatCompletionStream): Promise<unknown[]> {
  const log: unknown[] = [];
  stream
    .on("content", (...args) => log.push(["content", ...args]))
    .on("reasoning", (...args) => log.push(["reasoning", ...args]))
    .on("refusal", (...args) => log.push(["refusal", ...args]))
    .on("toolCall", (call, choice) => log.push(["toolCall", call.function.name, choice]))
    .on("usage", (value) => log.push(["usage", value]))
    .on("route", (value) => log.push(["route", value]))
    .on("error", (error) => log.push(["error", error.name]))
    .on("end", (completion) => log.push(["end", completion.choices.length]));
  await stream.finalCompletion().catch(() => {});
  return log;
}

describe("the events of a chat stream", () => {
  test("tell what every chunk brought, and the end, without any other consumer", async () => {
    const call = { index: 0, id: "c", function: { name: "f", arguments: "{}" } };
    const stream = streamOf(
      [chunk({ reasoning_content: "hm" }), text("Hel"), text("lo")],
      "pause",
      [chunk({ tool_calls: [call] }), chunk({ refusal: "no" }), stop(), tail()],
      done,
    );
    expect(await record(stream)).toEqual([
      ["reasoning", "hm", "hm", 0],
      ["content", "Hel", "Hel", 0],
      ["content", "lo", "Hello", 0],
      ["refusal", "no", "no", 0],
      ["usage", usage],
      ["route", routing],
      ["toolCall", "f", 0],
      ["end", 1],
    ]);
  });

  test("tell of a failure once, and of no end and no tool call", async () => {
    const call = { index: 0, id: "c", function: { name: "f", arguments: '{"cut' } };
    const log = await record(streamOf([text("a"), chunk({ tool_calls: [call] })], dropped));
    expect(log).toEqual([
      ["content", "a", "a", 0],
      ["error", "StreamDroppedError"],
    ]);
  });

  test("come while somebody else iterates, too", async () => {
    const stream = streamOf([text("a"), text("b"), stop()], done);
    const log: string[] = [];
    stream.on("content", (delta) => log.push(delta));
    let seen = 0;
    for await (const _ of stream) seen++;
    expect(seen).toBe(3);
    expect(log).toEqual(["a", "b"]);
  });

  test("reach a listener added by once() once, and one removed by off() never", async () => {
    const stream = streamOf([text("a"), text("b"), stop()], done);
    const log: string[] = [];
    const removed = () => log.push("removed");
    stream
      .once("content", (delta) => log.push(delta))
      .on("content", removed)
      .off("content", removed);
    await stream.finalText();
    expect(log).toEqual(["a"]);
  });

  test("finalCompletion() may be asked for before the loop begins", async () => {
    const stream = streamOf([text("a"), stop()], done);
    const final = stream.finalCompletion();
    let seen = 0;
    for await (const _ of stream) seen++;
    expect(seen).toBe(2);
    expect((await final).choices[0]?.message.content).toBe("a");
    expect((await stream.finalMessage()).content).toBe("a");
  });

  test("a listener that throws fails its stream, and whoever reads that learns what it threw", async () => {
    const mistake = new Error("mine");
    const stream = streamOf([text("a"), text("b"), stop()], done);
    const others: string[] = [];
    stream.once("content", () => {
      throw mistake;
    });
    stream.on("content", (delta) => others.push(delta));
    const error = await stream.finalText().catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: "listener_failed",
      cause: mistake,
      retryable: false,
      partial: { choices: [{ message: { content: "a" } }] },
    });
    expect((error as Error).message).toContain('"content"');
    expect(stream.state).toBe("failed");
    expect(others).toEqual(["a"]);
  });

  test("a listener that throws where nobody else would learn of it becomes a warning of the process", async () => {
    const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
    streamOf([text("a"), stop()], done).on("content", () => {
      throw new Error("mine");
    });
    expect(await warned).toMatchObject({ code: "listener_failed" });
  });

  test("a listener of the end that throws leaves the finished stream finished, and becomes a warning", async () => {
    const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
    const stream = streamOf([text("a"), stop()], done).on("end", () => {
      throw new Error("mine");
    });
    expect(await stream.finalText()).toBe("a");
    expect(await warned).toMatchObject({ code: "listener_failed" });
  });

  test("await using closes the stream", async () => {
    const reader = new ScriptedReader([[text("a")]]);
    const stream = new ChatCompletionStream({ reader });
    const dispose = Symbol.asyncDispose ?? Symbol.for("nodejs.asyncDispose");
    await (stream as unknown as Record<symbol, () => Promise<void>>)[dispose]?.();
    expect(stream.state).toBe("closed");
    expect(reader.cancels).toBe(1);
  });
});
