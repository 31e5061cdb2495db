import { expect, test } from "vitest";
import { error, json } from "../support/answers";
import { clientOf } from "../support/client";
import { type Exchange, serve } from "../support/scripted-server";
import { BatchFiles, requests } from "./batch-files";

const ALLOWED = 50;
/** A minute, in short. */
const WINDOW_MS = 200;
const LINES = 1_200;

test("a server that allows fifty requests in each window refuses less than 2 % of a batch, and all are answered", async () => {
  let ends = Number.POSITIVE_INFINITY;
  let taken = 0;
  let refused = 0;
  const server = await serve((exchange: Exchange) => {
    const now = Date.now();
    if (now >= ends) [ends, taken] = [Math.ceil((now + 1) / WINDOW_MS) * WINDOW_MS, 0];
    if (taken === ALLOWED) {
      // The first window ends behind its first refusal, so that there is one on a machine of any speed.
      if (refused++ === 0) ends = now + WINDOW_MS;
      const wait = (ends - now + 5) / 1000;
      const limit = { type: "rate_limit_error", code: "rate_limit_exceeded" };
      return error(429, limit, { "retry-after": String(wait) })(exchange);
    }
    taken++;
    return json({ object: "chat.completion", model: "gpt-5.4", choices: [] })(exchange);
  });
  const files = new BatchFiles(requests(Array.from({ length: LINES }, (_, index) => index)));
  const summary = await clientOf(server).batch(files.input, { output: files.output, concurrency: 16 });
  expect(summary).toMatchObject({ complete: true, run: { succeeded: LINES } });
  expect(refused).toBeGreaterThan(0);
  expect(refused / server.requests.length).toBeLessThan(0.02);
}, 60_000);
