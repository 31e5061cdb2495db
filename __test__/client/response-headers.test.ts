import { describe, expect, test } from "vitest";
import { error, json, stream } from "../support/answers";
import { answerOf, completion, question } from "../support/chat";
import { caught, clientOf } from "../support/client";
import { serve } from "../support/scripted-server";

const headers = {
  "X-Request-ID": "req_1",
  "Retry-After": "1.5",
  "X-Rate-Limit-Source": "provider",
  "X-RateLimit-Limit-Requests": "600",
  "X-RateLimit-Remaining-Requests": "599",
  "X-RateLimit-Reset-Requests": "2026-11-21T00:00:00Z",
  "X-Credits-Balance-Microdollars": "12500000",
  "X-Token-Count-Model": "gpt-5.4",
  "X-Budget-Daily-Limit": "10.00",
  "X-Budget-Daily-Spend": "2.5",
  "X-Budget-Monthly-Limit": "100",
  "X-Budget-Monthly-Spend": "42",
  "X-Budget-Exceeded": "true",
  "X-Budget-Exceeded-Period": "daily",
  "X-Budget-Exceeded-Scope": "api_key",
  "X-Error-Provider": "fireworks_ai",
  "X-Error-Retryable": "false",
  "X-Error-Type": "timeout",
  "X-Latin1": "Gr\xfc\xdfe",
  "X-Twice": ["one", "two"],
};

const accessors = {
  requestId: "req_1",
  retryAfterSeconds: 1.5,
  rateLimitSource: "provider",
  rateLimitLimit: 600,
  rateLimitRemaining: 599,
  rateLimitReset: "2026-11-21T00:00:00Z",
  creditsBalanceMicrodollars: 12_500_000,
  tokenCountModel: "gpt-5.4",
  budgets: { daily: { limit: 10, spend: 2.5 }, weekly: null, monthly: { limit: 100, spend: 42 } },
  budgetExceeded: { value: "true", period: "daily", scope: "api_key" },
  errorProvider: "fireworks_ai",
  errorRetryable: false,
  errorType: "timeout",
};

describe("every documented header has its accessor", () => {
  test("on a result, where it is not part of the JSON", async () => {
    const server = await serve(json(completion(), { headers }));
    const result = await clientOf(server).chat.completions.create(question);
    expect(result.responseHeaders).toMatchObject(accessors);
    expect(result.responseHeaders.get("x-latin1")).toBe("Grüße");
    expect(result.responseHeaders.get("X-TWICE")).toBe("one, two");
    expect(JSON.stringify(result)).toBe(JSON.stringify(completion()));
    expect(Object.keys(result)).toEqual(Object.keys(completion()));
  });

  test("on results of every resource", async () => {
    const server = await serve(json({ data: [] }, { headers }));
    const client = clientOf(server);
    const results = [
      await client.responses.create({ model: "m", input: "Hello" }),
      await client.models.list(),
      await client.models.retrieve("m"),
      await client.models.listDirectory(),
      await client.models.listRegistry(),
      await client.models.listProviders(),
      await client.me.get(),
      await client.request({ path: "/x" }),
    ];
    for (const { responseHeaders } of results) expect(responseHeaders).toMatchObject(accessors);
  });

  test("on a stream, before and after it is read", async () => {
    const server = await serve(stream(answerOf("Hi"), headers));
    const opened = await clientOf(server).chat.completions.create({ ...question, stream: true });
    expect(opened.responseHeaders).toMatchObject(accessors);
    await opened.finalCompletion();
    expect(opened.responseHeaders).toMatchObject(accessors);
    expect(opened.requestId).toBe("req_1");
  });

  test("on an error", async () => {
    const server = await serve(error(429, { type: "rate_limit_error", code: "budget_exhausted" }, headers));
    const failure = await caught(clientOf(server).chat.completions.create(question));
    expect(failure.responseHeaders).toMatchObject(accessors);
    expect(failure).toMatchObject({ requestId: "req_1", retryAfterSeconds: 1.5 });
  });
});

test("headers that are absent or unreadable are null", async () => {
  const odd = {
    "retry-after": "Sun, 06 Nov 1994 08:49:37 GMT",
    "x-ratelimit-limit-requests": "9.5",
    "x-ratelimit-remaining-requests": "many",
    "x-credits-balance-microdollars": "",
  };
  const server = await serve(json(completion(), { headers: odd }));
  const { responseHeaders } = await clientOf(server).chat.completions.create(question);
  expect(responseHeaders).toMatchObject({
    requestId: null,
    retryAfterSeconds: null,
    rateLimitLimit: null,
    rateLimitRemaining: null,
    rateLimitReset: null,
    rateLimitSource: null,
    creditsBalanceMicrodollars: null,
    budgets: { daily: null, weekly: null, monthly: null },
    budgetExceeded: null,
    errorRetryable: null,
  });
});
