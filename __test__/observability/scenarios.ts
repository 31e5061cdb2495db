import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client, ClientOptions } from "../../ts/index";
import {
  body,
  error,
  hangAfter,
  json,
  reset,
  silence,
  stream,
  streamHead,
  head as writeHead,
} from "../support/answers";
import { chunk, completion, event, question } from "../support/chat";
import { KEY } from "../support/client";
import type { Answer } from "../support/scripted-server";

/** One way in which a call may go. */
export interface Scenario {
  readonly answers: readonly Answer[];
  readonly options?: ClientOptions;
  /** Makes the call and reads what comes; what it throws belongs to the story. */
  run(client: Client): Promise<unknown>;
  /** The events of the story, in order. */
  readonly story: readonly string[];
}

/** Tells of requests that have arrived and get no answer. */
const unanswered = new EventEmitter();
const noticed: Answer = () => void unanswered.emit("arrived");

const ask = (client: Client, signal?: AbortSignal) => client.chat.completions.create(question, { signal });

async function readAll(client: Client, signal?: AbortSignal): Promise<void> {
  const stream = await client.chat.completions.create({ ...question, stream: true }, { signal });
  for await (const _ of stream);
}

const route = {
  provider: "fireworks_ai",
  routing_strategy: "cost",
  cost: { usd: 0.0021, cache_savings_usd: 0.001 },
};
const answer = { ...completion(), routing_metadata: route };
const repeatsKey = { "x-echo": `Bearer ${KEY}`, "x-request-id": "req_1" };
const streamed = `${event(chunk("Hel"))}${event({ ...chunk("", "stop"), usage: answer.usage, routing_metadata: route })}data: [DONE]\n\n`;
const started = ["start", "attempt", "headers", "first-event"];

/** Every way in which a call may go. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  plain: {
    answers: [json(answer, { headers: repeatsKey })],
    run: ask,
    story: ["start", "attempt", "headers", "end"],
  },
  streamed: {
    answers: [stream(streamed, repeatsKey)],
    run: readAll,
    story: [...started, "end"],
  },
  retried: {
    answers: [error(503, {}, { "retry-after-ms": "1" }), reset, json(answer)],
    options: { maxRetries: 2 },
    run: ask,
    story: ["start", "attempt", "retry", "attempt", "retry", "attempt", "headers", "end"],
  },
  redirected: {
    answers: [body(307, "", { location: "/v1/elsewhere" }), json(answer)],
    run: ask,
    story: ["start", "attempt", "headers", "end"],
  },
  "timed out": {
    answers: [silence],
    options: { timeout: { headers: 50 } },
    run: ask,
    story: ["start", "attempt", "error"],
  },
  aborted: {
    answers: [noticed],
    run: async (client) => {
      const controller = new AbortController();
      const arrived = once(unanswered, "arrived");
      const asked = ask(client, controller.signal);
      await arrived;
      setTimeout(() => controller.abort(), 50);
      return asked;
    },
    story: ["start", "attempt", "error"],
  },
  "aborted in mid-stream": {
    answers: [hangAfter(streamHead() + event(chunk("Hel")))],
    run: async (client) => {
      const controller = new AbortController();
      const opened = await client.chat.completions.create(
        { ...question, stream: true },
        { signal: controller.signal },
      );
      for await (const _ of opened) controller.abort();
    },
    story: [...started, "error"],
  },
  closed: {
    answers: [hangAfter(streamHead() + event(chunk("Hel")))],
    run: async (client) => {
      for await (const _ of await client.chat.completions.create({ ...question, stream: true })) break;
    },
    story: [...started, "end"],
  },
  truncated: {
    answers: [stream(event(chunk("Hel")))],
    run: readAll,
    story: [...started, "error"],
  },
  dropped: {
    answers: [
      async (exchange) => {
        await exchange.write(
          `${writeHead(200, { "content-type": "text/event-stream", "content-length": "100000" })}${event(chunk("Hel"))}`,
        );
        // What comes with the end of the connection may be opened anew; this is about what was handed out before.
        await sleep(50);
        exchange.end();
      },
    ],
    run: readAll,
    story: [...started, "error"],
  },
  "answered with an error": {
    answers: [error(400, { message: `The key ${KEY} is odd.`, code: "invalid_parameter_value" }, repeatsKey)],
    run: ask,
    story: ["start", "attempt", "error"],
  },
  "refused before sending": {
    answers: [silence],
    run: (client) => client.chat.completions.create({ ...question, temperature: Number.NaN }),
    story: ["start", "error"],
  },
  "without a key": {
    answers: [silence],
    options: {
      apiKey: () => {
        throw new Error("The vault is closed.");
      },
    },
    run: ask,
    story: ["start", "error"],
  },
};
