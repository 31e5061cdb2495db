import { describe, expect, test } from "vitest";
import type { ChatCompletionChunk } from "../../ts/chat";
import { APIUserAbortError, BadRequestError, StreamDroppedError } from "../../ts/errors";
import { ChatCompletionStream } from "../../ts/streaming";
import { stop, tail, text, usage } from "./chat-chunks";
import { done, dropped, ScriptedReader, type ScriptStep } from "./scripted-reader";

function streamOf(...script: ScriptStep[]) {
  const reader = new ScriptedReader(script);
  return { reader, stream: new ChatCompletionStream({ reader }) };
}

const many = (count: number): ChatCompletionChunk[] => Array.from({ length: count }, (_, i) => text(`${i} `));

async function contents(stream: AsyncIterable<ChatCompletionChunk>): Promise<string> {
  let all = "";
  for await (const event of stream) all += event.choices[0]?.delta.content ?? "";
  return all;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("tee()", () => {
  test("brings every event to both branches, whoever reads faster", async () => {
    const chunks = many(500);
    const { stream } = streamOf(
      chunks.slice(0, 200),
      "pause",
      chunks.slice(200),
      "pause",
      [stop(), tail()],
      done,
    );
    const [first, second] = stream.tee();
    const slow = second.forEach(async () => void (await turn()));
    const [all] = await Promise.all([contents(first), slow]);
    expect(all).toBe(chunks.map((_, i) => `${i} `).join(""));
    expect(await second.finalText()).toBe(all);
    expect(first.usage).toEqual(usage);
    expect(stream.usage).toEqual(usage);
    expect(stream.state).toBe("finished");
  });

  test("makes the faster branch wait at the limit, so that memory stays bounded", async () => {
    const { stream, reader } = streamOf(...many(100).map((event) => [event]), [stop()], done);
    const [first, second] = stream.tee({ limit: 10 });
    const fast = first[Symbol.asyncIterator]();
    const slow = second[Symbol.asyncIterator]();
    await slow.next();
    let read = 0;
    const reading = (async () => {
      while (!(await fast.next()).done) read++;
    })();
    for (let i = 0; i < 50; i++) await turn();
    expect(read).toBeLessThanOrEqual(11);
    expect(reader.drains).toBeLessThan(15);
    while (!(await slow.next()).done);
    await reading;
    expect(read).toBe(101);
  });

  test("fails instead of waiting forever when nobody has begun to read the other branch", async () => {
    const { stream } = streamOf(many(100), [stop()], done);
    const [first] = stream.tee({ limit: 10 });
    await expect(first.finalText()).rejects.toMatchObject({ code: "tee_limit_reached", param: "limit" });
  });

  test("lets one branch go on when the other is closed, and closes the connection when both are", async () => {
    const { stream, reader } = streamOf(many(50), "pause");
    const [first, second] = stream.tee({ limit: 5 });
    second.close();
    const iterator = first[Symbol.asyncIterator]();
    for (let i = 0; i < 50; i++) expect((await iterator.next()).done).toBe(false);
    expect(reader.cancels).toBe(0);
    await iterator.return?.();
    expect(reader.cancels).toBe(1);
    expect(stream.state).toBe("closed");
  });

  test("tells both branches of a failure", async () => {
    const { stream } = streamOf([text("a")], dropped);
    const results = await Promise.allSettled(stream.tee().map((branch) => contents(branch)));
    for (const result of results) {
      expect(result).toMatchObject({
        status: "rejected",
        reason: { partial: { choices: [{ message: { content: "a" } }] } },
      });
      expect((result as PromiseRejectedResult).reason).toBeInstanceOf(StreamDroppedError);
    }
  });

  test("ends both branches when the stream itself is aborted, a branch that waits for the other included", async () => {
    const { stream } = streamOf(many(100));
    const [first, second] = stream.tee({ limit: 10 });
    await second[Symbol.asyncIterator]().next();
    const reading = contents(first).catch((error: unknown) => error);
    await turn();
    await turn();
    stream.abort();
    expect(await reading).toBeInstanceOf(APIUserAbortError);
  });

  test("asks nothing of a connection that has promised to call back, which would keep the process alive for nothing", async () => {
    const { stream, reader } = streamOf();
    const [first, second] = stream.tee();
    const ahead = contents(first);
    await turn();
    expect(reader.waits).toBe(1);
    reader.push([text("a"), stop()], done);
    // The scripted reader throws if it is drained while its callback waits.
    const behind = contents(second);
    expect(await Promise.all([ahead, behind])).toEqual(["a", "a"]);
  });

  test("takes the place of the one consumer", async () => {
    const { stream } = streamOf([stop()], done);
    stream.tee();
    expect(() => stream.tee()).toThrow(expect.objectContaining({ code: "stream_consumed" }));
  });

  test("refuses a limit that makes no sense", () => {
    const { stream } = streamOf();
    expect(() => stream.tee({ limit: 0 })).toThrow(BadRequestError);
    expect(() => stream.tee({ limit: Number.NaN })).toThrow(/limit/);
  });
});
