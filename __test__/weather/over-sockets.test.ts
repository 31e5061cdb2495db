import { describe, expect, test } from "vitest";
import { APIConnectionError, RateLimitError } from "../../ts/index";
import { body, hangAfter, json, stream, streamHead } from "../support/answers";
import { localhost } from "../support/certificates";
import { answerOf, chunk, event, question } from "../support/chat";
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
    expect(error.message).toMatch(/refused/i);
    expect(error.message).toContain("Nothing listens there");
  });

  test("the host has no address", async () => {
    const error = await caught(clientOf({ baseUrl: "http://no-such-host.invalid/v1" }).me.get());
    expect(error.message).toMatch(/DNS/);
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
});

test("`retry-after-ms` alone is known to the error", async () => {
  const server = await serve(json({ error: {} }, { status: 429, headers: { "retry-after-ms": "2500" } }));
  expect(await caught(clientOf(server).me.get())).toMatchObject({ retryAfterSeconds: 2.5 });
});
