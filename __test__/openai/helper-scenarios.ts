import type OpenAI from "openai";
import { z } from "zod";
import * as answers from "../support/answers";
import { event, question } from "../support/chat";
import type { Answer } from "../support/scripted-server";
import { chunks, completion, streamed } from "./scripts";

/** One way of using OpenAI's client, and what the server answers to it. */
export interface Scenario {
  readonly what: string;
  readonly script: readonly Answer[];
  readonly run: (client: OpenAI) => Promise<unknown>;
  /** Whether the request has left by the time that it is given up is a matter of luck. */
  readonly givenUp?: true;
}

const json = (content: unknown) => answers.json(completion(JSON.stringify(content)));
const toolCall = {
  ...completion(),
  choices: [
    {
      index: 0,
      finish_reason: "tool_calls",
      message: {
        role: "assistant",
        content: null,
        tool_calls: [
          { id: "call_1", type: "function", function: { name: "add", arguments: '{"a":1,"b":2}' } },
        ],
      },
    },
  ],
};
const response = {
  id: "resp_1",
  object: "response",
  status: "completed",
  model: "gpt-5.4",
  output: [
    {
      type: "message",
      id: "m",
      role: "assistant",
      status: "completed",
      content: [{ type: "output_text", text: '{"age":36}', annotations: [] }],
    },
  ],
};
const Person = z.object({ age: z.number() });
const schema = {
  type: "object",
  properties: { age: { type: "number" } },
  required: ["age"],
  additionalProperties: false,
};
const format = { type: "json_schema", json_schema: { name: "person", strict: true, schema } } as const;
const tools = [
  {
    type: "function",
    function: {
      name: "add",
      description: "Adds.",
      parameters: { type: "object", properties: { a: { type: "number" }, b: { type: "number" } } },
      parse: JSON.parse,
      function: ({ a, b }: { a: number; b: number }) => String(a + b),
    },
  },
] as const;
const busy = answers.error(503, {}, { "retry-after-ms": "1" });
const limited = (headers: object) =>
  answers.error(
    429,
    { type: "rate_limit_error", code: "rate_limit_exceeded" },
    { "retry-after-ms": "1", ...headers },
  );

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** What the helpers of OpenAI's client do, whatever is below them. */
export const scenarios: readonly Scenario[] = [
  {
    what: "a completion",
    script: [answers.json(completion())],
    run: (client) => client.chat.completions.create(question),
  },
  {
    what: "a stream",
    script: [answers.stream(streamed("Hello there"))],
    run: async (client) => collect(await client.chat.completions.create({ ...question, stream: true })),
  },
  {
    what: "a stream without [DONE]",
    script: [answers.stream(chunks().join(""))],
    run: async (client) => collect(await client.chat.completions.create({ ...question, stream: true })),
  },
  {
    what: "stream(), its events and its end",
    script: [answers.stream(streamed("Hello"))],
    run: async (client) => {
      const seen: unknown[] = [];
      const stream = client.chat.completions.stream(question);
      stream.on("content", (delta, snapshot) => seen.push([delta, snapshot]));
      stream.on("end", () => seen.push("end"));
      return [await stream.finalChatCompletion(), await stream.finalContent(), seen];
    },
  },
  {
    what: "a stream that is left early",
    script: [answers.hangAfter(answers.streamHead() + chunks("abc").slice(0, 2).join(""))],
    run: async (client) => {
      for await (const chunk of await client.chat.completions.create({ ...question, stream: true }))
        return chunk;
    },
  },
  {
    what: "a stream as a web stream, and halved",
    script: [answers.stream(streamed("ab"))],
    run: async (client) => {
      const [left, right] = (await client.chat.completions.create({ ...question, stream: true })).tee();
      return [await new Response(left.toReadableStream()).text(), await collect(right)];
    },
  },
  {
    what: "runTools",
    script: [answers.json(toolCall), answers.json(completion("3"))],
    run: async (client) => {
      const runner = client.chat.completions.runTools({ ...question, tools: [...tools] as never });
      return [await runner.finalContent(), runner.messages];
    },
  },
  {
    what: "parse()",
    script: [json({ age: 36 })],
    run: async (client) => {
      const { choices } = await client.chat.completions.parse({ ...question, response_format: format });
      return [choices, Person.safeParse(choices[0]?.message.parsed).success];
    },
  },
  {
    what: "a response",
    script: [answers.json(response)],
    run: (client) => client.responses.create({ model: "m", input: "x" }),
  },
  {
    what: "a response that is parsed",
    script: [answers.json(response)],
    run: async (client) => {
      const text = { format: { type: "json_schema", name: "person", strict: true, schema } } as const;
      return (await client.responses.parse({ model: "m", input: "x", text })).output_parsed;
    },
  },
  {
    what: "a response that is streamed",
    script: [answers.stream(event({ type: "response.completed", sequence_number: 0, response }))],
    run: async (client) => collect(await client.responses.create({ model: "m", input: "x", stream: true })),
  },
  {
    what: "two retries",
    script: [busy, busy, answers.json(completion())],
    run: (client) => client.chat.completions.create(question),
  },
  {
    what: "too many failures",
    script: [busy],
    run: (client) => client.chat.completions.create(question, { maxRetries: 1 }),
  },
  {
    what: "a server that says not to retry",
    script: [limited({ "x-should-retry": "false" })],
    run: (client) => client.chat.completions.create(question),
  },
  {
    what: "a rate limit that passes",
    script: [limited({}), answers.json(completion())],
    run: (client) => client.chat.completions.create(question),
  },
  {
    what: "a connection that is lost, and the next",
    script: [answers.reset, answers.json(completion())],
    run: (client) => client.chat.completions.create(question),
  },
  {
    what: "a connection that is always lost",
    script: [answers.reset],
    run: (client) => client.chat.completions.create(question, { maxRetries: 0 }),
  },
  {
    what: "a timeout",
    givenUp: true,
    script: [answers.silence],
    run: (client) => client.chat.completions.create(question, { timeout: 50, maxRetries: 0 }),
  },
  {
    what: "an abort before",
    script: [answers.json(completion())],
    run: (client) => client.chat.completions.create(question, { signal: AbortSignal.abort() }),
  },
  {
    what: "an abort while waiting",
    givenUp: true,
    script: [answers.silence],
    run: (client) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 50);
      return client.chat.completions.create(question, { signal: controller.signal });
    },
  },
  {
    what: "an abort in the middle of a stream",
    script: [answers.hangAfter(answers.streamHead() + chunks("abc").slice(0, 1).join(""))],
    run: async (client) => {
      const stream = await client.chat.completions.create({ ...question, stream: true });
      const seen: unknown[] = [];
      for await (const chunk of stream) {
        seen.push(chunk);
        stream.controller.abort();
      }
      return seen;
    },
  },
  {
    what: "an error inside a stream",
    script: [
      answers.stream(
        `${chunks("a")[0]}${event({ error: { message: "It broke.", code: "upstream_error", type: "api_error" } })}`,
      ),
    ],
    run: async (client) => collect(await client.chat.completions.create({ ...question, stream: true })),
  },
  ...[400, 401, 403, 404, 409, 422, 500].map((status) => ({
    what: `status ${status}`,
    script: [
      answers.error(
        status,
        { type: "invalid_request_error", code: "invalid_request" },
        { "x-request-id": "req_1" },
      ),
    ],
    run: (client: OpenAI) => client.chat.completions.create(question, { maxRetries: 0 }),
  })),
  {
    what: "withResponse() and asResponse()",
    script: [answers.json(completion(), { headers: { "x-request-id": "req_1" } })],
    run: async (client) => {
      const {
        data,
        request_id,
        response: raw,
      } = await client.chat.completions.create(question).withResponse();
      const own = await client.chat.completions.create(question).asResponse();
      return [data, request_id, raw.status, raw.headers.get("x-request-id"), await own.text()];
    },
  },
  {
    what: "a list",
    script: [answers.json({ object: "list", data: [{ id: "a" }, { id: "b" }] })],
    run: async (client) => collect(client.models.list()),
  },
  {
    what: "a request to an address of one's own, with a query",
    script: [answers.json({ fine: true })],
    run: (client) => client.get("/own", { query: { a: "1" }, headers: { "x-mine": "1" } }),
  },
  {
    what: "a client with options changed",
    script: [busy, answers.json(completion())],
    run: (client) =>
      client
        .withOptions({ maxRetries: 1, defaultHeaders: { "x-mine": "1" } })
        .chat.completions.create(question),
  },
];
