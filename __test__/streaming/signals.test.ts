import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { APIUserAbortError } from "../../ts/errors";
import { ChatCompletionStream } from "../../ts/streaming";
import { stop, text } from "./chat-chunks";
import { done, dropped, ScriptedReader, type ScriptStep } from "./scripted-reader";

function streamOf(signal: AbortSignal, ...script: ScriptStep[]) {
  const reader = new ScriptedReader(script);
  return { reader, stream: new ChatCompletionStream({ reader, signal }) };
}

/** Runs the collector until `condition` holds; finalizers run in turns of their own. */
async function collected(condition: () => boolean): Promise<boolean> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let i = 0; i < 100 && !condition(); i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return condition();
}

const listenersOf = (signal: AbortSignal) => getEventListeners(signal, "abort").length;

describe("an abort signal", () => {
  test("that fired before the stream existed fails it before any event", async () => {
    const reason = new Error("too late");
    const { stream, reader } = streamOf(AbortSignal.abort(reason), [text("a")], done);
    await expect(stream.forEach(() => {})).rejects.toMatchObject({ name: "AbortError", cause: reason });
    expect(reader.cancels).toBe(1);
  });

  test("that fires during the stream fails it", async () => {
    const controller = new AbortController();
    const { stream } = streamOf(controller.signal, [text("a")]);
    setTimeout(() => controller.abort(), 5);
    await expect(stream.finalText()).rejects.toThrow(APIUserAbortError);
  });

  test("that fires after the end changes nothing", async () => {
    const controller = new AbortController();
    const { stream } = streamOf(controller.signal, [text("a"), stop()], done);
    await stream.finalText();
    controller.abort();
    expect(await stream.finalText()).toBe("a");
  });

  test.each([
    ["finishes", [[text("a"), stop()], done], (stream: ChatCompletionStream) => stream.finalText()],
    ["fails", [[text("a")], dropped], (stream: ChatCompletionStream) => stream.finalText()],
    ["is closed", [[text("a")]], async (stream: ChatCompletionStream) => stream.close()],
    ["is aborted", [[text("a")]], async (stream: ChatCompletionStream) => stream.abort()],
  ] as const)("has no listener left when the stream %s", async (_how, script, end) => {
    const { signal } = new AbortController();
    const { stream } = streamOf(signal, ...(script as unknown as ScriptStep[]));
    expect(listenersOf(signal)).toBe(1);
    await Promise.resolve(end(stream)).catch(() => {});
    expect(listenersOf(signal)).toBe(0);
  });

  test("carries one listener for any number of streams, so that Node warns of no leak, and stops them all", async () => {
    const controller = new AbortController();
    const streams = Array.from({ length: 50 }, () => streamOf(controller.signal, [text("a")]).stream);
    expect(listenersOf(controller.signal)).toBe(1);
    controller.abort();
    expect(streams.every((stream) => stream.state === "failed")).toBe(true);
    expect(listenersOf(controller.signal)).toBe(0);
  });

  test("does not keep an abandoned stream alive, whose connection is closed when it is collected", async () => {
    const { signal } = new AbortController();
    const readers = await (async () => {
      const readers: ScriptedReader[] = [];
      for (let i = 0; i < 20; i++) {
        const { reader, stream } = streamOf(signal, [text("a"), text("b")]);
        await stream[Symbol.asyncIterator]().next();
        readers.push(reader);
      }
      return readers;
    })();
    expect(listenersOf(signal)).toBe(1);
    expect(await collected(() => readers.every((reader) => reader.cancels === 1))).toBe(true);
    expect(listenersOf(signal)).toBe(0);
  });
});
