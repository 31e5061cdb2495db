import { createHook } from "node:async_hooks";
import { expect, test, vi } from "vitest";
import { dispatcher } from "../../ts/native/dispatcher";
import { error, json, stream } from "../support/answers";
import { answerOf, completion, question } from "../support/chat";
import { clientOf } from "../support/client";
import { type Answer, serve } from "../support/scripted-server";
import { listenTo } from "./recorder";

/** What crosses of attempts, and what is made for listeners, while a retried call and a stream run. */
async function countsOf(options: object = {}) {
  const script: Answer[] = [
    error(503, {}, { "retry-after-ms": "1" }),
    json(completion()),
    stream(answerOf("Hi")),
  ];
  const client = clientOf(await serve(...script), { maxRetries: 1, ...options });
  const shared = dispatcher();
  const request = vi.spyOn(shared.native, "request");
  const attempt = vi.spyOn(shared, "attempt");
  let resources = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === "AurikoRequest") resources += 1;
    },
  }).enable();
  try {
    await client.chat.completions.create(question);
    await (await client.chat.completions.create({ ...question, stream: true })).finalText();
    const observed = request.mock.calls.map((values) => values[8]);
    return { observed, notices: attempt.mock.calls.length, resources };
  } finally {
    hook.disable();
    request.mockRestore();
    attempt.mockRestore();
  }
}

test("while nobody listens, no attempt crosses and nothing is made to tell of it", async () => {
  expect(await countsOf()).toEqual({ observed: [false, false], notices: 0, resources: 0 });
});

test("who listens makes one resource for each call, and attempts cross only for those who follow them", async () => {
  const listening = { observed: [false, false], notices: 0, resources: 2 };
  expect(await countsOf({ onError: () => {} })).toEqual(listening);
  expect(await countsOf({ logger: () => {}, logLevel: "error" })).toEqual(listening);
  const following = { observed: [true, true], notices: 4, resources: 2 };
  expect(await countsOf({ onRetry: () => {} })).toEqual(following);
  listenTo("tracing:auriko.request:asyncEnd", () => {});
  expect(await countsOf()).toEqual(listening);
  listenTo("auriko:request:attempt", () => {});
  expect(await countsOf()).toEqual(following);
});
