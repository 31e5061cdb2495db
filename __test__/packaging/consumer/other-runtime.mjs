// Run by Bun and by Deno, against a gateway elsewhere: node other-runtime.mjs <base URL> <key>
import assert from "node:assert/strict";
import process from "node:process";
import { APITimeoutError, APIUserAbortError, AuthenticationError, Client } from "@auriko/sdk";

const [baseUrl, apiKey] = process.argv.slice(2);
const question = { model: "gpt-5.4", messages: [{ role: "user", content: "Hello" }] };
const client = new Client({ apiKey, baseUrl });

const answer = await client.chat.completions.create(question);
const text = answer.choices[0]?.message.content;
assert.ok(text);

const stream = await client.chat.completions.create({ ...question, stream: true });
let streamed = "";
for await (const chunk of stream) streamed += chunk.choices[0]?.delta.content ?? "";
assert.equal(streamed, text);

const many = Array.from({ length: 50 }, async () =>
  (await client.chat.completions.create({ ...question, stream: true })).finalText(),
);
assert.deepEqual(new Set(await Promise.all(many)), new Set([text]));

const stalled = { headers: { "x-gateway-fault": "stall;after=1" }, maxRetries: 0 };
const silent = await client.chat.completions.create(
  { ...question, stream: true },
  { ...stalled, timeout: { idle: 50 } },
);
await assert.rejects(silent.finalText(), APITimeoutError);

const controller = new AbortController();
const aborted = await client.chat.completions.create(
  { ...question, stream: true },
  { ...stalled, signal: controller.signal },
);
setTimeout(() => controller.abort(), 20);
await assert.rejects(aborted.finalText(), APIUserAbortError);

const stranger = new Client({ apiKey: "ak_test_unknown", baseUrl });
await assert.rejects(Promise.resolve(stranger.models.list()), AuthenticationError);

stranger.close();
client.close();
console.log("all good");
