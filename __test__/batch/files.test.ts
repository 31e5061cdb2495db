import { existsSync, readFileSync, truncateSync } from "node:fs";
import { expect, test } from "vitest";
import { BadRequestError } from "../../ts/index";
import { error, json } from "../support/answers";
import { caught, clientOf, KEY } from "../support/client";
import { serve } from "../support/scripted-server";
import { BatchFiles, requests } from "./batch-files";

const completion = {
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_790_000_000,
  model: "gpt-5.4",
  choices: [{ index: 0, message: { role: "assistant", content: "Hi." }, finish_reason: "stop" }],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  routing_metadata: { provider: "openai", cost: { usd: 0.25 } },
};
const good = json(completion, { headers: { "x-request-id": "req_1" } });

test("a batch goes from file to file and says what it came to by model and provider", async () => {
  const server = await serve(good);
  const files = new BatchFiles(requests(["a", "b", "c"]));
  const client = clientOf(server, { headers: { "x-team": "blue" } });
  const summary = await client.batch(files.input, { output: files.output, concurrency: 2 });
  expect(summary).toMatchObject({
    complete: true,
    stopped: null,
    skipped: 0,
    askedAgain: 0,
    repaired: false,
  });
  expect(summary.run).toMatchObject({
    succeeded: 3,
    failed: 0,
    inputTokens: 9,
    outputTokens: 6,
    costUsd: 0.75,
  });
  expect(summary.routes).toEqual([{ model: "gpt-5.4", provider: "openai", ...summary.run }]);
  const results = files.results();
  expect(results.map(({ custom_id }) => custom_id).sort()).toEqual(["a", "b", "c"]);
  expect(results[0]).toMatchObject({
    response: { status_code: 200, request_id: "req_1", body: completion },
    error: null,
    facts: { model: "gpt-5.4", attempts: 1 },
  });
  const [first] = server.requests;
  expect(first?.headers).toMatchObject({
    authorization: `Bearer ${KEY}`,
    "x-team": "blue",
    "content-type": "application/json",
    "user-agent": expect.stringMatching(/^auriko-typescript\//),
  });
});

test("what is in the output is not asked again, and a half written line is repaired", async () => {
  const server = await serve(good);
  const files = new BatchFiles(requests(["a", "b"]));
  const client = clientOf(server);
  const run = () => client.batch(files.input, { output: files.output, concurrency: 1 });
  await run();
  truncateSync(files.output, readFileSync(files.output).length - 5);
  expect(await run()).toMatchObject({
    repaired: true,
    skipped: 1,
    run: { succeeded: 1 },
    total: { succeeded: 2 },
  });
  expect(await run()).toMatchObject({
    repaired: false,
    skipped: 2,
    run: { succeeded: 0 },
    total: { costUsd: 0.5 },
  });
  expect(server.requests).toHaveLength(3);
  expect(files.results()).toHaveLength(2);
});

test("failures stay until they are asked for again", async () => {
  const server = await serve(error(404, { type: "not_found_error", code: "model_not_found" }), good);
  const files = new BatchFiles(requests(["a"]));
  const client = clientOf(server);
  expect(await client.batch(files.input, { output: files.output })).toMatchObject({
    complete: false,
    run: { failed: 1 },
    routes: [{ model: "gpt-5.4", provider: "(unknown)", failed: 1 }],
  });
  expect(files.results()[0]).toMatchObject({
    response: { status_code: 404 },
    error: { code: "model_not_found", status: 404, message: "It failed.", attempts: 1, line: 1 },
  });
  const again = await client.batch(files.input, { output: files.output, retryFailed: true });
  expect(again).toMatchObject({ complete: true, retried: 1, total: { succeeded: 1, failed: 0 } });
});

test("the limit on cost holds, and so does that of the client, whose ledger counts the batch", async () => {
  const server = await serve(good);
  const files = new BatchFiles(requests(Array.from({ length: 20 }, (_, index) => index)));
  const client = clientOf(server, { maxCostUsd: 1 });
  const own = await client.batch(files.input, { output: files.output, concurrency: 1, maxCostUsd: 0.5 });
  expect(own).toMatchObject({ stopped: "max_cost", run: { succeeded: 2 } });
  expect(client.ledger.total).toMatchObject({ requests: 2, completed: 2, inputTokens: 6, costUsd: 0.5 });
  expect(client.ledger.byModel["gpt-5.4"]).toMatchObject({ requests: 2 });
  expect(client.ledger.byProvider.openai).toMatchObject({ costUsd: 0.5 });
  const shared = await client.batch(files.input, { output: files.output, concurrency: 1 });
  expect(shared).toMatchObject({ stopped: "max_cost", run: { succeeded: 2 }, total: { succeeded: 4 } });
  expect([client.ledger.remainingUsd, client.ledger.inFlight]).toEqual([0, 0]);
  const refused = await caught(client.batch(files.input, { output: files.output }));
  expect(refused.name).toBe("SpendLimitError");
});

test("a batch tells how far it is, and ends in order when its signal says so", async () => {
  const server = await serve(async (exchange) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await good(exchange);
  });
  const files = new BatchFiles(requests(Array.from({ length: 500 }, (_, index) => index)));
  const stop = new AbortController();
  const seen: number[] = [];
  const batch = clientOf(server)
    .batch(files.input, { output: files.output, concurrency: 4, signal: stop.signal, progressInterval: 10 })
    .on("progress", ({ run }) => {
      seen.push(run.succeeded);
      if (run.succeeded > 4) stop.abort();
    });
  const summary = await batch;
  expect(summary).toMatchObject({ complete: false, stopped: "requested" });
  expect(summary.run.succeeded).toBe(files.results().length);
  expect(server.requests).toHaveLength(summary.run.succeeded);
  expect(seen.at(-1)).toBe(summary.run.succeeded);
  expect(batch.progress?.inFlight).toBe(0);
  expect(existsSync(`${files.output}.lock`)).toBe(false);
});

