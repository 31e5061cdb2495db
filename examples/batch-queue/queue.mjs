// What all programs here share: where the queue is, and how its jobs are treated.
import { Queue } from "bullmq";
import { Redis } from "ioredis";

export const QUEUE = process.env.QUEUE ?? "auriko-requests";

/** A connection to Redis, as BullMQ wants it. */
export const connect = () =>
  new Redis(process.env.REDIS_URL ?? "redis://127.0.0.1:6379", { maxRetriesPerRequest: null });

export const openQueue = (connection) => new Queue(QUEUE, { connection });

/** The SDK repeats what is worth it at once; the queue repeats, minutes later, what was not over by then. */
export const jobOptions = { attempts: 5, backoff: { type: "exponential", delay: 30_000, jitter: 0.5 } };
