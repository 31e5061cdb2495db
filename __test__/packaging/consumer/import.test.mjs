import assert from "node:assert/strict";
import { test } from "node:test";
import { AuthenticationError, Client } from "@auriko/sdk";
import { startGateway } from "@auriko/sdk/testing";

test("the streamed quick start answers", async (t) => {
  const gateway = await startGateway();
  t.after(() => gateway.close());
  const client = new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl });
  const stream = await client.chat.completions.create({
    model: "gpt-5.4",
    messages: [{ role: "user", content: "Hello" }],
    stream: true,
  });
  let text = "";
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
  assert.notEqual(text, "");
  assert.equal(typeof stream.routingMetadata?.provider, "string");
  client.close();
});

test("a refused key is the documented error", async (t) => {
  const gateway = await startGateway();
  t.after(() => gateway.close());
  const client = new Client({ apiKey: "ak_test_unknown", baseUrl: gateway.baseUrl });
  const call = client.chat.completions.create({
    model: "gpt-5.4",
    messages: [{ role: "user", content: "Hello" }],
  });
  await assert.rejects(call, AuthenticationError);
  client.close();
});
