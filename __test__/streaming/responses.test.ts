import { describe, expect, test } from "vitest";
import {
  APIStatusError,
  InternalServerError,
  RateLimitError,
  StreamDroppedError,
  StreamTruncatedError,
} from "../../ts/errors";
import type { ResponseStreamEvent } from "../../ts/responses";
import { ResponseStream } from "../../ts/streaming";
import { routing } from "./chat-chunks";
import { response, responseEvents, responseUsage } from "./response-script";
import { done, dropped, eof, ScriptedReader, type ScriptStep } from "./scripted-reader";

function streamOf(...script: ScriptStep[]) {
  const reader = new ScriptedReader(script);
  return { reader, stream: new ResponseStream({ reader }) };
}

const event = (fields: object) => fields as ResponseStreamEvent;

describe("a Responses stream", () => {
  test("ends with its terminal event, which is delivered; later events are ignored", async () => {
    const { stream, reader } = streamOf([...responseEvents("Hello"), event({ type: "response.late" })]);
    const types: string[] = [];
    for await (const { type } of stream) types.push(type);
    expect(types.at(-1)).toBe("response.completed");
    expect(stream.completedResponse?.output_text).toBe("Hello");
    expect(stream.usage).toEqual(responseUsage);
    expect(stream.routingMetadata).toEqual(routing);
    expect(reader.cancels).toBe(1);
  });

  test("delivers its terminal event to a consumer that waits for it", async () => {
    const events = responseEvents("Hi");
    const { stream, reader } = streamOf();
    const iterator = stream[Symbol.asyncIterator]();
    for (const expected of events) {
      const next = iterator.next();
      reader.push([expected]);
      expect(await next).toEqual({ value: expected, done: false });
    }
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
    expect(stream.state).toBe("finished");
  });

  test("answers overlapping calls of next() around its terminal event", async () => {
    const events = responseEvents("Hi");
    const { stream, reader } = streamOf();
    const iterator = stream[Symbol.asyncIterator]();
    const results = Promise.all(Array.from({ length: events.length + 2 }, () => iterator.next()));
    reader.push(events);
    expect((await results).map((result) => result.value)).toEqual([...events, undefined, undefined]);
  });

  test("leaves the connection alone when its end follows the terminal event at once", async () => {
    const { stream, reader } = streamOf(responseEvents("Hello"), done);
    expect((await stream.finalResponse()).status).toBe("completed");
    expect(reader.cancels).toBe(0);
  });

  test("grows towards the response that completes it", async () => {
    const events = responseEvents("Hi");
    const { stream } = streamOf(events);
    const snapshots: string[] = [];
    await stream.forEach(({ type }) => {
      if (type === "response.output_text.delta")
        snapshots.push(JSON.stringify(stream.currentResponse.output));
      if (type === "response.output_item.done") {
        expect(stream.currentResponse).toMatchObject({
          status: "in_progress",
          object: "response",
          id: "resp_1",
        });
        const last = events.at(-1) as { response?: { output: unknown } };
        expect(stream.currentResponse.output).toEqual(last.response?.output);
      }
    });
    expect(snapshots.map((json) => JSON.parse(json)[0].content[0].text)).toEqual(["H", "Hi"]);
    expect(stream.outputText).toBe("Hi");
  });

  test("collects function calls and reasoning summaries", async () => {
    const { stream } = streamOf(
      [
        event({
          type: "response.output_item.added",
          output_index: 0,
          item: { type: "reasoning", id: "r", summary: [] },
        }),
        event({
          type: "response.reasoning_summary_part.added",
          output_index: 0,
          summary_index: 0,
          part: { type: "summary_text", text: "" },
        }),
        event({
          type: "response.reasoning_summary_text.delta",
          output_index: 0,
          summary_index: 0,
          delta: "Thin",
        }),
        event({
          type: "response.reasoning_summary_text.delta",
          output_index: 0,
          summary_index: 0,
          delta: "king",
        }),
        event({
          type: "response.output_item.added",
          output_index: 1,
          item: { type: "function_call", id: "f", call_id: "c", name: "n", arguments: "" },
        }),
        event({ type: "response.function_call_arguments.delta", output_index: 1, delta: '{"a"' }),
        event({ type: "response.function_call_arguments.delta", output_index: 1, delta: ":1}" }),
      ],
      dropped,
    );
    const error = await stream.finalResponse().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StreamDroppedError);
    expect(error).toMatchObject({
      partial: {
        output: [
          { type: "reasoning", summary: [{ type: "summary_text", text: "Thinking" }] },
          { type: "function_call", call_id: "c", arguments: '{"a":1}' },
        ],
      },
    });
  });

  test("puts text where it belongs even if the events that announce it never came", async () => {
    const { stream } = streamOf(
      [event({ type: "response.output_text.delta", output_index: 2, content_index: 1, delta: "x" })],
      eof,
    );
    const error = await stream.finalText().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      partial: { output: [{ type: "message", content: [{ type: "output_text", text: "x" }] }] },
    });
  });

  test.each(["response.failed", "response.incomplete"])(
    "delivers %s as a result instead of throwing",
    async (type) => {
      const status = type.slice("response.".length);
      const { stream } = streamOf([event({ type, response: response(status) })]);
      let seen = 0;
      for await (const _ of stream) seen++;
      expect(seen).toBe(1);
      expect(stream.state).toBe("finished");
      expect((await stream.finalResponse()).status).toBe(status);
      expect(stream.completedResponse?.status).toBe(status);
    },
  );

  test.each([
    ["a registered code", "rate_limit_exceeded", RateLimitError, 429],
    ["a code for streams only", "stream_duration_exceeded", APIStatusError, 0],
    ["an unknown code", "brand_new", InternalServerError, 500],
    ["an empty code", "", APIStatusError, 500],
  ])("throws an error event with %s", async (_what, code, type, statusCode) => {
    const raw = { type: "error", code, message: "no", param: "p", provider: "openai" };
    const { stream } = streamOf([...responseEvents("Hi").slice(0, 6), event(raw)]);
    const error = await stream.finalText().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({
      statusCode,
      message: "no",
      param: "p",
      provider: "openai",
      requestId: "req_scripted",
    });
    expect(error).toMatchObject({ partial: { output: [{ content: [{ text: "Hi" }] }] } });
  });

  test("delivers an error event without code or message, and events of unknown types", async () => {
    const odd = [
      event({ type: "error" }),
      event({ type: "response.new_thing", x: 1 }),
      event({ no: "type" }),
    ];
    const { stream } = streamOf([...odd, ...responseEvents("Hi")]);
    const seen: unknown[] = [];
    for await (const item of stream) seen.push(item);
    expect(seen.slice(0, 3)).toEqual(odd);
  });

  test.each([
    ["the body", eof],
    ["[DONE]", done],
  ])("is truncated when %s ends it without a terminal event", async (_what, end) => {
    const { stream } = streamOf(responseEvents("Hi").slice(0, -1), end);
    const error = await stream.finalText().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StreamTruncatedError);
    expect(error).toMatchObject({ partial: { output: [{ content: [{ text: "Hi" }] }] } });
  });

  test("reaches both branches of tee(), the terminal event included", async () => {
    const { stream } = streamOf(responseEvents("Hi"));
    const [first, second] = stream.tee();
    expect(await Promise.all([first.finalText(), second.finalText()])).toEqual(["Hi", "Hi"]);
  });

  test("gives its text through textStream and its parts through events", async () => {
    const { stream } = streamOf(responseEvents("Hi"));
    const pieces: string[] = [];
    for await (const piece of stream.textStream) pieces.push(piece);
    expect(pieces).toEqual(["H", "i"]);

    const other = streamOf(responseEvents("Hi")).stream;
    const log: unknown[] = [];
    other
      .on("content", (delta, snapshot) => log.push([delta, snapshot]))
      .on("usage", (usage) => log.push(usage));
    await new Promise((resolve) => other.on("end", resolve));
    expect(log).toEqual([["H", "H"], ["i", "Hi"], responseUsage]);
  });
});
