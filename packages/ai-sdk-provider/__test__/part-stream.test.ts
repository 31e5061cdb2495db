import { expect, test } from "vitest";
import { type PartProducer, partStream } from "../src/core/part-stream";

/** A source of numbers that counts how far it was read. */
function source(count: number, end: Partial<PartProducer<number>> = {}) {
  const state = { read: 0, cancelled: false };
  const stream = partStream<number, number>((enqueue) => ({
    async forEach(callback) {
      for (let i = 0; i < count && !state.cancelled; i++) {
        state.read++;
        await callback(i);
      }
    },
    add: (event) => enqueue(event),
    complete: () => enqueue(-1),
    breakOff: () => enqueue(-2),
    cancel: () => {
      state.cancelled = true;
    },
    ...end,
  }));
  return { stream, state };
}

const turns = async (count = 20) => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

test("a consumer that does not read stops the source within a bound, and all of it arrives in the end", async () => {
  const { stream, state } = source(10_000);
  await turns();
  expect(state.read).toBeLessThan(100);
  const reader = stream.getReader();
  for (let i = 0; i < 10; i++) expect(await reader.read()).toEqual({ value: i, done: false });
  await turns();
  expect(state.read).toBeLessThan(120);
  for (let i = 10; i < 10_000; i++) expect((await reader.read()).value).toBe(i);
  expect(await reader.read()).toEqual({ value: -1, done: false });
  expect((await reader.read()).done).toBe(true);
});

test("cancelling reaches the source, also while it waits for room, and nothing is enqueued after it", async () => {
  const { stream, state } = source(10_000);
  await turns();
  await stream.cancel();
  await turns();
  expect(state.cancelled).toBe(true);
  expect(state.read).toBeLessThan(100);
});

test("an error of the source becomes the last part", async () => {
  const { stream } = source(0, {
    forEach: async () => {
      throw new Error("broken");
    },
  });
  const reader = stream.getReader();
  expect(await reader.read()).toEqual({ value: -2, done: false });
  expect((await reader.read()).done).toBe(true);
});

test("an error in the last part itself errors the stream instead of going unhandled", async () => {
  const { stream } = source(1, {
    complete: () => {
      throw new Error("defect");
    },
    breakOff: (error) => {
      throw error;
    },
  });
  const reader = stream.getReader();
  await reader.read().catch(() => {});
  await expect(reader.read()).rejects.toThrow("defect");
});
