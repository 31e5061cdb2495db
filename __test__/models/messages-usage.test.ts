import { describe, expect, test } from "vitest";
import { tokenCountsOf } from "../../ts/index";
import * as answers from "../support/answers";
import { clientOf } from "../support/client";
import { serve } from "../support/scripted-server";

const usage = {
  input_tokens: 300,
  output_tokens: 200,
  cache_read_input_tokens: 1200,
  cache_creation_input_tokens: 100,
};
const body = { model: "claude", max_tokens: 100, messages: [{ role: "user", content: "Hello" }] };
const ask = { method: "POST", path: "/messages", body } as const;

describe("answers of /messages", () => {
  test("count the whole prompt, although their input_tokens leave out what the cache has to do with", () => {
    expect(tokenCountsOf(usage)).toEqual({
      inputTokens: 1600,
      outputTokens: 200,
      cachedTokens: 1200,
      cacheWriteTokens: 100,
    });
  });

  test("are booked in the ledger with their tokens and their cost", async () => {
    const routing_metadata = { provider: "anthropic", model_canonical: "claude", cost: { usd: 0.5 } };
    const server = await serve(answers.json({ type: "message", model: "claude", usage, routing_metadata }));
    const client = clientOf(server);
    await client.request(ask);
    expect(client.ledger.total).toMatchObject({ requests: 1, costUsd: 0.5 });
  });

  test("can be streamed, with the cache's figures in their first event", async () => {
    const start = { type: "message_start", message: { usage } };
    const server = await serve(answers.stream(`event: message_start\ndata: ${JSON.stringify(start)}\n\n`));
    const response = await clientOf(server)
      .request({ ...ask, body: { ...body, stream: true } })
      .asResponse();
    const data = /^data: (.*)$/m.exec(await response.text())?.[1] ?? "";
    expect(tokenCountsOf(JSON.parse(data).message.usage).cachedTokens).toBe(1200);
  });
});