test("a key that is a function is asked at the start, and again when it is not taken", async () => {
  const refusal = error(401, {
    type: "authentication_error",
    code: "invalid_api_key",
    message: "No such key.",
  });
  const server = await serve(good, refusal, good);
  const files = new BatchFiles(requests(["a", "b", "c"]));
  const keys = ["first", "second", "third"];
  const client = clientOf(server, { apiKey: async () => keys.shift() ?? "none" });
  const summary = await client.batch(files.input, { output: files.output, concurrency: 1 });
  expect(summary).toMatchObject({ complete: true, run: { succeeded: 3 } });
  const sent = server.requests.map(({ headers }) => headers.authorization);
  expect(sent).toEqual(["Bearer first", "Bearer first", "Bearer second", "Bearer second"]);
});

test("a key that is not taken ends the batch with its error, and what the function throws is thrown", async () => {
  const refusal = error(401, {
    type: "authentication_error",
    code: "invalid_api_key",
    message: "No such key.",
  });
  const server = await serve(refusal);
  const files = new BatchFiles(requests(["a"]));
  const failure = await caught(clientOf(server).batch(files.input, { output: files.output }));
  expect(failure).toMatchObject({ name: "AuthenticationError", code: "invalid_api_key" });
  expect(failure.message).toContain("No such key.");
  expect(files.results()).toEqual([]);
  const mine = new Error("the vault is closed");
  const closed = clientOf(server, { apiKey: () => Promise.reject(mine) });
  await expect(closed.batch(files.input, { output: files.output })).rejects.toBe(mine);
});

test("options, files and hooks that can't be right are refused by name before anything is sent", async () => {
  const server = await serve(good);
  const files = new BatchFiles(requests(["a"]));
  const { output } = files;
  for (const [options, param] of [
    [{ output, concurrency: 0 }, "concurrency"],
    [{ output, maxCostUsd: -1 }, "maxCostUsd"],
    [{ output, maxFailures: 0.5 }, "maxFailures"],
    [{ output, shard: "16/16" }, "shard"],
    [{ output, shard: "x" }, "shard"],
    [{ output, shard: { index: 0, count: 0 } }, "shard.count"],
    [{ output, sync: "sometimes" }, "sync"],
    [{ output, signal: {} }, "signal"],
    [{ output, model: " " }, "model"],
    [{ output, maxCost: 1 }, "maxCost"],
    [{ output, progressInterval: 1 }, "progressInterval"],
    [{ retryFailed: true }, "retryFailed"],
    [{ output: "" }, "output"],
    [{ output: files.path("no/such/folder") }, "output"],
    [{ output: files.input }, "output"],
  ] as const) {
    const failure = await caught(clientOf(server).batch(files.input, options as never));
    expect(failure, param).toBeInstanceOf(BadRequestError);
    expect(failure.param).toBe(param);
  }
  expect((await caught(clientOf(server).batch(files.path("nothing"), { output }))).param).toBe("input");
  expect((await caught(clientOf(server).batch(7 as never, { output }))).param).toBe("input");
  const hooked = clientOf(server, { onRequest: () => ({ headers: { "x-signed": "1" } }) });
  expect((await caught(hooked.batch(files.input, { output }))).param).toBe("onRequest");
  await hooked.withOptions({ onRequest: null }).batch(files.input, { output });
  expect(server.requests).toHaveLength(1);
});

test("closing the client gives a batch up", async () => {
  const server = await serve(() => {});
  const files = new BatchFiles(requests(["a"]));
  const client = clientOf(server);
  const batch = client.batch(files.input, { output: files.output });
  const { closed } = await server.arrival();
  client.close();
  expect((await caught(batch)).name).toBe("AbortError");
  await closed;
});
