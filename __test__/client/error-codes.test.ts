import { describe, expect, test } from "vitest";
import * as sdk from "../../ts/index";
import { error } from "../support/answers";
import { question } from "../support/chat";
import { caught, clientOf } from "../support/client";
import { codes } from "../support/error-table";
import { type Answer, serve } from "../support/scripted-server";

const invalid = "invalid_request_error";
const authentication = "authentication_error";

/** A code that is only sent inside a stream comes with some status here; the rule is the same. */
const registered = codes.map((known) => ({ ...known, status: known.status || 502 }));

/** Answers with the error whose code was asked for as the model. */
const byModel: Answer = (exchange) => {
  const code = String(exchange.request.json().model);
  const { type, status } = registered.find((known) => known.code === code) ?? { type: invalid, status: 400 };
  const fields = {
    message: `About ${code}.`,
    type,
    code,
    param: "model",
    doc_url: `https://docs.example/${code}`,
    provider: "fireworks_ai",
    suggestion: "Try another one.",
  };
  return error(status, fields, {
    "x-request-id": `req_${code}`,
    "retry-after": "0.25",
    "x-ratelimit-remaining-requests": "7",
  })(exchange);
};

describe("an error of the API", () => {
  test.each(registered)(
    "with code $code arrives as its class, with every field",
    async ({ code, type, status, className, retryable }) => {
      const server = await serve(byModel);
      const failure = await caught(clientOf(server).chat.completions.create({ ...question, model: code }));
      expect(failure.constructor.name).toBe(className);
      expect(failure.name).toBe(className);
      expect(failure).toMatchObject({
        message: `About ${code}.`,
        statusCode: status,
        status,
        type,
        code,
        param: "model",
        provider: "fireworks_ai",
        docUrl: `https://docs.example/${code}`,
        suggestion: "Try another one.",
        requestId: `req_${code}`,
        retryAfterSeconds: 0.25,
        attempts: 1,
        retryable,
        body: { error: { code, type, suggestion: "Try another one." } },
      });
      expect(failure.responseHeaders?.rateLimitRemaining).toBe(7);
      expect(failure.toString()).toBe(`${className}: [fireworks_ai] About ${code}.`);
    },
  );

  test("is asked for again exactly where its code says that this may help", async () => {
    const server = await serve(byModel);
    const client = clientOf(server, { maxRetries: 1 });
    const attempts = await Promise.all(
      codes.map(async ({ code }) => {
        const failure = await caught(client.chat.completions.create({ ...question, model: code }));
        return [code, failure.attempts];
      }),
    );
    const expected = codes.map(({ code, retryable }) => [code, retryable ? 2 : 1]);
    expect(attempts).toEqual(expected);
    const sent = server.requests.map((request) => request.json().model as string);
    for (const [code, count] of expected)
      expect(sent.filter((model) => model === code)).toHaveLength(count as number);
  });

  test("before a stream opens is the same error as for a whole answer", async () => {
    const server = await serve(byModel);
    const failure = await caught(
      clientOf(server).chat.completions.create({ ...question, model: "budget_exhausted", stream: true }),
    );
    expect(failure).toBeInstanceOf(sdk.RateLimitError);
    expect(failure).toMatchObject({
      code: "budget_exhausted",
      requestId: "req_budget_exhausted",
      attempts: 1,
    });
  });

  test("without optional fields has null in their places and the code's own documentation page", async () => {
    const server = await serve(
      error(404, { type: "not_found_error", code: "model_not_found", message: "No." }),
    );
    const failure = await caught(clientOf(server).chat.completions.create(question));
    expect(failure).toMatchObject({
      param: null,
      provider: null,
      suggestion: null,
      requestId: null,
      retryAfterSeconds: null,
      docUrl: "https://docs.auriko.ai/errors/model_not_found",
    });
    expect(failure.toString()).toBe("NotFoundError: No.");
  });

  test("with a code that nobody has heard of keeps it, and is judged by its type", async () => {
    const server = await serve(error(500, { type: "api_error", code: "gremlins" }));
    const failure = await caught(clientOf(server, { maxRetries: 1 }).chat.completions.create(question));
    expect(failure).toBeInstanceOf(sdk.InternalServerError);
    expect(failure).toMatchObject({ code: "gremlins", docUrl: null, attempts: 2, retryable: true });
  });

  test("is told by its type, whatever its status", async () => {
    const server = await serve(
      error(402, { type: "rate_limit_error", code: "something" }),
      error(422, { type: invalid, code: "invalid_request" }),
      error(418, { type: authentication, code: "invalid_api_key" }),
    );
    const client = clientOf(server);
    expect(await caught(client.me.get())).toBeInstanceOf(sdk.RateLimitError);
    expect(await caught(client.me.get())).toBeInstanceOf(sdk.BadRequestError);
    expect(await caught(client.me.get())).toBeInstanceOf(sdk.AuthenticationError);
  });
});
