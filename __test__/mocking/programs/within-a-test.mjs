// What a user of node:test may write: mocks in the middle of a test, which belong to that test.
import assert from "node:assert";
import { test } from "node:test";
import { Client } from "@auriko/sdk";
import { mockAuriko } from "@auriko/sdk/testing";

const ask = async () => {
  const { choices } = await new Client({ maxRetries: 0 }).chat.completions.create({
    model: "gpt-4o",
    messages: [{ role: "user", content: "Hello" }],
  });
  return choices[0]?.message.content;
};

test("one that is not used", () => {
  mockAuriko();
});

test("one that is used", async () => {
  const auriko = await mockAuriko({ respond: "inner" }).start();
  assert.equal(await ask(), "inner");
  auriko.assertRequested({ model: "gpt-4o" }, 1);
});

test("one that the test closes itself", async () => {
  const auriko = await mockAuriko({ respond: "mine" }).start();
  assert.equal(await ask(), "mine");
  await auriko.close();
});

test("nothing is left of them", () => {
  assert.equal(process.env.AURIKO_BASE_URL, undefined);
});
