import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChatCompletion } from "../../ts/chat";
import {
  APIConnectionError,
  APIStatusError,
  APITimeoutError,
  APIUserAbortError,
  type AurikoAPIError,
  RateLimitError,
  StreamDroppedError,
  StreamTruncatedError,
} from "../../ts/errors";
import { ChatCompletionStream, type ChatCompletionStreamInit } from "../../ts/streaming";
import { chunkOf, routing, stop, tail, text, usage } from "./chat-chunks";
import { done, dropped, eof, failure, ScriptedReader, type ScriptStep } from "./scripted-reader";

function streamOf(script: ScriptStep[], init: Partial<ChatCompletionStreamInit> = {}) {
  const reader = new ScriptedReader(script);
  return { reader, stream: new ChatCompletionStream({ reader, ...init }) };
}

/** The ways to read a stream; every outcome has to look the same through each of them. */
const ways: Record<string, (stream: ChatCompletionStream) => Promise<unknown>> = {
  "for await": async (stream) => {
    for await (const _ of stream);
  },
  forEach: (stream) => stream.forEach(() => {}),
  textStream: async (stream) => {
    for await (const _ of stream.textStream);
  },
  finalCompletion: (stream) => stream.finalCompletion(),
  events: (stream) =>
    new Promise((resolve, reject) => {
      stream.on("end", resolve).on("error", reject);
    }),
  "a branch of tee": async (stream) => {
    const [first, second] = stream.tee();
    second.close();
    for await (const _ of first);
  },
};

type Shape = { [key: string]: unknown };

interface Fault {
  script: () => ScriptStep[];
  error: new (...args: never[]) => AurikoAPIError;
  shape?: Shape;
  text?: string;
}

const timeout = (phase: "idle" | "total"): ScriptStep => ({
  end: "failure",
  failure: failure("timeout", { phase, limitMs: 300 }),
});

const faults: Record<string, Fault> = {
  "a body that ends without finish reason": {
    script: () => [[text("Hel")], "pause", [text("lo")], eof],
    error: StreamTruncatedError,
    text: "Hello",
  },
  "a body that ends before any event": {
    script: () => [eof],
    error: StreamTruncatedError,
    shape: { retryable: true },
  },
  "a connection that breaks": {
    script: () => [[text("Hel")], dropped],
    error: StreamDroppedError,
    text: "Hel",
  },
  "a connection that breaks after the finish reason": {
    script: () => [[text("Hello"), stop()], dropped],
    error: StreamDroppedError,
    text: "Hello",
  },
  "a stall": {
    script: () => [[text("Hel")], "pause", timeout("idle")],
    error: APITimeoutError,
    shape: { phase: "idle" },
    text: "Hel",
  },
  "a deadline": {
    script: () => [[text("Hel")], timeout("total")],
    error: APITimeoutError,
    shape: { phase: "total" },
    text: "Hel",
  },
  "an error object in place of a chunk": {
    script: () => [
      [
        text("Hel"),
        { error: { message: "slow down", type: "rate_limit_error", code: "rate_limit_exceeded" } },
        text("x"),
      ],
      done,
    ],
    error: RateLimitError,
    shape: { statusCode: 200, code: "rate_limit_exceeded" },
    text: "Hel",
  },
  "an error object without its envelope": {
    script: () => [[text("Hel"), { message: "broken", type: "api_error", code: "upstream_error" }], done],
    error: APIStatusError,
    shape: { statusCode: 200, code: "upstream_error" },
    text: "Hel",
  },
  "an event that is not JSON": {
    script: () => [[text("Hel")], { end: "malformed", text: "{nope", cause: new SyntaxError("nope") }],
    error: APIStatusError,
    shape: { code: "invalid_response", body: "{nope", cause: expect.any(SyntaxError) },
    text: "Hel",
  },
  "an event that is no object": {
    script: () => [[text("Hel"), 42], done],
    error: APIStatusError,
    shape: { code: "invalid_response", body: 42 },
    text: "Hel",
  },
};

describe.each(Object.entries(faults))("%s", (_name, { script, error, shape, text: soFar }) => {
  test.each(Object.entries(ways))("is told by its own error through %s", async (_way, read) => {
    const { stream, reader } = streamOf(script());
    const caught = await read(stream).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(caught).toBeInstanceOf(error);
    expect(caught).toMatchObject({ requestId: "req_scripted", attempts: 1, ...shape });
    const partial = (caught as AurikoAPIError).partial as ChatCompletion | undefined;
    expect(partial?.choices[0]?.message.content).toBe(soFar);
    expect(stream.state).toBe("failed");
    expect(reader.drains).toBeGreaterThan(0);
  });
});

