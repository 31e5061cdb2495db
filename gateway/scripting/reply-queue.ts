import type { RecordedRequest } from "../server/recorded-request";
import type { Reply, ReplyObject } from "./reply";

/** Hands out replies: those queued first, in order, then the standing one. */
export class ReplyQueue {
  readonly #queue: Reply[];
  #standing: Reply | undefined;

  constructor(queue: readonly Reply[], standing: Reply | undefined) {
    this.#queue = [...queue];
    this.#standing = standing;
  }

  /** How many queued replies have not been used. */
  get length(): number {
    return this.#queue.length;
  }

  push(replies: readonly Reply[]): void {
    this.#queue.push(...replies);
  }

  /** Sets the reply for requests that find the queue empty. */
  set standing(reply: Reply | undefined) {
    this.#standing = reply;
  }

  clear(): void {
    this.#queue.length = 0;
  }

  /** The reply for `request`, or `undefined` when the gateway shall make one up. */
  async take(request: RecordedRequest): Promise<ReplyObject | undefined> {
    const reply = this.#queue.length > 0 ? this.#queue.shift() : this.#standing;
    const made = typeof reply === "function" ? await reply(request) : reply;
    return typeof made === "string" ? { content: made } : made;
  }
}
