import { expect, test } from "vitest";
import { BYTES, EVENTS, type Framing, TEXT } from "../../ts/native/addon";
import { type AttemptNotice, readAttemptFacts } from "../../ts/native/attempt-facts";
import { dispatcher, type WireCall } from "../../ts/native/dispatcher";
import { NativeEventReader } from "../../ts/native/event-reader";
import type { StreamEnd } from "../../ts/native/records";
import { body, error, hangAfter, json, reset, silence, stream, streamHead } from "../support/answers";
import { answerOf, chunk, completion, event } from "../support/chat";
import { type Answer, serve } from "../support/scripted-server";
import { coreClient } from "./core";

const requestTo = (baseUrl: string, framing: Framing, rest: Partial<WireCall> = {}): WireCall => ({
  method: "POST",
  url: `${baseUrl}/x`,
  authorization: null,
  headers: null,
  body: "{}",
  framing,
  ...rest,
});

/** Reads a stream to its end. */
function endOf(reader: NativeEventReader): Promise<StreamEnd> {
  return new Promise((resolve) => {
    const step = (): void => {
      for (;;) {
        const drained = reader.drain();
        if (drained === undefined) {
          reader.whenReady(step);
          return;
        }
        if (!Array.isArray(drained)) {
          resolve(drained);
          return;
        }
      }
    };
    step();
  });
}

test("an answer brings what happened on the way to it", async () => {
  const before = Date.now();
  const server = await serve(json(completion()));
  const core = coreClient();
  const first = await core.send(requestTo(server.baseUrl, TEXT)).outcome;
  const second = await core.send(requestTo(server.baseUrl, TEXT)).outcome;
  const [facts] = readAttemptFacts(first.facts);
  expect(readAttemptFacts(first.facts)).toHaveLength(1);
  expect(facts).toMatchObject({
    number: 1,
    bytesSent: 2,
    bytesReceived: JSON.stringify(completion()).length,
    httpVersion: "1.1",
    connectionReused: false,
    status: 200,
    redirects: 0,
    firstEventMs: null,
    failure: null,
    waitMs: null,
    waitReason: null,
  });
  expect(facts?.startedAt).toBeGreaterThanOrEqual(before);
  expect(facts?.headersMs).toBeGreaterThan(0);
  expect(facts?.endMs).toBeGreaterThanOrEqual(facts?.headersMs ?? Number.NaN);
  expect(readAttemptFacts(second.facts)[0]?.connectionReused).toBe(true);
});

test("each attempt has facts of its own, with why it failed and how long the next one waited", async () => {
  const server = await serve(reset, error(503, {}, { "retry-after": "1" }), json(completion()));
  const { facts, attempts } = await coreClient({ maxRetries: 2 }).send(requestTo(server.baseUrl, TEXT))
    .outcome;
  const all = readAttemptFacts(facts);
  expect(attempts).toBe(3);
  expect(all.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(all[0]).toMatchObject({ failure: "network", status: null, waitReason: "backoff" });
  expect(all[1]).toMatchObject({ failure: "status", status: 503, waitReason: "retry-after", waitMs: 1000 });
  expect(all[2]).toMatchObject({ failure: null, status: 200, waitMs: null });
});

test("a failure brings them too, and whether it may end better another time", async () => {
  const server = await serve(
    error(503),
    error(400, { type: "invalid_request_error", code: "invalid_request" }),
  );
  const core = coreClient();
  for (const [status, retryable] of [
    [503, true],
    [400, false],
  ] as const) {
    const { failure } = await core.send(requestTo(server.baseUrl, TEXT)).outcome;
    expect(failure).toMatchObject({ kind: "status", retryable });
    expect(readAttemptFacts(failure?.facts)).toMatchObject([{ status, failure: "status" }]);
  }
});

test("a stream brings them at its end, the time of its first event among them", async () => {
  const server = await serve(stream(answerOf("a", "b")));
  const { id, outcome } = coreClient().send(requestTo(server.baseUrl, EVENTS));
  const { status = 0, headers = "", attempts, facts } = await outcome;
  expect(readAttemptFacts(facts)).toMatchObject([{ status: 200, failure: null }]);
  const end = await endOf(new NativeEventReader(id, { status, headers, attempts }, () => {}));
  expect(end.end).toBe("done");
  const [ended] = readAttemptFacts(end.facts);
  expect(ended?.firstEventMs).toBeGreaterThan(0);
  expect(ended?.endMs).toBeGreaterThanOrEqual(ended?.firstEventMs ?? Number.NaN);
  expect(ended?.bytesReceived).toBe(answerOf("a", "b").length);
});

test("so does one that is cancelled, and a call that was never answered", async () => {
  const open: Answer = hangAfter(`${streamHead()}${event(chunk("a"))}`);
  const server = await serve(open, silence);
  const { id, outcome } = coreClient().send(requestTo(server.baseUrl, EVENTS));
  await outcome;
  const stopped = dispatcher().cancel(id);
  expect(readAttemptFacts(stopped.facts)).toMatchObject([{ status: 200, endMs: null }]);
  const unanswered = coreClient().send(requestTo(server.baseUrl, BYTES));
  await server.arrival(2);
  expect(readAttemptFacts(dispatcher().cancel(unanswered.id).facts)).toMatchObject([{ headersMs: null }]);
});

test("whoever listens is told of attempts and retries as they happen, before the wait", async () => {
  const server = await serve(reset, json(completion()));
  const told: AttemptNotice[] = [];
  const arrivals: number[] = [];
  const onAttempt = (event: AttemptNotice): void => {
    told.push(event);
    arrivals.push(server.exchanges.length);
  };
  const core = coreClient({ maxRetries: 1 });
  const { status } = await core.send(requestTo(server.baseUrl, TEXT, { onAttempt })).outcome;
  expect(status).toBe(200);
  expect(told.map(({ type, facts }) => [type, facts.number])).toEqual([
    ["attempt", 1],
    ["retry", 1],
    ["attempt", 2],
  ]);
  expect(told[1]?.facts).toMatchObject({ failure: "network", waitReason: "backoff" });
  // The second request was not there yet when its retry was told.
  expect(arrivals[1]).toBe(1);
});

test("a listener that throws changes nothing", async () => {
  const server = await serve(json(completion()));
  const onAttempt = (): void => {
    throw new Error("listener");
  };
  const { status } = await coreClient().send(requestTo(server.baseUrl, TEXT, { onAttempt })).outcome;
  expect(status).toBe(200);
});

test("an attempt that had no connection has sent nothing, and one that failed behind a redirect counts it", async () => {
  const refused = await coreClient().send(requestTo("http://127.0.0.1:1", TEXT)).outcome;
  expect(readAttemptFacts(refused.failure?.facts)).toMatchObject([{ failure: "connect", bytesSent: 0 }]);
  const server = await serve(body(307, "", { location: "/v1/elsewhere" }), reset);
  const lost = await coreClient().send(requestTo(server.baseUrl, TEXT)).outcome;
  expect(readAttemptFacts(lost.failure?.facts)).toMatchObject([
    { failure: "network", bytesSent: 2, redirects: 1 },
  ]);
});
