import { describe, expect, test } from "vitest";
import type { ChatCompletionChunk } from "../../ts/chat";
import { ChatCompletionStream } from "../../ts/streaming";
import { routing, stop, tail, text, usage } from "./chat-chunks";
import { done, ScriptedReader, type ScriptStep } from "./scripted-reader";

function streamOf(...script: ScriptStep[]) {
  const reader = new ScriptedReader(script);
  return { reader, stream: new ChatCompletionStream({ reader }) };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("iterating over a stream", () => {
  test("hands out every event once, in order, across batches and pauses", async () => {
    const chunks = Array.from({ length: 7 }, (_, i) => text(String(i)));
    const { stream } = streamOf(
      chunks.slice(0, 3),
      "pause",
      chunks.slice(3, 4),
      chunks.slice(4),
      "pause",
      [stop()],
      done,
    );
    const seen = await collect(stream);
    expect(seen.slice(0, 7)).toEqual(chunks);
    expect(stream.state).toBe("finished");
    expect(stream.currentCompletion.choices[0]?.message.content).toBe("0123456");
  });

  test("crosses the boundary once per batch, not once per event", async () => {
    const chunks = Array.from({ length: 1000 }, () => text("x"));
    const { reader, stream } = streamOf([...chunks], [...chunks], [stop()], done);
    await collect(stream);
    expect(reader.drains).toBeLessThanOrEqual(5);
    expect(reader.waits).toBe(0);
  });

  test("gives every call of next() its own event, in order, when calls overlap", async () => {
    const { reader, stream } = streamOf([text("a")]);
    const iterator = stream[Symbol.asyncIterator]();
    const results = Promise.all(Array.from({ length: 5 }, () => iterator.next()));
    reader.push([text("b")], [text("c"), stop()], done);
    const contents = (await results).map(({ value, done }) => [value?.choices[0]?.delta.content, done]);
    expect(contents).toEqual([
      ["a", false],
      ["b", false],
      ["c", false],
      [undefined, false],
      [undefined, true],
    ]);
  });

  test("keeps waiting for one callback only, however many calls of next() wait", async () => {
    const { reader, stream } = streamOf();
    const iterator = stream[Symbol.asyncIterator]();
    const results = Promise.all([iterator.next(), iterator.next(), iterator.next()]);
    expect(reader.waits).toBe(1);
    reader.push([text("a"), text("b"), text("c")]);
    expect((await results).map((result) => result.done)).toEqual([false, false, false]);
  });

  test("lets timers run while events arrive faster than they can be read", async () => {
    const reader = new ScriptedReader([]);
    let batches = 0;
    reader.drain = () => (++batches > 20_000 ? done : Array.from({ length: 100 }, () => text("x")));
    const stream = new ChatCompletionStream({ reader });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    for await (const _ of stream) if (ticks >= 3) break;
    clearInterval(timer);
    expect(ticks).toBe(3);
  });

  test("refuses a second consumer with a typed error", async () => {
    const { stream } = streamOf([text("a"), stop()], done);
    await collect(stream);
    expect(() => stream[Symbol.asyncIterator]()).toThrow(
      expect.objectContaining({ code: "stream_consumed" }),
    );
    await expect(stream.forEach(() => {})).rejects.toMatchObject({ code: "stream_consumed" });
    await expect(collect(stream.textStream)).rejects.toMatchObject({ code: "stream_consumed" });
  });

  test("can be left with break, which closes the connection quietly", async () => {
    const { reader, stream } = streamOf([text("a"), text("b")], "pause", [stop()], done);
    for await (const _ of stream) break;
    expect(reader.cancels).toBe(1);
    expect(stream.state).toBe("closed");
  });

  test("ends a loop quietly when the stream is closed from elsewhere while it waits", async () => {
    const { reader, stream } = streamOf([text("a")]);
    const seen: ChatCompletionChunk[] = [];
    for await (const event of stream) {
      seen.push(event);
      setImmediate(() => stream.close());
    }
    expect(seen).toHaveLength(1);
    expect(reader.cancels).toBe(1);
  });

  test("textStream gives the pieces of text and passes over everything else", async () => {
    const { stream } = streamOf([text(""), text("Hel"), stop(), tail(), text("lo")], "pause", [tail()], done);
    expect(await collect(stream.textStream)).toEqual(["Hel", "lo"]);
    expect(stream.usage).toEqual(usage);
    expect(stream.routingMetadata).toEqual(routing);
  });

  test("reading the textStream property alone does not consume the stream", async () => {
    const { stream } = streamOf([text("a"), stop()], done);
    stream.textStream;
    expect(await collect(stream)).toHaveLength(2);
  });

  test("forEach awaits a promise that the callback returns before it goes on", async () => {
    const { stream } = streamOf([text("a"), text("b")], "pause", [stop()], done);
    const log: string[] = [];
    await stream.forEach(async (event) => {
      const name = event.choices[0]?.delta.content ?? "stop";
      log.push(`begin ${name}`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`end ${name}`);
    });
    expect(log).toEqual(["begin a", "end a", "begin b", "end b", "begin stop", "end stop"]);
  });

  test("forEach passes on what the callback throws and closes the connection", async () => {
    const { reader, stream } = streamOf([text("a"), text("b")], "pause");
    await expect(
      stream.forEach(() => {
        throw new RangeError("mine");
      }),
    ).rejects.toThrow(RangeError);
    expect(reader.cancels).toBe(1);
    expect(stream.state).toBe("closed");
  });

  test("shows in currentCompletion exactly what was handed out, not what has arrived", async () => {
    const { stream } = streamOf([text("a"), text("b"), text("c"), stop()], done);
    const snapshots: (string | null | undefined)[] = [];
    for await (const _ of stream) snapshots.push(stream.currentCompletion.choices[0]?.message.content);
    expect(snapshots).toEqual(["a", "ab", "abc", "abc"]);
  });
});
