import type { RecordedRequest } from "../server/recorded-request";
import { checkReply } from "./check-reply";
import type { Reply, ReplyObject } from "./reply";

/** Hands out replies: those queued first, in order, then the standing one. */
export class ReplyQueue {
  readonly #queue: Reply[];
  #standing: Reply | undefined;

  constructor(queue: readonly Reply[], standing: Reply | undefined) {
    for (const [index, reply] of queue.entries()) checkReply(reply, `replies[${index}]`);
    if (standing !== undefined) checkReply(standing, "respond");
    this.#queue = [...queue];
    this.#standing = standing;
  }

  /** How many queued replies have not been used. */
  get length(): number {
    return this.#queue.length;
  }

  push(replies: readonly Reply[]): void {
    for (const [index, reply] of replies.entries()) {
      checkReply(reply, replies.length === 1 ? "reply" : `replies[${index}]`);
    }
    this.#queue.push(...replies);
  }

  /** Sets the reply for requests that find the queue empty. */
  set standing(reply: Reply | undefined) {
    if (reply !== undefined) checkReply(reply, "reply");
    this.#standing = reply;
  }

  clear(): void {
    this.#queue.length = 0;
  }

  /** The reply for `request`, or `undefined` when the gateway shall make one up. */
  async take(request: RecordedRequest): Promise<ReplyObject | undefined> {
    const reply = this.#queue.length > 0 ? this.#queue.shift() : this.#standing;
    const made = typeof reply === "function" ? await reply(request) : reply;
    if (typeof reply === "function" && made !== undefined) checkReply(made, "reply");
    return typeof made === "string" ? { content: made } : made;
  }
}
