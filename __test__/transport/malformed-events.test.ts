import { describe, expect, test } from "vitest";
import { APIStatusError, type AurikoAPIError, type ChatCompletion } from "../../ts/index";
import { hangAfter, stream, streamHead } from "../support/answers";
import { answerOf, chunk, event, question } from "../support/chat";
import { clientOf, textOf } from "../support/client";
import { serve } from "../support/scripted-server";

const streaming = { ...question, stream: true } as const;

/** What a loop over a stream sees: its text, then its error. */
async function read(opened: {
  textStream: AsyncIterable<string>;
}): Promise<[string, AurikoAPIError | undefined]> {
  let text = "";
  try {
    for await (const piece of opened.textStream) text += piece;
  } catch (error) {
    return [text, error as AurikoAPIError];
  }
  return [text, undefined];
}

/** Texts that are no JSON, some of which would be if they stood inside of an array. */
const malformed = [
  "{",
  "nonsense",
  "{'single': 1}",
  '{"a":1}{"b":2}',
  '{"a":1},{"b":2}',
  "1,2",
  "],[",
  "]",
  "[",
  "{}]",
  '{},3,1],["',
  ",",
  '"',
  "\\",
  "[DONE",
  " [DONE]x",
  "undefined",
  "NaN",
  "-",
  '{"a":"\t"}',
  "\u2028",
];

describe("an event that is not JSON", () => {
  test.each(malformed)("%j ends the stream behind the events before it", async (bad) => {
    const server = await serve(
      stream(`${event(chunk("Hel"))}${event(chunk("lo"))}data: ${bad}\n\n${answerOf("!")}`),
    );
    const [text, error] = await read(await clientOf(server).chat.completions.create(streaming));
    expect(text).toBe("Hello");
    expect(error).toBeInstanceOf(APIStatusError);
    expect(error).toMatchObject({
      code: "invalid_response",
      type: "api_error",
      statusCode: 200,
      attempts: 1,
    });
    expect((error?.partial as ChatCompletion | undefined)?.choices[0]?.message.content).toBe("Hello");
    expect(String(error?.body)).not.toBe("");
    expect(bad).toContain(String(error?.body));
  });

  test.each(malformed)("%j is told also as the very first one", async (bad) => {
    const server = await serve(stream(`data: ${bad}\n\n${answerOf("!")}`));
    const [text, error] = await read(await clientOf(server).chat.completions.create(streaming));
    expect(text).toBe("");
    expect(error).toMatchObject({ code: "invalid_response" });
  });

  test("closes the connection, although the server would go on", async () => {
    const server = await serve(hangAfter(`${streamHead()}${event(chunk("Hel"))}data: {\n\n`));
    await read(await clientOf(server).chat.completions.create(streaming));
    await (await server.arrival()).closed;
  });

  test("is told once, however many of them follow", async () => {
    const server = await serve(stream(`${event(chunk("a"))}${"data: {\n\n".repeat(1000)}${answerOf("b")}`));
    const [text, error] = await read(await clientOf(server).chat.completions.create(streaming));
    expect([text, error?.code]).toEqual(["a", "invalid_response"]);
  });

  test("does not show the last event of another stream again, when that one ends in the same moment", async () => {
    const amount = 30;
    const ends: (() => void)[] = [];
    const server = await serve(async (exchange) => {
      const bad = (exchange.request.json().seed as number) % 2 === 0;
      await exchange.write(`${streamHead()}${event(chunk("Hi"))}${event(chunk("", "stop"))}`);
      ends.push(() => exchange.end(bad ? "data: ],[\n\n" : ""));
    });
    const client = clientOf(server);
    for (let round = 0; round < 5; round++) {
      ends.length = 0;
      let seen = 0;
      const texts = await Promise.all(
        Array.from({ length: amount }, async (_, seed) => {
          const opened = await client.chat.completions.create({ ...streaming, seed });
          let count = 0;
          await opened
            .forEach(() => {
              // Everybody waits for what is next when the ends come.
              if (++count === 2 && ++seen === amount) setTimeout(() => ends.forEach((end) => void end()), 20);
            })
            .catch(() => {});
          return count;
        }),
      );
      expect(texts).toEqual(Array(amount).fill(2));
    }
  });

  test("harms no other stream that arrives in the same moment", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(streamHead());
      waiting.push(() => {
        const bad = (exchange.request.json().seed as number) % 3 === 0;
        exchange.end(
          bad ? `${event(chunk("x"))}data: ],[\n\n${event(chunk("y"))}` : answerOf("Hel", "lo", "!"),
        );
      });
      if (waiting.length === 30) for (const go of waiting) go();
    });
    const waiting: (() => void)[] = [];
    const client = clientOf(server);
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, async (_, seed) => {
        const opened = await client.chat.completions.create({ ...streaming, seed });
        return { seed, outcome: await read(opened) };
      }),
    );
    for (const { seed, outcome } of outcomes) {
      const [text, error] = outcome;
      if (seed % 3 === 0) expect([text, error?.code]).toEqual(["x", "invalid_response"]);
      else expect([text, error]).toEqual(["Hello!", undefined]);
    }
  });
});

describe("an event that is JSON but no object", () => {
  test.each(["null", "1", "-1", '"text"', "[]", "true"])(
    "%s is refused like one that is not",
    async (bad) => {
      const server = await serve(stream(`${event(chunk("Hi"))}data: ${bad}\n\n${answerOf("!")}`));
      const [text, error] = await read(await clientOf(server).chat.completions.create(streaming));
      expect(text).toBe("Hi");
      expect(error).toMatchObject({ code: "invalid_response", statusCode: 200 });
    },
  );
});

describe("an event that is too long", () => {
  test("is a typed error, and what came before it is kept", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(`${streamHead()}${event(chunk("Hi"))}data: `);
      const piece = "x".repeat(1024 * 1024);
      for (let sent = 0; sent < 64 && !exchange.socket.destroyed; sent++) await exchange.write(piece);
      exchange.end();
    });
    const [text, error] = await read(await clientOf(server).chat.completions.create(streaming));
    expect(text).toBe("Hi");
    expect(error).toBeInstanceOf(APIStatusError);
    expect(error).toMatchObject({ code: "invalid_response", retryable: false });
  });
});

test("a stream beside a malformed one is read to its end", async () => {
  const server = await serve(stream(`data: {\n\n`), stream(answerOf("Hello")));
  const client = clientOf(server);
  await read(await client.chat.completions.create(streaming));
  expect(await textOf(await client.chat.completions.create(streaming))).toBe("Hello");
});