describe("outcomes without an error", () => {
  test("a body that ends without [DONE] is complete when its choice has a finish reason", async () => {
    const { stream } = streamOf([[text("a"), stop(), tail()], eof]);
    expect((await stream.finalCompletion()).choices[0]?.finish_reason).toBe("stop");
    expect(stream.state).toBe("finished");
  });

  test("a body that ends without [DONE] is truncated when one of the choices that were asked for is missing", async () => {
    const { stream } = streamOf([[text("a"), stop()], eof], { choices: 2 });
    await expect(stream.finalCompletion()).rejects.toThrow(StreamTruncatedError);
  });

  test("a null error field in a chunk is no error", async () => {
    const { stream } = streamOf([[chunkOf([], { error: null }), text("a"), stop()], done]);
    expect(await stream.finalText()).toBe("a");
  });
});

describe("what an error knows", () => {
  test("carries usage, route and cost that had arrived", async () => {
    const { stream } = streamOf([[text("a"), stop(), tail()], dropped]);
    await expect(stream.finalText()).rejects.toMatchObject({ usage, routingMetadata: routing });
  });

  test("is retryable while nobody has seen an event, and no longer when somebody has", async () => {
    const unseen = await streamOf([[text("a")], dropped])
      .stream.finalText()
      .catch((error: unknown) => error);
    expect(unseen).toMatchObject({ retryable: true });
    const seen = await streamOf([[text("a")], dropped])
      .stream.forEach(() => {})
      .catch((error: unknown) => error);
    expect(seen).toMatchObject({ retryable: false });
  });

  test("is thrown once by the iterator, which is done afterwards", async () => {
    const { stream } = streamOf([[text("a")], dropped]);
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    await expect(iterator.next()).rejects.toThrow(APIConnectionError);
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
  });
});

describe("aborting", () => {
  test("makes a waiting loop throw at once, with the reason as cause and what had arrived", async () => {
    const { stream, reader } = streamOf([[text("Hel")]]);
    const reason = new Error("user left");
    setTimeout(() => stream.abort(reason), 5);
    const error = await (async () => {
      for await (const _ of stream);
    })().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(APIUserAbortError);
    expect(error).toMatchObject({
      name: "AbortError",
      cause: reason,
      partial: { choices: [{ message: { content: "Hel" } }] },
    });
    expect(reader.cancels).toBe(1);
  });

  test("answers overlapping calls of next(): one learns of the abort, the others are done", async () => {
    const { stream } = streamOf([]);
    const iterator = stream[Symbol.asyncIterator]();
    const results = Promise.allSettled([iterator.next(), iterator.next(), iterator.next()]);
    stream.abort();
    expect((await results).map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  });

  test("keeps usage that had arrived but was not handed out yet", async () => {
    const { stream, reader } = streamOf([[text("a"), text("b"), stop(), tail()]]);
    for await (const _ of stream.textStream) {
      stream.abort();
      break;
    }
    expect(stream.usage).toEqual(usage);
    expect(stream.currentCompletion.choices[0]?.message.content).toBe("a");
    expect(reader.cancels).toBe(1);
  });

  test("asks nothing of a connection that has promised to call back", async () => {
    const { stream, reader } = streamOf([]);
    const next = stream[Symbol.asyncIterator]().next();
    reader.push([text("a")]);
    stream.abort();
    await expect(next).rejects.toThrow(APIUserAbortError);
    expect(reader.cancels).toBe(1);
  });

  test("has no effect on a stream that is over", async () => {
    const { stream } = streamOf([[text("a"), stop()], done]);
    await stream.finalText();
    stream.abort();
    expect(stream.state).toBe("finished");
    expect(await stream.finalText()).toBe("a");
  });

  test("is silent when the caller asked for that", async () => {
    const controller = new AbortController();
    const { stream } = streamOf([[text("a")]], { silentAbort: true, signal: controller.signal });
    let seen = 0;
    for await (const _ of stream) {
      seen++;
      setImmediate(() => controller.abort());
    }
    expect(seen).toBe(1);
    expect(stream.state).toBe("closed");
  });

  test("a stream that was closed early has no final result, and says so", async () => {
    const { stream } = streamOf([[text("a"), text("b")]]);
    for await (const _ of stream) break;
    const error = await stream.finalCompletion().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(APIUserAbortError);
    expect(error).toMatchObject({ partial: { choices: [{ message: { content: "a" } }] } });
  });
});

describe("promises that nobody looks at", () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  beforeEach(() => {
    unhandled.length = 0;
    process.on("unhandledRejection", note);
  });
  afterEach(() => {
    process.off("unhandledRejection", note);
  });

  test("never kill the process", async () => {
    const { stream } = streamOf([[text("a")], "pause", dropped]);
    stream.finalCompletion();
    stream.finalText();
    stream.finalMessage();
    await stream.forEach(() => {}).catch(() => {});
    stream.finalText();
    const other = streamOf([dropped]).stream;
    other.on("content", () => {});
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(other.state).toBe("failed");
    expect(unhandled).toEqual([]);
  });
});
