import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  APIConnectionError,
  APIStatusError,
  type AurikoAPIError,
  InternalServerError,
  RateLimitError,
  StreamDroppedError,
  StreamTruncatedError,
} from "../../ts/index";
import { body, error, hangUp, head, json, raw, reset } from "../support/answers";
import { completion, question } from "../support/chat";
import { caught, clientOf } from "../support/client";
import { type Answer, serve } from "../support/scripted-server";

interface Case {
  answer: Answer;
  error: new (...args: never[]) => AurikoAPIError;
  shape: object;
  /** With one retry allowed. */
  attempts: 1 | 2;
}

const html = "<html><body><h1>502 Bad Gateway</h1></body></html>";
const page = (status: number) => body(status, html, { "content-type": "text/html" });
const malformed = { type: "api_error", code: "malformed_response" };
const unreadable = { type: "api_error", code: "invalid_response", retryable: false };
const envelope = (fields: object): Answer => json({ error: fields }, { status: 400 });

const cases: Record<string, Case> = {
  "an HTML page with status 502": {
    answer: page(502),
    error: APIStatusError,
    shape: { ...malformed, statusCode: 502, body: html, retryable: true },
    attempts: 2,
  },
  "an HTML page with status 404": {
    answer: page(404),
    error: APIStatusError,
    shape: { ...malformed, statusCode: 404, body: html, retryable: false },
    attempts: 1,
  },
  "an error without a body": {
    answer: body(503, ""),
    error: APIStatusError,
    shape: { ...malformed, statusCode: 503, body: null, retryable: true },
    attempts: 2,
  },
  "a refusal without a body": {
    answer: body(401, ""),
    error: APIStatusError,
    shape: { ...malformed, statusCode: 401, body: null, retryable: false },
    attempts: 1,
  },
  "a conflict without a body": {
    answer: body(409, ""),
    error: APIStatusError,
    shape: { ...malformed, statusCode: 409, retryable: true },
    attempts: 2,
  },
  "an error of an unknown type": {
    answer: envelope({ message: "No.", type: "strange_error", code: "strange" }),
    error: APIStatusError,
    shape: { ...malformed, statusCode: 400, body: { error: { type: "strange_error" } } },
    attempts: 1,
  },
  "an error whose code is null": {
    answer: envelope({ message: "No.", type: "invalid_request_error", code: null }),
    error: APIStatusError,
    shape: { ...malformed, statusCode: 400, body: { error: { code: null } } },
    attempts: 1,
  },
  "an error without a message": {
    answer: envelope({ type: "invalid_request_error", code: "invalid_request" }),
    error: APIStatusError,
    shape: { ...malformed, statusCode: 400 },
    attempts: 1,
  },
  "an error that is a string": {
    answer: json({ error: "No." }, { status: 500 }),
    error: APIStatusError,
    shape: { ...malformed, statusCode: 500, body: { error: "No." } },
    attempts: 2,
  },
  "an error whose param is no string": {
    answer: envelope({ message: "No.", type: "invalid_request_error", code: "invalid_request", param: 7 }),
    error: APIStatusError,
    shape: { statusCode: 400, code: "invalid_request", param: null },
    attempts: 1,
  },
  "a status of 200 and no JSON": {
    answer: body(200, "All good!", { "content-type": "text/plain" }),
    error: APIStatusError,
    shape: { ...unreadable, statusCode: 200, body: "All good!" },
    attempts: 1,
  },
  "a status of 200 and an HTML page": {
    answer: page(200),
    error: APIStatusError,
    shape: { ...unreadable, statusCode: 200, body: html },
    attempts: 1,
  },
  "a status of 200 and half a document": {
    answer: body(200, '{"id": "chatcmpl-1", "choices": [', { "content-type": "application/json" }),
    error: APIStatusError,
    shape: { ...unreadable, statusCode: 200 },
    attempts: 1,
  },
  "a status of 200 and no body": {
    answer: body(200, ""),
    error: APIStatusError,
    shape: { ...unreadable, statusCode: 200, body: null },
    attempts: 1,
  },
  ...Object.fromEntries(
    [null, 5, "x", [], true].map((value) => [
      `a status of 200 and ${JSON.stringify(value)}, which is no object`,
      { answer: json(value), error: APIStatusError, shape: { ...unreadable, statusCode: 200 }, attempts: 1 },
    ]),
  ),
  "a status of 204": {
    answer: raw("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"),
    error: APIStatusError,
    shape: { ...unreadable, statusCode: 204 },
    attempts: 1,
  },
  "a status of 200 and an error": {
    answer: json({ error: { message: "Slow down.", type: "rate_limit_error", code: "rate_limit_exceeded" } }),
    error: RateLimitError,
    shape: { statusCode: 200, code: "rate_limit_exceeded" },
    attempts: 1,
  },
  "a status of 200 and an error without an envelope": {
    answer: json({ error: "No." }),
    error: APIStatusError,
    shape: { ...malformed, statusCode: 200 },
    attempts: 1,
  },
  "a reset instead of an answer": {
    answer: reset,
    error: APIConnectionError,
    shape: { statusCode: 0, type: "api_error", code: "api_connection_error", body: null, retryable: true },
    attempts: 2,
  },
  "a connection that is closed without an answer": {
    answer: hangUp,
    error: APIConnectionError,
    shape: { statusCode: 0, code: "api_connection_error", responseHeaders: null, retryable: true },
    attempts: 2,
  },
  "a body that is shorter than it was announced": {
    answer: raw(`${head(200, { "content-type": "application/json", "content-length": "900" })}{"id":`),
    error: StreamDroppedError,
    shape: { statusCode: 200, code: "api_connection_error" },
    attempts: 2,
  },
  "a chunked body that is cut": {
    answer: raw(`${head(200, { "transfer-encoding": "chunked" })}8\r\n{"id": 1`),
    error: StreamDroppedError,
    shape: { statusCode: 200, code: "api_connection_error" },
    attempts: 2,
  },
  "something that is not HTTP": {
    answer: raw("220 mail.example ESMTP ready\r\n\r\n"),
    error: APIConnectionError,
    shape: { statusCode: 0, code: "api_connection_error" },
    attempts: 1,
  },
  "a broken header": {
    answer: raw("HTTP/1.1 200 OK\r\ncontent length 3\r\n\r\nabc"),
    error: APIConnectionError,
    shape: { statusCode: 0, code: "api_connection_error" },
    attempts: 1,
  },
};

