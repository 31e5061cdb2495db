import { describe, expect, test } from "vitest";
import { error, json, streamHead } from "../support/answers";
import { answerOf, completion } from "../support/chat";
import { times } from "../support/patience";
import { PACKAGE, run } from "../support/program";
import { type Answer, serve } from "../support/scripted-server";

const MEGABYTE = 1024 * 1024;
const flags = ["--expose-gc"];
const deadline = 1_800_000;

/**
 * `measure(rounds, work)` runs `work` for a third of the rounds, so that pools and caches are as large as they get, then
 * for the rest, and tells by how much the heap and the resident memory have grown since, and what the core still holds.
 */
const measuring = `
  const native = require(${JSON.stringify(PACKAGE.replace("dist/index.js", "native.cjs"))});
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) { gc(); await sleep(20); }
    return process.memoryUsage();
  };
  const measure = async (rounds, work) => {
    const part = async (from, to) => {
      for (let at = from; at < to; at += 20) await Promise.all(Array.from({ length: 20 }, (_, i) => work(at + i)));
    };
    await part(0, rounds / 3);
    const before = await settle();
    await part(rounds / 3, rounds);
    const after = await settle();
    console.log(JSON.stringify({
      heap: after.heapUsed - before.heapUsed,
      external: after.external - before.external,
      resident: after.rss - before.rss,
      live: native.liveCalls(),
    }));
  };
`;

async function expectFlat(source: string, answer: Answer): Promise<void> {
  const server = await serve((exchange) => {
    // The server's own notes would be the leak.
    server.exchanges.length = 0;
    server.log.length = 0;
    return answer(exchange);
  });
  const { stdout, stderr, code } = await run(measuring + source, { server, flags, deadline });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const grown = JSON.parse(stdout) as { heap: number; external: number; resident: number; live: number };
  expect(grown.live).toBe(0);
  expect(grown.heap).toBeLessThan(4 * MEGABYTE);
  expect(grown.external).toBeLessThan(4 * MEGABYTE);
  expect(grown.resident).toBeLessThan(48 * MEGABYTE);
}

describe("memory stays flat", () => {
  const calls = times(1_800, 99_000);

  test(
    "over many answers",
    async () => {
      await expectFlat(
        `const client = new Client(options);
       await measure(${calls}, () => client.chat.completions.create(question));`,
        json(completion("x".repeat(2_000))),
      );
    },
    deadline,
  );

  test(
    "over many errors",
    async () => {
      await expectFlat(
        `const client = new Client(options);
       await measure(${calls}, () => client.chat.completions.create(question).catch(() => {}));`,
        error(404, { type: "not_found_error", code: "model_not_found", detail: "x".repeat(2_000) }),
      );
    },
    deadline,
  );

  test(
    "over many streams, read to the end, left, or never read",
    async () => {
      await expectFlat(
        `const client = new Client(options);
       await measure(${calls}, async (round) => {
         const stream = await client.chat.completions.create(streaming);
         if (round % 3 === 0) await stream.finalText();
         else if (round % 3 === 1) for await (const chunk of stream) break;
       });`,
        (exchange) =>
          exchange.end(`${streamHead()}${answerOf(..."a stream of some words ".repeat(5).split(" "))}`),
      );
    },
    deadline,
  );

  test(
    "over many aborts",
    async () => {
      await expectFlat(
        `const client = new Client(options);
       await measure(${times(600, 30_000)}, async (round) => {
         const controller = new AbortController();
         setTimeout(() => controller.abort(), round % 5);
         await client.chat.completions.create(question, { signal: controller.signal }).catch(() => {});
       });`,
        () => {},
      );
    },
    deadline,
  );

  test(
    "over many clients, and clients of clients",
    async () => {
      await expectFlat(
        `await measure(${times(600, 9_900)}, async (round) => {
         const client = new Client({ ...options, timeout: { total: 10_000 + round, connect: 10_000 + (round % 100) } });
         await client.withOptions({ maxRetries: round % 3 }).me.get();
         if (round % 2) client.close();
       });`,
        json({}),
      );
    },
    deadline,
  );

  test(
    "over many raw answers",
    async () => {
      await expectFlat(
        `const client = new Client(options);
       await measure(${calls}, async () => {
         const response = await client.chat.completions.create(question).asResponse();
         await response.arrayBuffer();
       });`,
        json(completion("x".repeat(20_000))),
      );
    },
    deadline,
  );
});

describe("many streams at once", () => {
  const amount = times(200, 1_000);

  test(
    "come out complete, each with its own events",
    async () => {
      const server = await serve(async (exchange) => {
        const { seed } = exchange.request.json();
        await exchange.write(streamHead());
        exchange.end(answerOf(...Array.from({ length: 20 }, (_, index) => `${seed}.${index} `)));
      });
      const { stdout, stderr } = await run(
        `const client = new Client({ ...options, timeout: { connect: 60_000 } });
       const texts = await Promise.all(Array.from({ length: ${amount} }, async (_, seed) =>
         (await client.chat.completions.create({ ...streaming, seed })).finalText()));
       const right = texts.every((text, seed) =>
         text === Array.from({ length: 20 }, (_, index) => seed + "." + index + " ").join(""));
       console.log(texts.length, right);`,
        { server, deadline },
      );
      expect({ stdout, stderr }).toEqual({ stdout: `${amount} true`, stderr: "" });
    },
    deadline,
  );
});
