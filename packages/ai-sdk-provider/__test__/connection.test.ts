import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { createAuriko } from "../src";
import { reaching, runningGateway } from "./running-gateway";

const gateway = await runningGateway();

const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "Hi" }] }];
const model = () => createAuriko(reaching(gateway))("gpt-4o");

test("a stream that is cancelled closes the connection", async () => {
  gateway.enqueue({ chunks: ["One", "two"], fault: "stall;after=3" });
  const { stream } = await model().doStream({ prompt });
  const reader = stream.getReader();
  await reader.read();
  await reader.cancel();
  expect(await gateway.lastRequest?.closed).toBe("client");
});

test("a signal that is aborted before the call sends nothing", async () => {
  const before = gateway.requests.length;
  const abortSignal = AbortSignal.abort();
  await expect(model().doStream({ prompt, abortSignal })).rejects.toMatchObject({ name: "AbortError" });
  expect(gateway.requests.length).toBe(before);
});

test("an abort inside the stream errors it with an AbortError", async () => {
  gateway.enqueue({ chunks: ["One", "two"], fault: "stall;after=3" });
  const abort = new AbortController();
  const { stream } = await model().doStream({ prompt, abortSignal: abort.signal });
  const reader = stream.getReader();
  for (let i = 0; i < 5; i++) await reader.read();
  const next = reader.read();
  abort.abort();
  await expect(next).rejects.toMatchObject({ name: "AbortError" });
});

test("many streams on one signal leave no listeners on it", async () => {
  const { signal } = new AbortController();
  for (let i = 0; i < 20; i++) {
    const { stream } = await model().doStream({ prompt, abortSignal: signal });
    for await (const _ of stream as unknown as AsyncIterable<unknown>);
  }
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});
