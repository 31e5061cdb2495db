import { describe, expect, test } from "vitest";
import { clientOf, KEY } from "../support/client";
import { serve } from "../support/scripted-server";
import { eventOf, recordChannels, typesOf } from "./recorder";
import { scenarios } from "./scenarios";

describe.each(Object.entries(scenarios))("a call that is %s", (_name, { answers, options, run, story }) => {
  test("tells its story in order, once", async () => {
    const events = recordChannels();
    const server = await serve(...answers);
    await run(clientOf(server, options)).catch(() => {});
    expect(typesOf(events)).toEqual(story);
    expect(new Set(events.map(({ call }) => call)).size).toBe(1);
    expect(JSON.stringify(events, withErrors)).not.toContain(KEY);
  });
});

function withErrors(_name: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return { ...value, message: value.message, stack: value.stack, cause: value.cause };
}

test("a call tells where it went, what it asked for and what it cost", async () => {
  const events = recordChannels();
  const { answers, run } = scenarios.plain ?? never();
  const server = await serve(...answers);
  await run(clientOf(server, { headers: { "x-team": "blue", "x-api-key": "hidden-from-all" } }));
  const { call, headers, sends } = eventOf(events, "start");
  expect(call).toMatchObject({
    method: "POST",
    path: "/chat/completions",
    url: `${server.baseUrl}/chat/completions`,
    model: "gpt-5.4",
    stream: false,
  });
  expect(sends).toBe(true);
  expect(headers).toMatchObject({
    authorization: "[redacted]",
    "x-api-key": "[redacted]",
    "x-team": "blue",
    "content-type": "application/json",
  });
  expect(eventOf(events, "headers")).toMatchObject({ status: 200, requestId: "req_1", attempts: 1 });
  expect(eventOf(events, "end")).toMatchObject({
    outcome: "completed",
    status: 200,
    requestId: "req_1",
    attempts: 1,
    model: "gpt-5.4",
    finishReasons: ["stop"],
    usage: { total_tokens: 2 },
    route: { provider: "fireworks_ai", strategy: "cost", costUsd: 0.0021 },
    timings: { attempts: [{ number: 1, status: 200 }] },
  });
});

test("a stream that nobody reads to its end says how it was left", async () => {
  const events = recordChannels();
  const { answers, run } = scenarios.closed ?? never();
  await run(clientOf(await serve(...answers)));
  expect(eventOf(events, "end")).toMatchObject({ outcome: "closed", status: 200, finishReasons: [null] });
});

test("an abort is told as one, and a timeout is not", async () => {
  for (const [name, aborted] of [
    ["aborted", true],
    ["timed out", false],
  ] as const) {
    const events = recordChannels();
    const { answers, options, run } = scenarios[name] ?? never();
    await run(clientOf(await serve(...answers), options)).catch(() => {});
    expect(eventOf(events, "error")).toMatchObject({ aborted, attempts: 1 });
  }
});

test("a redirect is no attempt of its own", async () => {
  const events = recordChannels();
  const { answers, run } = scenarios.redirected ?? never();
  await run(clientOf(await serve(...answers)));
  expect(eventOf(events, "end").timings.attempts).toMatchObject([{ number: 1, redirects: 1 }]);
});

function never(): never {
  throw new Error("there is no such scenario");
}
