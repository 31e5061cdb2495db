import { expect, onTestFinished } from "vitest";
import type { AurikoAPIError, ChatCompletionChunk, ClientOptions } from "../../ts/index";
import { AurikoAPIError as AnyError, Client } from "../../ts/index";

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
export async function caught(promise: PromiseLike<unknown>): Promise<AurikoAPIError> {
  const error = await thrown(promise);
  expect(error).toBeInstanceOf(AnyError);
  return error as AurikoAPIError;
}

/** What a promise rejects with, whatever it is. */
export async function thrown(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It should have failed, and did not.");
}

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
