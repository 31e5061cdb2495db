import {
  APIUserAbortError,
  AurikoAPIError,
  type ChatCompletionCreateParams,
  type ChatCompletionStream,
  Client,
  type ClientOptions,
  type ResponseCreateParams,
  type ResponseHeaders,
  type ResponseStream,
} from "../../ts";
import type { Outcome, Task } from "./scenario";

/** Runs a task with this client, against `baseUrl`. */
export async function runHere(task: Task, baseUrl: string): Promise<Outcome> {
  const outcome: Record<string, unknown> = {};
  let client: Client | undefined;
  try {
    client = new Client(optionsOf(task, baseUrl));
    if (task.call !== "construct") await call(client, task, outcome);
  } catch (error) {
    describeError(error, outcome);
  } finally {
    client?.close();
  }
  return outcome;
}

function optionsOf(task: Task, baseUrl: string): ClientOptions {
  const { apiKey = "ak_test_parity", timeoutMs, maxRetries } = task;
  return {
    baseUrl,
    proxy: false,
    ...(apiKey === null ? {} : { apiKey }),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    ...(maxRetries === undefined ? {} : { maxRetries }),
  };
}

async function call(client: Client, task: Task, outcome: Record<string, unknown>): Promise<void> {
  const { params = {}, extraBody } = task;
  const options = extraBody === undefined ? {} : { extraBody };
  const chat = params as unknown as ChatCompletionCreateParams;
  const responses = params as unknown as ResponseCreateParams;
  switch (task.call) {
    case "chat":
      return describeResult(
        await client.chat.completions.create({ ...chat, stream: false }, options),
        outcome,
      );
    case "chat.stream":
      return readChat(
        await client.chat.completions.create({ ...chat, stream: true }, options),
        task,
        outcome,
      );
    case "responses":
      return describeResult(await client.responses.create({ ...responses, stream: false }, options), outcome);
    case "responses.stream":
      return readResponses(await client.responses.create({ ...responses, stream: true }, options), outcome);
    case "models.list":
      outcome.result = plain(await client.models.list(params));
      return;
    case "models.retrieve":
      outcome.result = plain(await client.models.retrieve(String(params.model_id)));
      return;
    case "models.directory":
      outcome.result = plain(await client.models.listDirectory());
      return;
    case "models.registry":
      outcome.result = plain(await client.models.listRegistry());
      return;
    case "models.providers":
      outcome.result = plain(await client.models.listProviders());
      return;
    case "me":
      outcome.result = plain(await client.me.get());
  }
}

function describeResult(
  result: { readonly responseHeaders: ResponseHeaders },
  outcome: Record<string, unknown>,
): void {
  outcome.result = plain(result);
  describeHeaders(result.responseHeaders, outcome);
}

async function readChat(
  stream: ChatCompletionStream,
  task: Task,
  outcome: Record<string, unknown>,
): Promise<void> {
  describeHeaders(stream.responseHeaders, outcome);
  const events: unknown[] = [];
  outcome.events = events;
  try {
    for await (const chunk of stream) events.push(plain(chunk));
    if (task.twice) for await (const chunk of stream) events.push(plain(chunk));
  } finally {
    outcome.usage = stream.usage;
    outcome.routing = stream.routingMetadata;
  }
}

async function readResponses(stream: ResponseStream, outcome: Record<string, unknown>): Promise<void> {
  describeHeaders(stream.responseHeaders, outcome);
  const events: unknown[] = [];
  outcome.events = events;
  try {
    for await (const event of stream) events.push(plain(event));
  } finally {
    outcome.completed = plain(stream.completedResponse);
  }
}

function describeHeaders(headers: ResponseHeaders, outcome: Record<string, unknown>): void {
  outcome["headers.requestId"] = headers.requestId;
  outcome["headers.retryAfter"] = headers.retryAfterSeconds;
  outcome["headers.rateLimit"] = [headers.rateLimitLimit, headers.rateLimitRemaining, headers.rateLimitReset];
  outcome["headers.credits"] = headers.creditsBalanceMicrodollars;
  outcome["headers.tokenCountModel"] = headers.tokenCountModel;
}

function describeError(error: unknown, outcome: Record<string, unknown>): void {
  if (!(error instanceof AurikoAPIError) || error instanceof APIUserAbortError) throw error;
  outcome["error.class"] = error.name;
  outcome["error.status"] = error.statusCode;
  outcome["error.type"] = error.type;
  outcome["error.code"] = error.code;
  outcome["error.param"] = error.param;
  outcome["error.message"] = error.message;
  outcome["error.requestId"] = error.requestId;
  outcome["error.provider"] = error.provider;
  outcome["error.docUrl"] = error.docUrl;
  outcome["error.retryAfter"] = error.retryAfterSeconds;
  outcome["error.body"] = plain(error.body);
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;
