import { expect, test } from "vitest";
import type { AurikoAPIError } from "../../ts/index";
import { ChatCompletionStream } from "../../ts/index";
import { error, hangAfter, json, silence, stream, streamHead } from "../support/answers";
import { answerOf, chunk, completion, event, question } from "../support/chat";
import { caught, clientOf } from "../support/client";
import { serve } from "../support/scripted-server";

test("a result has its timings, which its JSON does not show", async () => {
  const server = await serve(error(503, {}, { "retry-after-ms": "20" }), json(completion()));
  const before = Date.now();
  const result = await clientOf(server, { maxRetries: 1 }).chat.completions.create(question);
  const { timings } = result;
  expect(timings.startedAt).toBeGreaterThanOrEqual(before);
  expect(timings.attempts).toMatchObject([
    { number: 1, status: 503, failure: "status" },
    { number: 2, status: 200, failure: null, bytesSent: JSON.stringify(question).length },
  ]);
  expect(timings.retryWaitMs).toBe(timings.attempts[0]?.waitMs);
  expect(timings.headersMs).toBeGreaterThanOrEqual(timings.retryWaitMs);
  expect(timings.totalMs).toBeGreaterThanOrEqual(timings.headersMs ?? Number.NaN);
  expect(timings.firstEventMs).toBeNull();
  expect(result.timings).toBe(timings);
  expect(JSON.parse(JSON.stringify(result))).toEqual(completion());
  expect({ ...result }).not.toHaveProperty("timings");
});

test("a stream's timings are complete when it has ended", async () => {
  const server = await serve(stream(answerOf("a", "b")));
  const opened = await clientOf(server).chat.completions.create({ ...question, stream: true });
  expect(opened.timings).toMatchObject({ totalMs: null, headersMs: expect.any(Number) });
  await opened.finalCompletion();
  expect(opened.timings).toMatchObject({
    firstEventMs: expect.any(Number),
    totalMs: expect.any(Number),
    attempts: [{ number: 1, status: 200, endMs: expect.any(Number) }],
  });
});

test("a stream that was left knows when, and so do the branches of tee()", async () => {
  const server = await serve(hangAfter(streamHead() + event(chunk("Hel"))));
  const opened = await clientOf(server).chat.completions.create({ ...question, stream: true });
  const [first, second] = opened.tee();
  for await (const _ of first) break;
  second.close();
  expect(opened.timings?.totalMs).toEqual(expect.any(Number));
  expect(first.timings).toMatchObject({ attempts: [{ number: 1, status: 200 }] });
});

test("a stream that was received elsewhere has none", () => {
  const bytes = new Response(answerOf("Hi")).body as never;
  expect(ChatCompletionStream.fromReadableStream(bytes).timings).toBeNull();
});

test("an error has the timings of what failed, and hides them from JSON", async () => {
  const server = await serve(silence);
  const failed = await caught(
    clientOf(server, { timeout: { headers: 40 } }).chat.completions.create(question),
  );
  expect(failed.timings).toMatchObject({ headersMs: null, attempts: [{ number: 1, failure: "timeout" }] });
  expect(failed.timings?.totalMs).toBeGreaterThanOrEqual(40);
  expect(failed.toJSON()).not.toHaveProperty("timings");
  expect(Object.keys(failed)).not.toContain("timings");
});

test("an error of a stream has them, and so has one of a document that is none", async () => {
  const server = await serve(stream(event(chunk("Hel"))), json({ error: { message: "Odd." } }));
  const client = clientOf(server);
  const opened = await client.chat.completions.create({ ...question, stream: true });
  const cut: AurikoAPIError = await caught(opened.finalCompletion());
  expect(cut.timings).toMatchObject({ attempts: [{ status: 200, failure: null }] });
  const odd = await caught(client.chat.completions.create(question));
  expect(odd.timings).toMatchObject({ attempts: [{ status: 200 }], totalMs: expect.any(Number) });
});

test("a call that was refused took no attempt", async () => {
  const refused = await caught(
    clientOf(await serve(silence)).chat.completions.create({ ...question, temperature: Number.NaN }),
  );
  expect(refused.timings).toMatchObject({ attempts: [], headersMs: null, retryWaitMs: 0 });
});

test("a request that was sent again in another form counts all of its attempts", async () => {
  const refusal = error(400, { code: "response_format_not_supported", param: "response_format" });
  const server = await serve(refusal, json(completion("{}")));
  const schema = { type: "json_schema" as const, json_schema: { name: "x", schema: { type: "object" } } };
  const asked = clientOf(server).chat.completions.create({ ...question, response_format: schema });
  const outcome = await asked.catch((cause: AurikoAPIError) => cause);
  expect(outcome.timings?.attempts.map(({ number }) => number)).toEqual(
    server.requests.map((_, index) => index + 1),
  );
});

test("the wait for a turn is told apart", async () => {
  const server = await serve(json(completion()));
  const client = clientOf(server, { limits: { concurrency: 1 } });
  const both = await Promise.all([1, 2].map(() => client.chat.completions.create(question)));
  for (const { timings } of both) {
    expect(timings.attempts).toMatchObject([{ queuedMs: expect.any(Number) }]);
    expect(timings.queuedMs).toBe(timings.attempts[0]?.queuedMs);
    expect(timings.totalMs).toBeGreaterThanOrEqual(timings.queuedMs);
  }
  const free = await clientOf(server).chat.completions.create(question);
  expect(free.timings).toMatchObject({ queuedMs: 0, attempts: [{ queuedMs: null }] });
});
