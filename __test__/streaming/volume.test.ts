import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { type ChatCompletionStream, Client } from "../../ts";

/** The soak run turns the volume up. */
const soak = process.env.AURIKO_SOAK === "1";
const streamsPerRound = soak ? 25_000 : 150;
const chunksOfLongStream = soak ? 1_000_000 : 120_000;

const CHARACTERS = 20;

const question = {
  model: "gpt-5.4",
  messages: [{ role: "user" as const, content: "Hello" }],
  stream: true as const,
};

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes in use after everything that can be collected was. */
async function usedBytes(): Promise<number> {
  for (let i = 0; i < 5; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe("in great numbers", () => {
  let gateway: Gateway;
  let client: Client;
  beforeAll(async () => {
    gateway = await startGateway({ keepRequests: 1 });
    client = new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl, maxRetries: 0 });
  });
  afterAll(async () => {
    client.close();
    await gateway.close();
  });

  /** One signal for all streams, as a server has it for its shutdown. */
  const { signal } = new AbortController();

  const ends: Record<string, { fault?: string; end: (stream: ChatCompletionStream) => unknown }> = {
    finished: { end: (stream) => stream.finalCompletion() },
    failed: { fault: "truncate;after=2", end: (stream) => stream.finalCompletion().catch(() => {}) },
    aborted: { end: (stream) => stream.abort() },
    abandoned: { end: (stream) => stream[Symbol.asyncIterator]().next() },
  };

  test.each(Object.entries(ends))(
    "streams that are %s leave no memory behind",
    async (_how, { fault, end }) => {
      const headers = fault === undefined ? {} : { "x-gateway-fault": fault };
      const one = async () =>
        void (await end(await client.chat.completions.create(question, { signal, headers })));
      const round = async (streams: number) => {
        for (let i = 0; i < streams; i += 10) await Promise.all(Array.from({ length: 10 }, one));
        return usedBytes();
      };
      await round(100);
      const before = await round(50);
      const after = await round(streamsPerRound);
      // A stream that is kept weighs several kilobytes; what remains here is noise of the gateway in the same process.
      expect(after - before).toBeLessThan(streamsPerRound * 500 + 3_000_000);
      await expect.poll(() => client.ledger.inFlight, { timeout: 5_000 }).toBe(0);
    },
    900_000,
  );

  test("a consumer that stops reading stops the server, and a long stream read slowly holds bounded memory", async () => {
    const chunks = Array.from({ length: chunksOfLongStream }, (_, i) => `${i} `.padEnd(CHARACTERS, "x"));
    gateway.enqueue({ chunks });
    const stream = await client.chat.completions.create(question, { timeout: { idle: 1000 } });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    // Longer than the idle timeout, which must not run while nobody reads.
    await new Promise((resolve) => setTimeout(resolve, 1200));
    let sent = -1;
    while (sent !== gateway.lastRequest?.eventsSent) {
      sent = gateway.lastRequest?.eventsSent ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(sent).toBeLessThan(chunksOfLongStream / 2);
    let seen = 1;
    let most = 0;
    const before = await usedBytes();
    while (!(await iterator.next()).done) {
      if (++seen % 20_000 !== 0) continue;
      await new Promise((resolve) => setTimeout(resolve, 2));
      most = Math.max(most, (await usedBytes()) - before);
    }
    expect(seen).toBeGreaterThanOrEqual(chunksOfLongStream);
    // The text itself, once as collected and once as it is joined, and a bounded rest.
    expect(most).toBeLessThan(chunksOfLongStream * CHARACTERS * 2 + 30_000_000);
    expect((await stream.finalText()).length).toBe(chunksOfLongStream * CHARACTERS);
  }, 900_000);
});
