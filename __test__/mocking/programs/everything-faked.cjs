// Fakes every timer there is in this process, `process.nextTick` included, and asks the gateway in it.
const assert = require("node:assert");
const FakeTimers = require("@sinonjs/fake-timers");
const { Client } = require("@auriko/sdk");
const { mockAuriko } = require("@auriko/sdk/testing");

const { nextTick } = process;
const { setTimeout: realTimeout } = globalThis;
const question = { model: "gpt-4o", messages: [{ role: "user", content: "Hello" }] };

async function main() {
  const hung = realTimeout(() => process.exit(1), 30_000);
  const early = FakeTimers.install();
  const auriko = await mockAuriko().start();
  early.uninstall();
  const clock = FakeTimers.install();
  let own = 0;
  process.nextTick(() => {
    own += 1;
  });
  const client = new Client({ maxRetries: 0, timeout: { idle: 300 } });
  auriko.enqueue("whole", { content: "late", delayMs: 30 }, { chunks: ["a", "b"], fault: "drip;bytes=200" });
  assert.equal((await client.chat.completions.create(question)).choices[0].message.content, "whole");
  assert.equal((await client.chat.completions.create(question)).choices[0].message.content, "late");
  const stream = await client.chat.completions.create({ ...question, stream: true });
  assert.equal(await stream.finalText(), "ab");
  auriko.enqueue({ content: "never ends", fault: "stall;after=1" });
  const stalled = await client.chat.completions.create({ ...question, stream: true });
  await assert.rejects(() => stalled.finalText(), { name: "APITimeoutError" });
  const faked = own === 0;
  clock.runMicrotasks();
  clock.uninstall();
  await auriko.close();
  const real = process.nextTick === nextTick;
  console.log(
    `all came; nextTick is real again: ${real}; the test's own ticks were faked: ${faked && own === 1}`,
  );
  clearTimeout(hung);
}

main();
