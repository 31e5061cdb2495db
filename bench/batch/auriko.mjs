import { Client } from "../../dist/index.mjs";
import { startClock } from "../cells/thread-time.mjs";

const { BATCH_INPUT, BATCH_OUTPUT, BATCH_BASE_URL, BATCH_CONCURRENCY, BATCH_EARLY } = process.env;
const client = new Client({ apiKey: "ak_bench", baseUrl: BATCH_BASE_URL, proxy: false });
let rssEarly = 0;
const stop = startClock();
const batch = client.batch(BATCH_INPUT, {
  output: BATCH_OUTPUT,
  concurrency: Number(BATCH_CONCURRENCY),
  progressInterval: 50,
});
batch.on("progress", ({ run }) => {
  if (rssEarly === 0 && run.succeeded >= Number(BATCH_EARLY)) rssEarly = process.memoryUsage.rss();
});
const summary = await batch;
const { ms, mainUs } = stop();
if (!summary.complete) throw new Error(JSON.stringify(summary));
console.log(JSON.stringify({ ms, mainUs, rssEarly, rssEnd: process.memoryUsage.rss() }));
