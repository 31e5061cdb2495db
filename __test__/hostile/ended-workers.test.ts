import { expect, test } from "vitest";
import { hangAfter, streamHead } from "../support/answers";
import { chunk, event } from "../support/chat";
import { times } from "../support/patience";
import { PACKAGE, run } from "../support/program";
import { serve } from "../support/scripted-server";

const workers = times(20, 500);
/** What a worker may leave behind, ten times what was measured. */
const MEGABYTES = times(60, 150);

test("workers that end in mid-stream leave no call behind, and no memory that grows with their number", async () => {
  const server = await serve(hangAfter(`${streamHead()}${event(chunk("Hel"))}`));
  const { stdout, stderr } = await run(
    `const { Worker } = require("node:worker_threads");
     const native = require(${JSON.stringify(PACKAGE.replace(/dist\/index\.js$/, "native.cjs"))});
     const source = \`
       const { parentPort } = require("node:worker_threads");
       const { Client } = require(${JSON.stringify(PACKAGE)});
       const client = new Client(\${JSON.stringify(options)});
       const streaming = { model: "m", messages: [{ role: "user", content: "Hello" }], stream: true };
       for (let i = 0; i < 4; i++) {
         client.chat.completions.create(streaming).then(async (stream) => {
           for await (const chunk of stream) parentPort.postMessage("on");
         });
       }\`;
     const work = async () => {
       const worker = new Worker(source, { eval: true });
       await new Promise((resolve) => worker.once("message", resolve));
       await worker.terminate();
     };
     for (let i = 0; i < 10; i++) await work();
     const before = process.memoryUsage().rss;
     for (let i = 0; i < ${workers}; i++) await work();
     for (let turn = 0; turn < 300 && native.liveCalls() > 0; turn++) await sleep(10);
     console.log(JSON.stringify([native.liveCalls(), (process.memoryUsage().rss - before) / 2 ** 20]));`,
    { server, deadline: times(120_000, 600_000) },
  );
  expect(stderr).toBe("");
  const [live, grown] = JSON.parse(stdout) as [number, number];
  expect(live).toBe(0);
  expect(grown).toBeLessThan(MEGABYTES);
}, 600_000);
