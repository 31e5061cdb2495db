import { expect, test } from "vitest";
import type { BatchResult } from "../../ts/index";
import { json } from "../support/answers";
import { caught, clientOf } from "../support/client";
import { serve } from "../support/scripted-server";
import { BatchFiles, requests } from "./batch-files";

const good = json({ object: "chat.completion", model: "gpt-5.4", choices: [], usage: { prompt_tokens: 1 } });

async function all(results: AsyncIterable<BatchResult>): Promise<BatchResult[]> {
  const found: BatchResult[] = [];
  for await (const result of results) found.push(result);
  return found;
}

test("results are what a loop over the batch gives, and the summary follows", async () => {
  const server = await serve(good);
  const batch = clientOf(server).batch(requests(Array.from({ length: 300 }, (_, index) => index)));
  const results = await all(batch);
  expect(new Set(results.map(({ custom_id }) => custom_id)).size).toBe(300);
  expect(results[0]?.response?.body).toMatchObject({ object: "chat.completion" });
  expect(await batch).toMatchObject({ complete: true, run: { succeeded: 300, inputTokens: 300 } });
});

test("bodies need no envelope: their number is their id, and shorthands are written out as ever", async () => {
  const server = await serve(good);
  const batch = clientOf(server).batch(
    [
      { messages: [{ role: "user", content: "Hi" }], model: "m", routing: { optimize: "cost-focus" } },
      { input: "Hi", model: "m" },
      { body: { messages: [{ role: "user", content: "Hi" }] } },
    ],
    { model: "default", concurrency: 1 },
  );
  expect((await all(batch)).map(({ custom_id }) => custom_id)).toEqual(["1", "2", "3"]);
  expect(server.requests.map(({ target }) => target)).toEqual([
    "/v1/chat/completions",
    "/v1/responses",
    "/v1/chat/completions",
  ]);
  expect(JSON.parse(String(server.requests[0]?.body))).toMatchObject({
    gateway: { routing: { optimize: "cost-focus" } },
  });
  expect(JSON.parse(String(server.requests[2]?.body))).toMatchObject({ model: "default" });
});

test("whoever makes the requests is held back while enough are under way", async () => {
  const server = await serve(() => {});
  let made = 0;
  async function* endless() {
    for (;;) {
      made++;
      yield { model: "m", input: "Hi" };
    }
  }
  const client = clientOf(server);
  const batch = client.batch(endless(), { concurrency: 2 });
  const results = all(batch);
  await server.arrival(2);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(made).toBeLessThan(200);
  client.close();
  await caught(results);
});

test("a loop that is slow slows the batch down", async () => {
  const server = await serve(good);
  const batch = clientOf(server).batch(requests(Array.from({ length: 100 }, (_, index) => index)), {
    concurrency: 3,
  });
  for await (const _ of batch) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    // Those in flight, and those that were taken at once.
    expect(server.requests.length).toBeLessThan(10);
    break;
  }
});

test("leaving the loop gives up what is in flight and lets the source go", async () => {
  let closed = false;
  async function* source() {
    try {
      yield { model: "m", input: "quick" };
      yield { model: "m", input: "slow" };
      yield { model: "m", input: "slow" };
    } finally {
      closed = true;
    }
  }
  const server = await serve(good, () => {});
  const batch = clientOf(server).batch(source(), { concurrency: 1 });
  const gone = server.arrival(2).then((exchange) => exchange.closed);
  for await (const result of batch) {
    expect(result.custom_id).toBe("1");
    await server.arrival(2);
    break;
  }
  await gone;
  expect((await caught(batch)).name).toBe("AbortError");
  await expect.poll(() => closed).toBe(true);
});

test("requests of an iterable may go to a file, and are not asked again either", async () => {
  const server = await serve(good);
  const files = new BatchFiles([]);
  const client = clientOf(server);
  const run = () => client.batch(requests(["a", "b"]), { output: files.output });
  await run();
  expect(await run()).toMatchObject({ skipped: 2, run: { succeeded: 0 }, total: { succeeded: 2 } });
  expect(server.requests).toHaveLength(2);
});

test("what the source throws ends the batch once what is in flight has ended", async () => {
  const mine = new Error("the database is gone");
  async function* source() {
    yield { model: "m", input: "Hi" };
    throw mine;
  }
  const server = await serve(good);
  const files = new BatchFiles([]);
  await expect(clientOf(server).batch(source(), { output: files.output })).rejects.toBe(mine);
  expect(files.results()).toHaveLength(server.requests.length);
});

test("a request that is none becomes an error line, and one that JSON can't hold ends the batch", async () => {
  const server = await serve(good);
  const results = await all(
    clientOf(server).batch([
      { custom_id: "a", body: {} },
      { model: "m", input: "Hi" },
    ] as never),
  );
  expect(results.find(({ custom_id }) => custom_id === "a")?.error?.code).toBe("invalid_line");
  expect(results.find(({ custom_id }) => custom_id === "2")?.error).toBeNull();
  const circular: Record<string, unknown> = { model: "m", input: "Hi" };
  circular.metadata = circular;
  const failure = await caught(all(clientOf(server).batch([circular] as never)));
  expect(failure).toMatchObject({ name: "BadRequestError" });
});

test("results that would go nowhere are refused, and so is a second loop", async () => {
  const server = await serve(good);
  const files = new BatchFiles(requests(["a"]));
  const client = clientOf(server);
  expect((await caught(client.batch(files.input))).param).toBe("output");
  expect((await caught(all(client.batch(files.input, { output: files.output })))).param).toBe("output");
  const batch = client.batch(files.input);
  await all(batch);
  expect((await caught(all(batch))).param).toBe("batch");
  expect(() => batch.on("end" as never, () => {})).toThrow("progress");
});
