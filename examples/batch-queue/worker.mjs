// node worker.mjs: works on the queue until it is told to stop. Start as many as you like, on as many machines.
//
// A worker that dies loses nothing: its jobs are given to another one when their locks have run out. SIGTERM lets it finish
// what it has begun.
import { AurikoAPIError, Client, RateLimitError } from "@auriko/sdk";
import { UnrecoverableError, Worker } from "bullmq";
import { connect, QUEUE } from "./queue.mjs";

const concurrency = Number(process.env.CONCURRENCY ?? 16);
const perMinute = process.env.REQUESTS_PER_MINUTE;

// With limits, one 429 holds back every request of this worker to the same model.
const client = new Client({
  limits: { concurrency, requestsPerMinute: perMinute === undefined ? null : Number(perMinute) },
});
const endpoints = {
  "/v1/chat/completions": (body) => client.chat.completions.create(body),
  "/v1/responses": (body) => client.responses.create(body),
};

async function work(job) {
  const { url, body } = job.data;
  const send = endpoints[url];
  if (send === undefined) throw new UnrecoverableError(`there is no endpoint ${url}`);
  const started = Date.now();
  try {
    const { data, requestId } = await send({ ...body, stream: false }).withResponse();
    return { request_id: requestId, body: data, duration_ms: Date.now() - started };
  } catch (error) {
    throw await verdict(error, job);
  }
}

/** What a failure means for the queue: wait, never again, or later. */
async function verdict(error, job) {
  if (!AurikoAPIError.isInstance(error)) return error;
  if (error instanceof RateLimitError && error.retryable) {
    // No attempt of the job is used up by the server's wish to wait.
    await worker.rateLimit(1000 * (error.retryAfterSeconds ?? 30));
    return Worker.RateLimitError();
  }
  await job.updateData({ ...job.data, failure: { code: error.code, status: error.statusCode || null } });
  return error.retryable ? error : new UnrecoverableError(error.message);
}

const connection = connect();
const worker = new Worker(QUEUE, work, {
  connection,
  concurrency,
  // How long a request may take before another worker believes that this one has died. Locks are renewed meanwhile.
  lockDuration: Number(process.env.LOCK_MS ?? 30_000),
  stalledInterval: Number(process.env.LOCK_MS ?? 30_000),
  maxStalledCount: 5,
});
worker.on("completed", (job) => console.log(`done    ${job.data.custom_id}`));
worker.on("failed", (job, error) => console.log(`failed  ${job?.data.custom_id}  ${error.message}`));
worker.on("error", (error) => console.error(error.message));

process.once("SIGTERM", async () => {
  await worker.close();
  client.close();
  await connection.quit();
});
console.log(`Working on ${QUEUE}, ${concurrency} requests at a time.`);