describe.each(Object.entries(cases))("%s", (_name, { answer, error: Class, shape, attempts }) => {
  test("is told by its own error and tried as often as makes sense", async () => {
    const server = await serve(answer);
    const failure = await caught(clientOf(server, { maxRetries: 1 }).chat.completions.create(question));
    expect(failure).toBeInstanceOf(Class);
    expect(failure).toMatchObject({ ...shape, attempts });
    expect(server.requests).toHaveLength(attempts);
  });

  test("is told by the same error when a stream was asked for", async () => {
    const server = await serve(answer);
    const client = clientOf(server);
    const failure = await caught(
      client.chat.completions
        .create({ ...question, stream: true })
        .then((stream) => stream.forEach(() => {})),
    );
    // What is no event stream at all is as good as one that ended before its first event.
    if (failure instanceof StreamTruncatedError) expect(shape).toMatchObject({ code: "invalid_response" });
    else {
      expect(failure).toBeInstanceOf(Class);
      expect(failure).toMatchObject(shape);
    }
  });
});

describe("an answer to a request for a stream", () => {
  test("that is one whole completion is refused with a word about that", async () => {
    const server = await serve(json(completion()));
    const failure = await caught(clientOf(server).chat.completions.create({ ...question, stream: true }));
    expect(failure).toBeInstanceOf(APIStatusError);
    expect(failure).toMatchObject({ ...unreadable, statusCode: 200, attempts: 1 });
    expect(failure.message).toContain("stream was asked for");
  });

  test.each([
    ["empty", "", /the body is empty, /],
    ["an HTML page", html, /an HTML page \("<html><body>.*does `baseUrl` point to the API/],
    ["JSON that was cut", '{"id": "chatcmpl-1", "choices": [', /JSON that breaks off .*chatcmpl-1/],
    ["plain text", "All good!", /plain text \("All good!"\), /],
  ])("that is %s is called that, also where no stream was asked for", async (_what, content, kind) => {
    const server = await serve(body(200, content, { "content-type": "application/json" }));
    const { completions } = clientOf(server).chat;
    const streamed = await caught(completions.create({ ...question, stream: true }));
    expect(streamed.message).toMatch(kind);
    expect(streamed.message).toContain(", although a stream was asked for");
    const whole = await caught(completions.create(question));
    expect(whole.message).toMatch(kind);
    expect(whole.message).toContain(", not valid JSON");
  });

  test("that is empty is a truncated stream", async () => {
    const server = await serve(body(200, "", { "content-type": "text/event-stream" }));
    const stream = await clientOf(server).chat.completions.create({ ...question, stream: true });
    expect(await caught(stream.forEach(() => {}))).toBeInstanceOf(StreamTruncatedError);
  });
});

describe("a long body of an error", () => {
  test("is kept up to 4096 characters when it is text", async () => {
    const server = await serve(body(500, "x".repeat(100_000), { "content-type": "text/plain" }));
    const failure = await caught(clientOf(server).chat.completions.create(question));
    expect(failure.body).toBe("x".repeat(4096));
    expect(failure.message.length).toBeLessThan(500);
  });

  test("is kept whole when it is JSON", async () => {
    const server = await serve(error(500, { code: "internal_error", detail: "y".repeat(50_000) }));
    const failure = await caught(clientOf(server).chat.completions.create(question));
    expect(failure).toBeInstanceOf(InternalServerError);
    expect(failure.body).toMatchObject({ error: { detail: "y".repeat(50_000) } });
  });

  test("that never ends is not read for ever", async () => {
    const piece = "z".repeat(64 * 1024);
    const server = await serve(async (exchange) => {
      await exchange.write(head(500, { "content-type": "text/plain" }));
      while (!exchange.socket.destroyed) await exchange.write(piece);
    });
    const failure = await caught(clientOf(server).chat.completions.create(question));
    expect(failure).toMatchObject({ statusCode: 500, code: "malformed_response" });
  });
});

describe("a compressed answer", () => {
  const zipped = (status: number, value: unknown): Answer =>
    body(status, gzipSync(JSON.stringify(value)), {
      "content-type": "application/json",
      "content-encoding": "gzip",
    });

  test("is read, whether good or bad", async () => {
    const server = await serve(
      zipped(200, completion("Grüße")),
      zipped(404, { error: { message: "No.", type: "not_found_error", code: "model_not_found" } }),
    );
    const client = clientOf(server);
    const good = await client.chat.completions.create(question);
    expect(good.choices[0]?.message.content).toBe("Grüße");
    expect(await caught(client.chat.completions.create(question))).toMatchObject({ code: "model_not_found" });
  });

  test("that can't be unpacked is not called a broken connection", async () => {
    const server = await serve(body(200, "no gzip at all", { "content-encoding": "gzip" }));
    const failure = await caught(clientOf(server).chat.completions.create(question));
    expect(failure).toBeInstanceOf(StreamDroppedError);
    expect(failure.message).toBe(
      "The response body can't be read: it can't be unpacked. The answer was not complete.",
    );
  });

  test("is not asked for where it would hold events back", async () => {
    const server = await serve(json(completion()), hangUp);
    const client = clientOf(server);
    await client.chat.completions.create(question);
    await caught(client.chat.completions.create({ ...question, stream: true }));
    expect(server.requests[0]?.headers["accept-encoding"]).toContain("gzip");
    expect(server.requests[1]?.headers["accept-encoding"]).toBe("identity");
  });
});

test("any JSON is a good answer to a request of the caller's own", async () => {
  const server = await serve(
    ...[null, 5, "x", []].map((value) => json(value)),
    raw("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"),
  );
  const client = clientOf(server);
  const answers: unknown[] = [];
  for (let index = 0; index < 5; index++) answers.push(await client.request({ path: "/anything" }));
  expect(answers).toEqual([null, 5, "x", [], null]);
});
