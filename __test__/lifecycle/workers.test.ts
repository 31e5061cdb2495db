import { describe, expect, test } from "vitest";
import { hangAfter, json, silence, streamHead } from "../support/answers";
import { answerOf, chunk, completion, event } from "../support/chat";
import { times } from "../support/patience";
import { PACKAGE, run, start } from "../support/program";
import { type Answer, serve } from "../support/scripted-server";

const openStream: Answer = hangAfter(`${streamHead()}${event(chunk("Hel"))}`);

/** The beginning of a program whose `work(source)` runs a worker thread to its end. */
const threads = `
  const { Worker } = require("node:worker_threads");
  const begin = (source) => new Worker(
    \`const { parentPort } = require("node:worker_threads");
      const { Client } = require(${JSON.stringify(PACKAGE)});
      const options = \${JSON.stringify(options)};
      const question = { model: "m", messages: [{ role: "user", content: "Hello" }] };
      const streaming = { ...question, stream: true };
      (async () => { \${source} })();\`,
    { eval: true },
  );
  const ended = (worker) => new Promise((resolve, reject) => worker.on("exit", resolve).on("error", reject));
  const work = (source) => ended(begin(source));
  const told = (worker) => new Promise((resolve) => worker.once("message", resolve));
  const ask = 'parentPort.postMessage((await new Client(options).me.get()).object);';
`;

const quiet = { code: 0, signal: null, late: false, stderr: "" };
const many = times(20, 100);

describe("a worker thread", () => {
  test("ends by itself when its work is done", async () => {
    const server = await serve(json(completion()));
    const ending = await run(`${threads} console.log(await work(ask));`, { server });
    expect(ending).toMatchObject({ ...quiet, stdout: "0" });
  });

  test("that is terminated in the middle of its streams takes them along, however often", async () => {
    const server = await serve(openStream);
    const ending = await run(
      `${threads}
       for (let round = 0; round < ${many}; round++) {
         const worker = begin(\`
           const client = new Client(options);
           for (let i = 0; i < 4; i++) {
             client.chat.completions.create(streaming).then(async (stream) => {
               for await (const chunk of stream) parentPort.postMessage("on");
             });
           }
         \`);
         await told(worker);
         await worker.terminate();
       }
       console.log("done");`,
      { server, deadline: 120_000 },
    );
    expect(ending).toMatchObject({ ...quiet, stdout: "done" });
    expect(server.exchanges.length).toBeGreaterThanOrEqual(many);
    await Promise.all(server.exchanges.map(({ closed }) => closed));
  });

  test("that ends with requests under way closes them while the process lives on", async () => {
    const server = await serve(silence);
    const program = start(
      `${threads}
       const lines = process.stdin[Symbol.asyncIterator]();
       const worker = begin('new Client(options).me.get().catch(() => {}); parentPort.postMessage("sent");');
       await told(worker);
       await lines.next();
       await worker.terminate();
       await lines.next();
       console.log("alive");
       await lines.return();`,
      { server },
    );
    const exchange = await server.arrival();
    program.write("It is there.\n");
    await exchange.closed;
    // Only from here on does the process go to its end.
    program.write("It is gone.\n");
    expect(await program.ending).toMatchObject({ ...quiet, stdout: "alive" });
  });

  test("can be followed by another that makes requests of its own", async () => {
    const server = await serve(json(completion()));
    const ending = await run(
      `${threads}
       for (let round = 0; round < 5; round++) console.log(await work(ask));
       await new Client(options).me.get();
       console.log(await work(ask), "last");`,
      { server },
    );
    expect(ending).toMatchObject({ ...quiet, stdout: "0\n0\n0\n0\n0\n0 last" });
    expect(server.requests).toHaveLength(7);
  });

  test("may be one of twenty at once, and the main thread goes on", async () => {
    const server = await serve(async (exchange) => exchange.end(`${streamHead()}${answerOf("Hel", "lo")}`));
    const ending = await run(
      `${threads}
       const read = \`
         const client = new Client(options);
         const texts = await Promise.all(Array.from({ length: 5 }, async () =>
           (await client.chat.completions.create(streaming)).finalText()));
         if (texts.join() !== Array(5).fill("Hello").join()) throw new Error(texts.join());
       \`;
       const workers = Array.from({ length: 20 }, () => work(read));
       const own = (await new Client(options).chat.completions.create(streaming)).finalText();
       console.log(new Set(await Promise.all(workers)), await own);`,
      { server, deadline: 60_000 },
    );
    expect(ending).toMatchObject({ ...quiet, stdout: "Set(1) { 0 } Hello" });
    expect(server.requests).toHaveLength(101);
  });

  test("that terminates while the main thread streams disturbs nothing", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(streamHead());
      for (let i = 0; i < 200; i++) {
        await exchange.write(event(chunk(`${i} `)));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      exchange.end(answerOf());
    });
    const ending = await run(
      `${threads}
       const mine = (await new Client(options).chat.completions.create(streaming)).finalText();
       for (let round = 0; round < 5; round++) {
         const worker = begin(\`
           for await (const chunk of await new Client(options).chat.completions.create(streaming))
             parentPort.postMessage("on");
         \`);
         await told(worker);
         await worker.terminate();
       }
       console.log((await mine).split(" ").length);`,
      { server, deadline: 60_000 },
    );
    expect(ending).toMatchObject({ ...quiet, stdout: "201" });
  });

  test("may call process.exit() in the middle of a stream", async () => {
    const server = await serve(openStream);
    const ending = await run(
      `${threads}
       console.log(await work(\`
         for await (const chunk of await new Client(options).chat.completions.create(streaming)) process.exit(5);
       \`));`,
      { server },
    );
    expect(ending).toMatchObject({ ...quiet, stdout: "5" });
  });
});
