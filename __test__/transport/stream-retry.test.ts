import { describe, expect, test } from "vitest";
import { APIStatusError, RateLimitError, StreamDroppedError } from "../../ts/index";
import { error, hangUp, head, raw, reset, stream, streamHead } from "../support/answers";
import { answerOf, chunk, event, question } from "../support/chat";
import { caught, clientOf, textOf } from "../support/client";
import { type Answer, serve } from "../support/scripted-server";

const streaming = { ...question, stream: true } as const;

/** Opens a stream, writes some of it, and breaks off when `until` has come. */
const broken =
  (begin: string, until: Promise<void> = Promise.resolve()): Answer =>
  async (exchange) => {
    await exchange.write(
      `${head(200, { "content-type": "text/event-stream", "content-length": "9000" })}${begin}`,
    );
    await until;
    exchange.end();
  };

function signal(): [Promise<void>, () => void] {
  let fire = (): void => {};
  const promise = new Promise<void>((resolve) => {
    fire = resolve;
  });
  return [promise, fire];
}

describe("a stream that breaks before its first event", () => {
  test.each([
    ["right after its headers", broken("")],
    ["after comments", broken(": keep-alive\n\n: keep-alive\n\n")],
    ["in the middle of its first event", broken('data: {"id":')],
    [
      "by a reset",
      (async (exchange) => {
        await exchange.write(streamHead());
        exchange.reset();
      }) satisfies Answer,
    ],
  ])("%s is opened anew, and nobody notices", async (_when, first) => {
    const server = await serve(first, stream(answerOf("Hel", "lo"), { "x-request-id": "req_second" }));
    const opened = await clientOf(server, { maxRetries: 1 }).chat.completions.create(streaming);
    expect(await textOf(opened)).toBe("Hello");
    expect(opened.attempts).toBe(2);
    expect(opened.requestId).toBe("req_second");
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]?.body).toEqual(server.requests[0]?.body);
  });

  test("again and again is given up after as many attempts as are allowed", async () => {
    const server = await serve(broken(""));
    const opened = await clientOf(server, { maxRetries: 1 }).chat.completions.create(streaming);
    const failure = await caught(textOf(opened));
    expect(failure).toBeInstanceOf(StreamDroppedError);
    expect(failure.attempts).toBe(2);
    expect(server.requests).toHaveLength(2);
  });

  test("for good hands out what came with the end of the connection", async () => {
    const server = await serve(broken(""), broken(event(chunk("Hel"))));
    const opened = await clientOf(server, { maxRetries: 1 }).chat.completions.create(streaming);
    const failure = await caught(textOf(opened));
    expect(failure).toBeInstanceOf(StreamDroppedError);
    expect(failure.partial).toMatchObject({ choices: [{ message: { content: "Hel" } }] });
  });

  test("shares its attempts with those before it was opened", async () => {
    const server = await serve(reset, broken(""), hangUp, stream(answerOf("Hello")));
    const opened = await clientOf(server, { maxRetries: 3 }).chat.completions.create(streaming);
    expect(await textOf(opened)).toBe("Hello");
    expect(opened.attempts).toBe(4);
  });

  test("and is refused at the second attempt, gives that refusal", async () => {
    const refusal = error(429, { type: "rate_limit_error", code: "budget_exhausted" });
    const server = await serve(broken(""), refusal);
    const opened = await clientOf(server, { maxRetries: 2 }).chat.completions.create(streaming);
    const failure = await caught(textOf(opened));
    expect(failure).toBeInstanceOf(RateLimitError);
    expect(failure).toMatchObject({ code: "budget_exhausted", statusCode: 429, attempts: 2 });
  });

  test("is not opened anew with maxRetries 0", async () => {
    const server = await serve(broken(""));
    const opened = await clientOf(server).chat.completions.create(streaming);
    expect(await caught(textOf(opened))).toMatchObject({ attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });

  test("is opened anew although its events had arrived, as long as nobody has seen one", async () => {
    const server = await serve(broken(event(chunk("lost"))), stream(answerOf("Hello")));
    const opened = await clientOf(server, { maxRetries: 1 }).chat.completions.create(streaming);
    // Nobody reads until the first connection has broken.
    await server.arrival(2);
    expect(await textOf(opened)).toBe("Hello");
    expect(opened.attempts).toBe(2);
  });
});

describe("a stream that breaks after its first event", () => {
  test("is never opened anew: its events would come twice", async () => {
    const [seen, tell] = signal();
    const server = await serve(broken(event(chunk("Hel")), seen));
    const opened = await clientOf(server, { maxRetries: 5 }).chat.completions.create(streaming);
    let text = "";
    const failure = await caught(
      (async () => {
        for await (const piece of opened.textStream) {
          text += piece;
          tell();
        }
      })(),
    );
    expect(text).toBe("Hel");
    expect(failure).toBeInstanceOf(StreamDroppedError);
    expect(failure).toMatchObject({ attempts: 1, retryable: false, statusCode: 200 });
    expect(server.requests).toHaveLength(1);
  });

  test("is dropped also when only its end is missing", async () => {
    const [seen, tell] = signal();
    const server = await serve(broken(event(chunk("Hi")) + event(chunk("", "stop")), seen));
    const opened = await clientOf(server, { maxRetries: 5 }).chat.completions.create(streaming);
    const failure = await caught(opened.forEach(tell));
    expect(failure).toBeInstanceOf(StreamDroppedError);
    expect(failure.partial).toMatchObject({ choices: [{ finish_reason: "stop" }] });
  });
});

test("an error event is never a reason to try again, not even as the first event", async () => {
  const envelope = {
    error: { message: "Busy.", type: "api_error", code: "upstream_error", provider: "xai" },
  };
  const server = await serve(stream(event(envelope)));
  const opened = await clientOf(server, { maxRetries: 3 }).chat.completions.create(streaming);
  const failure = await caught(textOf(opened));
  expect(failure).toBeInstanceOf(APIStatusError);
  expect(failure).toMatchObject({ code: "upstream_error", provider: "xai", statusCode: 200, attempts: 1 });
  expect(server.requests).toHaveLength(1);
});

test("a stream that breaks in the middle of HTTP's own framing is dropped like any other", async () => {
  const server = await serve(
    raw(`${head(200, { "content-type": "text/event-stream", "transfer-encoding": "chunked" })}zz\r\nwhat`),
  );
  const opened = await clientOf(server).chat.completions.create(streaming);
  expect(await caught(textOf(opened))).toBeInstanceOf(StreamDroppedError);
});
