// node collect.mjs results.jsonl: writes a line for each job that is over, in the form of a batch's output, and says how many
// are not. `auriko batch report` makes a page of such a file.

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { connect, openQueue } from "./queue.mjs";

const PAGE = 500;
const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("Usage: node collect.mjs <results.jsonl>");
  process.exit(2);
}

const connection = connect();
const queue = openQueue(connection);
const output = createWriteStream(file);
let count = 0;
for (const state of ["completed", "failed"]) {
  for (let start = 0; ; start += PAGE) {
    const jobs = await queue.getJobs([state], start, start + PAGE - 1, true);
    for (const job of jobs) {
      if (!output.write(`${JSON.stringify(resultOf(job, state))}\n`)) await once(output, "drain");
      count++;
    }
    if (jobs.length < PAGE) break;
  }
}
output.end();
await once(output, "finish");
const { waiting = 0, active = 0, delayed = 0 } = await queue.getJobCounts("waiting", "active", "delayed");
console.log(`${count} results; ${waiting + active + delayed} requests are not over yet.`);
await queue.close();
await connection.quit();

function resultOf(job, state) {
  const { custom_id, body, failure } = job.data;
  const facts = {
    model: body.model ?? null,
    finished_at: job.finishedOn ?? null,
    duration_ms: job.returnvalue?.duration_ms ?? null,
    attempts: job.attemptsMade,
  };
  if (state === "completed") {
    const { request_id, body: answer } = job.returnvalue;
    return {
      id: job.id,
      custom_id,
      response: { status_code: 200, request_id, body: answer },
      error: null,
      facts,
    };
  }
  const error = {
    code: failure?.code ?? null,
    message: job.failedReason,
    status: failure?.status ?? null,
    attempts: job.attemptsMade,
  };
  return { id: job.id, custom_id, response: null, error, facts };
}
