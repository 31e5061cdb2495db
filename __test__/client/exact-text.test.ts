import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { body, json, stream } from "../support/answers";
import { answerOf, completion, question } from "../support/chat";
import { clientOf } from "../support/client";
import { times } from "../support/patience";
import { type Answer, serve } from "../support/scripted-server";

const MEGABYTES = 10 * 1024 * 1024;

/** Answers with the content of the first message. */
const echo: Answer = (exchange) => {
  const [message] = exchange.request.json().messages as { content: string }[];
  return json(completion(message?.content))(exchange);
};

const texts: Readonly<Record<string, string>> = {
  emoji: "🙂 👩‍👩‍👧‍👦 🇳🇴",
  "a NUL": "a\0b",
  "control characters": Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join(""),
  "line and paragraph separators": "a\u2028b\u2029c",
  "a byte order mark": "\ufeffstart",
  "noncharacters and the last code point": "\uffff\ufffe\u{10ffff}",
  latin1: "Grüße, ÿ",
  quotes: "\"'\\/`</script>",
  "nothing at all": "",
};

/** What every encoder makes of halves of characters that stand alone: strict servers refuse them. */
const loneSurrogates = {
  text: "\ud83d and \ude42 alone, \ude42\ud83d swapped",
  sent: "\ufffd and \ufffd alone, \ufffd\ufffd swapped",
};

describe("text goes out and comes back exactly as it is", () => {
  test("but for lone surrogates, each of which becomes U+FFFD", async () => {
    const server = await serve(echo);
    const messages = [{ role: "user" as const, content: loneSurrogates.text }];
    const { choices } = await clientOf(server).chat.completions.create({ ...question, messages });
    expect(choices[0]?.message.content).toBe(loneSurrogates.sent);
  });

  test("lone surrogates of an answer stay as they came", async () => {
    const server = await serve(stream(answerOf(loneSurrogates.text)));
    const streamed = await clientOf(server).chat.completions.create({ ...question, stream: true });
    expect(await streamed.finalText()).toBe(loneSurrogates.text);
  });

  test.each(Object.entries(texts))("with %s", async (_what, text) => {
    const server = await serve(echo, stream(answerOf(text, text)));
    const client = clientOf(server);
    const messages = [{ role: "user" as const, content: text }];
    const whole = await client.chat.completions.create({ ...question, messages });
    expect(whole.choices[0]?.message.content).toBe(text);
    const streamed = await client.chat.completions.create({ ...question, messages, stream: true });
    expect(await streamed.finalText()).toBe(text + text);
  });

  test("whatever it is", async () => {
    const server = await serve(echo);
    const client = clientOf(server);
    const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.string());
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const messages = [{ role: "user" as const, content: text }];
        const result = await client.chat.completions.create({ ...question, messages });
        expect(result.choices[0]?.message.content).toBe(text);
      }),
      { numRuns: times(200, 5000) },
    );
  });

  test("in a request body as JavaScript writes it, byte for byte", async () => {
    const server = await serve(json(completion()));
    const params = {
      ...question,
      seed: 2 ** 53 - 2,
      temperature: 0.1 + 0.2,
      user: "Grüße 🙂 \u2028",
      top_p: 1e-7,
    };
    await clientOf(server).chat.completions.create(params);
    const { messages, ...rest } = params;
    expect(server.requests[0]?.body.toString("utf8")).toBe(JSON.stringify({ messages, ...rest }));
    expect(server.requests[0]?.headers["content-length"]).toBe(
      String(Buffer.byteLength(JSON.stringify(params))),
    );
  });
});

describe("numbers and nesting", () => {
  test("a number beyond 2^53 is neither refused nor made another than JSON.parse makes it", async () => {
    const text = `{"object":"chat.completion","created":9007199254740993,"choices":[],"tiny":1e-400,"huge":1e400}`;
    const server = await serve(body(200, text), body(200, text));
    const client = clientOf(server);
    expect(await client.chat.completions.create(question)).toEqual(JSON.parse(text));
    expect(await (await client.chat.completions.create(question).asResponse()).text()).toBe(text);
  });

  test("a schema of 200 levels goes out and comes back whole", async () => {
    let schema: Record<string, unknown> = { type: "string" };
    for (let level = 0; level < 200; level++) schema = { type: "object", properties: { inner: schema } };
    const server = await serve((exchange) => json(exchange.request.json())(exchange));
    const response_format = { type: "json_schema" as const, json_schema: { name: "deep", schema } };
    const result = await clientOf(server).chat.completions.create({ ...question, response_format });
    expect((result as unknown as { response_format: unknown }).response_format).toEqual(response_format);
  });

  test("fields that nobody knows come through in both directions", async () => {
    const server = await serve((exchange) =>
      json({ ...completion(), echo: exchange.request.json() })(exchange),
    );
    const params = { ...question, brand_new: { a: [1, null, { b: false }] } };
    const result = await clientOf(server).chat.completions.create(params as typeof question);
    expect((result as unknown as { echo: unknown }).echo).toEqual(params);
  });

  test("__proto__ in an answer pollutes nothing", async () => {
    const text = `{"object":"chat.completion","choices":[],"__proto__":{"polluted":true}}`;
    const server = await serve(body(200, text));
    await clientOf(server).chat.completions.create(question);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("ten megabytes", () => {
  const long = "Ein größerer Text. 🙂 ".repeat(MEGABYTES / 25);

  test("go out and come back in whole answers", async () => {
    const server = await serve(echo);
    const messages = [{ role: "user" as const, content: long }];
    const result = await clientOf(server).chat.completions.create({ ...question, messages });
    expect(result.choices[0]?.message.content === long).toBe(true);
    expect(server.requests[0]?.body.length).toBeGreaterThan(MEGABYTES);
  });

  test("come in a stream of many events", async () => {
    const pieces = Array.from({ length: 10_240 }, (_, index) => `${index} `.padEnd(1024, "ü"));
    const server = await serve(stream(answerOf(...pieces)));
    const streamed = await clientOf(server).chat.completions.create({ ...question, stream: true });
    expect((await streamed.finalText()) === pieces.join("")).toBe(true);
  });

  test("come in a stream of one event", async () => {
    const server = await serve(stream(answerOf(long)));
    const streamed = await clientOf(server).chat.completions.create({ ...question, stream: true });
    expect((await streamed.finalText()) === long).toBe(true);
  });

  test("come as the bytes of a raw answer", async () => {
    const bytes = Buffer.alloc(MEGABYTES, "0123456789abcdef\xff", "latin1");
    const server = await serve(body(200, bytes));
    const response = await clientOf(server).me.get().asResponse();
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  });
});
