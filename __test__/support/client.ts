import { onTestFinished } from "vitest";
import type { AurikoAPIError, ChatCompletionChunk, ClientOptions } from "../../ts/index";
import { AurikoAPIError as AnyError, Client } from "../../ts/index";
import { failureOf } from "./failure-of";

/** The key of every client here; it must never come back out. */
export const KEY = "ak_test_never_to_be_seen_again";

/**
 * A client for the running test that tries once and takes no proxy from the environment, unless told otherwise.
 */
export function clientOf(server: { readonly baseUrl: string }, options: ClientOptions = {}): Client {
  const client = new Client({
    apiKey: KEY,
    baseUrl: server.baseUrl,
    maxRetries: 0,
    proxy: false,
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

/** The error that a promise rejects with; fails the test when it does not, or not with one of ours. */
export const caught = (promise: PromiseLike<unknown>): Promise<AurikoAPIError> =>
  failureOf(promise, AnyError);

/** What a promise rejects with, whatever it is. */
export const thrown = (promise: PromiseLike<unknown>): Promise<unknown> => failureOf(promise);

/** All events of a stream. */
export async function eventsOf(stream: AsyncIterable<ChatCompletionChunk>): Promise<ChatCompletionChunk[]> {
  const events: ChatCompletionChunk[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** The text of a stream. */
export async function textOf(stream: { readonly textStream: AsyncIterable<string> }): Promise<string> {
  let text = "";
  for await (const piece of stream.textStream) text += piece;
  return text;
}
