import { describe, expect, test } from "vitest";
import { APIConnectionError, RateLimitError } from "../../ts/index";
import { body, hangAfter, json, stream, streamHead } from "../support/answers";
import { ca, localhost } from "../support/certificates";
import { answerOf, chunk, completion, event, question } from "../support/chat";
import { caught, clientOf, textOf } from "../support/client";
import { type Answer, serve, serveTls } from "../support/scripted-server";

const open = async (answer: Answer, options = {}) =>
  clientOf(await serve(answer), options).chat.completions.create({ ...question, stream: true });
const failure = async (answer: Answer) => caught((async () => (await open(answer)).finalCompletion())());

describe("a stream with another label, and a label without a stream", () => {
  test.each(["text/event-stream", "text/plain", undefined])(
    "an error document labelled %s keeps its words",
    async (type) => {
      const error = { error: { message: "no such model", code: 404 } };
      const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
      expect(await failure(body(200, JSON.stringify(error), headers))).toMatchObject({
        code: "malformed_response",
        message: "no such model",
      });
    },
  );

  test("a whole answer labelled as a stream is refused as one", async () => {
    const answer = JSON.stringify({ object: "chat.completion", choices: [] });
    expect(await failure(body(200, answer, { "content-type": "text/event-stream" }))).toMatchObject({
      code: "invalid_response",
    });
  });

  test("a stream labelled application/json is read", async () => {
    const answer = body(200, answerOf("Hel", "lo"), { "content-type": "application/json" });
    expect(await textOf(await open(answer))).toBe("Hello");
  });
});

describe("events with a blemish", () => {
  test("[DONE] with blanks ends the stream, and blank data is passed over", async () => {
    const text = `data:\n\ndata:  \n\n${event(chunk("Hi"))}data: [DONE] \n\ndata: never\n\n`;
    expect(await textOf(await open(stream(text)))).toBe("Hi");
  });

  test("an error line is an error", async () => {
    const envelope = '{"message":"slow down","type":"rate_limit_error","code":"rate_limit_exceeded"}';
    expect(await failure(stream(`${event(chunk("Hi"))}error: ${envelope}\n\n`))).toBeInstanceOf(
      RateLimitError,
    );
  });
});

describe("one bad event among healthy streams", () => {
  test("fails its own stream alone", async () => {
    const nested = `${'{"a":'.repeat(3500)}1${"}".repeat(3500)}`;
    const bad = `data: {"choices":[],"x":${nested}}\n\n`;
    const healthy = stream(answerOf(..."abcdefgh"));
    const server = await serve(
      ...Array.from({ length: 60 }, (_, at) => (at % 6 === 0 ? stream(bad) : healthy)),
    );
    const client = clientOf(server);
    const texts = await Promise.all(
      Array.from({ length: 60 }, async () => {
        try {
          return await textOf(await client.chat.completions.create({ ...question, stream: true }));
        } catch (error) {
          return (error as { code?: unknown }).code;
        }
      }),
    );
    expect(texts.filter((text) => text === "abcdefgh")).toHaveLength(50);
    expect(texts.filter((text) => text === "invalid_response")).toHaveLength(10);
  });
});

describe("an error of the network says where the trouble is, and what to do", () => {
  test("nothing listens", async () => {
    const error = await caught(clientOf({ baseUrl: "http://127.0.0.1:1/v1" }).me.get());
    expect(error).toBeInstanceOf(APIConnectionError);
    expect(error.message).toMatch(/^Could not connect to 127\.0\.0\.1:1: .*refused/i);
    expect(error.message).toContain("Nothing listens there");
  });

  test("the host has no address", async () => {
    const error = await caught(clientOf({ baseUrl: "http://no-such-host.invalid/v1" }).me.get());
    expect(error.message).toMatch(/^Could not connect to no-such-host\.invalid:80: .*DNS of this network/);
  });

  test("a plain call whose body stalls does not speak of a stream", async () => {
    const server = await serve(hangAfter(`${streamHead({ "content-type": "application/json" })}{"id":`));
    const error = await caught(clientOf(server, { timeout: { idle: 50 } }).me.get());
    expect(error).toMatchObject({ phase: "idle" });
    expect(error.message).not.toMatch(/stream/);
  });

  test("an untrusted certificate keeps its advice", async () => {
    const server = await serveTls(localhost, json({}));
    const error = await caught(clientOf(server).me.get());
    expect(error.message).toMatch(/`ca`/);
  });

  test("the connection is lost", async () => {
    const server = await serve((exchange) => exchange.reset());
    const error = await caught(clientOf(server, { maxRetries: 0 }).me.get());
    expect(error.message).toContain(`The connection to 127.0.0.1:${server.port} was lost`);
  });

  test("the answer is no HTTP", async () => {
    const server = await serve((exchange) => exchange.end("220 mail.example ESMTP\r\n"));
    const error = await caught(clientOf(server).me.get());
    expect(error.message).toContain(`No valid HTTP came from 127.0.0.1:${server.port}`);
    expect(error.message).toMatch(/`baseUrl`/);
  });
});

describe("a document that only the end of its connection delimits", () => {
  /** Ends the connection under TLS without a word, as many servers do. */
  const breakingOff =
    (text: string, type = "application/json"): Answer =>
    async (exchange) => {
      await exchange.write(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\n\r\n${text}`);
      exchange.socket.destroy();
    };

  test("is an answer as soon as it is complete, and is not asked for again", async () => {
    const server = await serveTls(localhost, breakingOff(JSON.stringify(completion("Whole."))));
    const answer = await clientOf(server, { ca }).chat.completions.create(question);
    expect(answer.choices[0]?.message.content).toBe("Whole.");
    expect(server.requests).toHaveLength(1);
  });

  test("is none while it is not complete", async () => {
    const server = await serveTls(localhost, breakingOff(JSON.stringify(completion("Whole.")).slice(0, -1)));
    const client = clientOf(server, { ca, maxRetries: 1 });
    expect(await caught(client.chat.completions.create(question))).toMatchObject({
      name: "StreamDroppedError",
    });
    expect(server.requests).toHaveLength(2);
  });

  test("is no excuse for a stream that breaks off", async () => {
    const server = await serveTls(localhost, breakingOff(event(chunk("Hel")), "text/event-stream"));
    const opened = await clientOf(server, { ca }).chat.completions.create({ ...question, stream: true });
    expect(await caught(opened.finalCompletion())).toMatchObject({ name: "StreamDroppedError" });
  });
});

test("headers that are folded, or have blanks before the colon, are read as `fetch` reads them", async () => {
  const text = JSON.stringify({ user: "u" });
  const head = `HTTP/1.1 200 OK\r\nX-Folded: one\r\n two\r\nX-Blank : three\r\nContent-Length: ${text.length}`;
  const server = await serve((exchange) => exchange.write(`${head}\r\n\r\n${text}`));
  const { headers } = await clientOf(server).chat.completions.create(question).asResponse();
  expect(headers.get("x-folded")).toMatch(/^one +two$/);
  expect(headers.get("x-blank")).toBe("three");
});

test("`retry-after-ms` alone is known to the error", async () => {
  const server = await serve(json({ error: {} }, { status: 429, headers: { "retry-after-ms": "2500" } }));
  expect(await caught(clientOf(server).me.get())).toMatchObject({ retryAfterSeconds: 2.5 });
});
