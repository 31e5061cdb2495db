import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { startGateway } from "../../../gateway";

/** A gateway for the tests of the surrounding `describe`; each of them finds it without requests, replies and faults. */
export function runningGateway() {
  const running = { gateway: undefined };
  beforeAll(async () => {
    running.gateway = await startGateway();
  });
  beforeEach(() => running.gateway.reset());
  afterAll(() => running.gateway?.close());
  return running;
}

/** Lets the next request fail with a rate limit and sees to it that `ask` waits as told, then tries again. */
export async function expectRetryAfter(gateway, ask) {
  gateway.failNext("429;retry-after=1");
  const begun = performance.now();
  const answer = await ask();
  expect(gateway.requests.map(({ status }) => status)).toEqual([429, 200]);
  expect(performance.now() - begun).toBeGreaterThan(900);
  return answer;
}

/** What a promise that has to fail is rejected with. */
export const rejection = (promise) =>
  promise.then(
    () => expect.unreachable("this had to fail"),
    (error) => error,
  );

/** All items of an async iterable. */
export async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** Parameters of a tool that takes a city. */
export const city = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};
