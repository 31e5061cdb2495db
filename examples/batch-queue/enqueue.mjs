// node enqueue.mjs requests.jsonl: puts a job into the queue for each line, {"custom_id", "url", "body"}.
// Running it again adds nothing twice: the id of a request is the id of its job.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { connect, jobOptions, openQueue } from "./queue.mjs";

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("Usage: node enqueue.mjs <requests.jsonl>");
  process.exit(2);
}

const connection = connect();
const queue = openQueue(connection);
let jobs = [];
let count = 0;
const flush = async () => {
  await queue.addBulk(jobs);
  count += jobs.length;
  jobs = [];
};
for await (const line of createInterface({ input: createReadStream(file) })) {
  if (line.trim() === "") continue;
  const { custom_id, url = "/v1/chat/completions", body } = JSON.parse(line);
  // BullMQ keeps colons to itself.
  const jobId = `request-${Buffer.from(String(custom_id)).toString("base64url")}`;
  jobs.push({ name: "request", data: { custom_id, url, body }, opts: { ...jobOptions, jobId } });
  if (jobs.length === 1000) await flush();
}
await flush();
console.log(`${count} requests are in the queue.`);
await queue.close();
await connection.quit();
