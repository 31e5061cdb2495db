import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import OpenAI from "openai";
import pLimit from "p-limit";
import { startClock } from "../cells/thread-time.mjs";

// As people write it: the whole file is read, and a limit keeps the number of requests in flight.
const { BATCH_INPUT, BATCH_OUTPUT, BATCH_BASE_URL, BATCH_CONCURRENCY, BATCH_EARLY } = process.env;
const client = new OpenAI({ apiKey: "ak_bench", baseURL: BATCH_BASE_URL });
const limit = pLimit(Number(BATCH_CONCURRENCY));
const output = createWriteStream(BATCH_OUTPUT);
let done = 0;
let rssEarly = 0;
const stop = startClock();
const tasks = [];
for await (const line of createInterface({ input: createReadStream(BATCH_INPUT) })) {
  const { custom_id, body } = JSON.parse(line);
  tasks.push(
    limit(async () => {
      const completion = await client.chat.completions.create(body);
      output.write(
        `${JSON.stringify({ custom_id, response: { status_code: 200, body: completion }, error: null })}\n`,
      );
      if (++done === Number(BATCH_EARLY)) rssEarly = process.memoryUsage.rss();
    }),
  );
}
await Promise.all(tasks);
await new Promise((resolve) => output.end(resolve));
const { ms, mainUs } = stop();
console.log(JSON.stringify({ ms, mainUs, rssEarly, rssEnd: process.memoryUsage.rss() }));
