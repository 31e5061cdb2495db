import { afterEach, describe, expect, test, vi } from "vitest";
import { type AurikoAPIError, RateLimitError } from "../../ts/errors";
import { stringifyBody } from "../../ts/request-body";
import { ChatCompletionStream, ResponseStream } from "../../ts/streaming";
import { done, dropped, eof, failure, ScriptedReader, type ScriptStep } from "../streaming/scripted-reader";

const chunk = (content: string, finish_reason: string | null = null) => ({
  id: "c",
  object: "chat.completion.chunk",
  created: 1,
  model: "m",
  choices: [{ index: 0, delta: { content }, finish_reason }],
});
const streamOf = (...script: ScriptStep[]) =>
  new ChatCompletionStream({ reader: new ScriptedReader(script) });

/** What a server sends, cut into pieces of a few bytes. */
function bytes(text: string, size = 7): ReadableStream<Uint8Array> {
  const all = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= all.length) controller.close();
      else controller.enqueue(all.slice(at, at + size));
      at += size;
    },
  });
}
const received = (text: string) => ChatCompletionStream.fromReadableStream(bytes(text) as never);
const errorOf = (promise: Promise<unknown>): Promise<AurikoAPIError> =>
  promise.then(
    () => Promise.reject(new Error("nothing failed")),
    (error) => error,
  );

describe("both branches of tee(), read by whatever does not begin at once", () => {
  const many = () => Array.from({ length: 2000 }, () => chunk("a"));

  test.each<[string, (stream: ChatCompletionStream) => Promise<unknown>]>([
    ["finalCompletion()", (stream) => stream.finalText()],
    [
      "forEach()",
      async (stream) => {
        let text = "";
        await stream.forEach((event) => {
          text += event.choices[0]?.delta.content;
        });
        return text;
      },
    ],
  ])("bring everything that is buffered: %s", async (_how, read) => {
    const [first, second] = streamOf(many(), [chunk("", "stop")], done).tee();
    expect(await Promise.all([read(first), read(second)])).toEqual(["a".repeat(2000), "a".repeat(2000)]);
  });

  test("say how far ahead the one was that nobody reads along with", async () => {
    const [first] = streamOf(many(), done).tee({ limit: 100 });
    const { message } = await errorOf(first.finalText());
    expect(message).toContain("50 events ahead");
    expect(message).toContain("(100)");
  });
});

describe("server-sent events with a blemish", () => {
  const said = `data: ${JSON.stringify(chunk("Hi"))}\n\n`;

  test("[DONE] with blanks around it ends the stream, and empty data is passed over", async () => {
    expect(await received(`data:\n\ndata: \n\n${said}data: [DONE] \n\ndata: never\n\n`).finalText()).toBe(
      "Hi",
    );
  });

  test("a field that no standard knows but servers report failures in is an error", async () => {
    const envelope = '{"message":"overloaded","type":"rate_limit_error","code":"rate_limit_exceeded"}';
    expect(await errorOf(received(`${said}error: ${envelope}\n\n`).finalText())).toBeInstanceOf(
      RateLimitError,
    );
    expect(await errorOf(received(`${said}error: it broke\n\n`).finalText())).toMatchObject({
      message: "it broke",
    });
  });

  test.each([
    ["a bare JSON error", '\n {"error":{"message":"no such model","code":404}}', "no such model"],
    ["a JSON error in a list", '[{"error":{"message":"no such model"}}]', "no such model"],
    ["a page", "<html><h1>Bad gateway</h1></html>", "Bad gateway"],
  ])("a body that is %s where events were promised says so", async (_what, body, words) => {
    const error = await errorOf(received(body).finalText());
    expect(error).toMatchObject({ name: "APIStatusError", code: "malformed_response" });
    expect(error.message).toContain(words);
  });

  test("a body that is a whole answer where events were promised is refused as one", async () => {
    const error = await errorOf(received('{"object":"chat.completion","choices":[]}').finalText());
    expect(error).toMatchObject({ code: "invalid_response" });
    expect(error.message).toContain("one document");
  });
});

describe("a failure that is sent on as server-sent events", () => {
  test.each<[string, ScriptStep[], object]>([
    ["truncated", [eof], { name: "StreamTruncatedError", code: "api_connection_error" }],
    ["dropped", [dropped], { name: "StreamDroppedError", code: "api_connection_error" }],
    [
      "timed out",
      [{ end: "failure", failure: failure("timeout", { phase: "idle", limitMs: 5 }) }],
      { name: "APITimeoutError", phase: "idle", limitMs: 5 },
    ],
    [
      "refused by the server",
      [[{ error: { type: "rate_limit_error", code: "rate_limit_exceeded", message: "slow down" } }]],
      { name: "RateLimitError", code: "rate_limit_exceeded", message: "slow down" },
    ],
  ])("arrives as the same class, with what had come: %s", async (_what, end, expected) => {
    const chat = streamOf([chunk("Hel"), chunk("lo")], ...end).toReadableStream();
    const error = await errorOf(ChatCompletionStream.fromReadableStream(chat).finalText());
    expect(error).toMatchObject(expected);
    expect(error.partial).toMatchObject({ choices: [{ message: { content: "Hello" } }] });
  });

  test("arrives in Responses streams too", async () => {
    const delta = {
      type: "response.output_text.delta",
      output_index: 0,
      content_index: 0,
      item_id: "i",
      delta: "Hi",
    };
    const source = new ResponseStream({ reader: new ScriptedReader([[delta], eof]) });
    const error = await errorOf(ResponseStream.fromReadableStream(source.toReadableStream()).finalText());
    expect(error).toMatchObject({ name: "StreamTruncatedError", partial: { object: "response" } });
  });

  test("an event nested too deeply to be written fails the stream, and its reader learns of it", async () => {
    const nested = JSON.parse(`${"[".repeat(200_000)}${"]".repeat(200_000)}`) as unknown;
    const event = { type: "response.unheard_of", nested };
    const source = new ResponseStream({ reader: new ScriptedReader([[event], eof]) });
    const error = await errorOf(ResponseStream.fromReadableStream(source.toReadableStream()).finalText());
    expect(error).toMatchObject({ code: "invalid_response" });
  });
});

describe("fake timers", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("that replace everything stop no stream, nor one that is sent on and received", async () => {
    vi.useFakeTimers({
      toFake: ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "performance", "Date"],
    });
    const [first, second] = streamOf(
      Array.from({ length: 1000 }, () => chunk("a")),
      "pause",
      [chunk("b", "stop")],
      done,
    ).tee();
    const sent = ChatCompletionStream.fromReadableStream(first.toSSEResponse());
    const texts = await Promise.all([sent.finalText(), second.finalText()]);
    expect(texts).toEqual([`${"a".repeat(1000)}b`, `${"a".repeat(1000)}b`]);
  });
});

describe("half of a surrogate pair in a request", () => {
  test("is sent as U+FFFD, wherever it stands, and nothing else is touched", () => {
    const body = {
      cut: "smile \ud83d",
      tail: "\ude00 and \ud83d\ude00",
      key: { "\udfff": 1 },
      text: "\\ud83d is text, \\\ud83d is not, \u0007",
    };
    const sent = stringifyBody(body);
    expect(sent).not.toMatch(/[^\\]\\ud/);
    expect(JSON.parse(sent)).toEqual({
      cut: "smile \ufffd",
      tail: "\ufffd and \ud83d\ude00",
      key: { "\ufffd": 1 },
      text: "\\ud83d is text, \\\ufffd is not, \u0007",
    });
  });
});
