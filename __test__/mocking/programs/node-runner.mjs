// What a user of node:test writes: no hooks are named, `node --test` has them.
import assert from "node:assert";
import { after, test } from "node:test";
import { Client } from "@auriko/sdk";
import { mockAuriko } from "@auriko/sdk/testing";

const auriko = mockAuriko({ respond: "unscripted" });
const ask = async () => {
  const { choices } = await new Client({ maxRetries: 1 }).chat.completions.create({
    model: "gpt-4o",
    messages: [{ role: "user", content: "Hello" }],
  });
  return choices[0]?.message.content;
};

test("answers what is scripted", async () => {
  auriko.enqueue("Paris.", "left over");
  assert.equal(await ask(), "Paris.");
  auriko.assertRequested({ model: "gpt-4o" }, 1);
});

test("begins anew", async () => {
  assert.equal(auriko.requests.length, 0);
  assert.equal(await ask(), "unscripted");
});

test("answers and retries while timers are mocked", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "setInterval", "setImmediate"] });
  auriko.failNext("503");
  auriko.enqueue({ content: "late", delayMs: 20 });
  assert.equal(await ask(), "late");
  assert.equal(auriko.requests.length, 2);
});

test("one of its own within a test ends with it", async () => {
  const inner = await mockAuriko({ hooks: false, respond: "inner" }).start();
  assert.equal(await ask(), "inner");
  await inner.close();
  assert.equal(await ask(), "unscripted");
});

after(() =>
  assert.equal(
    process.env.AURIKO_BASE_URL === undefined || process.env.AURIKO_BASE_URL === auriko.baseUrl,
    true,
  ),
);
