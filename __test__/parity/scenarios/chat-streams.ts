import {
  completion,
  envelope,
  hello,
  type Json,
  type JsonObject,
  type Reply,
  type Scenario,
} from "../scenario";

const chunk = (delta: JsonObject, finish: string | null = null, more: JsonObject = {}): JsonObject => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1_790_000_000,
  model: "gpt-5.4",
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...more,
});
const usage: JsonObject = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const route = completion.routing_metadata as Json;

const first = chunk({ role: "assistant", content: "Grüß " });
const second = chunk({ content: "dich 👋" });
const last = chunk({}, "stop");
const tail = chunk({}, null, { choices: [], usage, routing_metadata: route });
const answer = [first, second, last, tail];

const stream = (title: string, reply: Reply, more: Partial<Scenario> = {}): Scenario => ({
  title,
  call: "chat.stream",
  params: hello,
  replies: [reply],
  ...more,
});

const data = (value: Json): string => `data: ${JSON.stringify(value)}\n\n`;

/** What a stream of ours says when it broke, beside what had arrived. */
const broken = (name: string, more: Record<string, unknown> = {}) => ({ "error.class": name, ...more });
const unmarked = { "error.class": undefined };

/** Streams of chat chunks. */
export const chatStreams: readonly Scenario[] = [
  stream("a whole stream", { headers: { "x-request-id": "req_1" }, events: answer }),
  stream("every field of a chunk, and fields that nobody knows", {
    events: [
      chunk({ role: "assistant", content: "", novel: 1 }, null, { novel: [1], system_fingerprint: "fp" }),
      chunk({ reasoning_content: "Hm.", reasoning_signature: "s", reasoning_redacted_data: "r" }),
      chunk({
        tool_calls: [
          {
            index: 0,
            id: "call_1",
            type: "function",
            function: { name: "look", arguments: "" },
            provider_signature: "p",
          },
        ],
      }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: "{}" } }] }),
      chunk({ images: [{ type: "image", mime_type: "image/png", data: "AA==" }], refusal: null }),
      chunk({}, "tool_calls", { service_tier: "default" }),
      tail,
    ],
  }),
  stream("bytes one at a time", { events: answer, piece: 1 }),
  stream("pieces that cut characters", { events: answer, piece: 7 }),
  stream("carriage returns, comments, names, ids and data of several lines", {
    events: [
      ": hello\r\n\r\n",
      `event: chunk\r\nid: 1\r\nretry: 10\r\ndata:${JSON.stringify(first)}\r\n\r\n`,
      "\n\n:\n\n",
      `data: ${JSON.stringify(second, null, 1).replaceAll("\n", "\ndata: ")}\n\n`,
      "event: nothing\n\n",
      data(last),
    ],
  }),
  stream("lines that end with a carriage return alone", {
    events: answer.map((event) => `data: ${JSON.stringify(event)}\r\r`),
  }),
  stream(
    "a byte order mark",
    { events: [`\ufeff${data(first)}`, last] },
    {
      differs: {
        row: "byte-order-marks",
        ours: { events: [first, last] },
        theirs: { events: [last] },
      },
    },
  ),
  stream("data without a blank after the colon, and with two", {
    events: [`data:${JSON.stringify(first)}\n\n`, `data:  ${JSON.stringify(last)}\n\n`],
  }),
  stream("an event called error is like any other", { events: [`event: error\n${data(first)}`, last] }),
  stream("events after [DONE]", { events: [first, last, "data: [DONE]\n\n", second] }),
  stream("no [DONE], but a finish reason", { events: answer, end: "eof" }),
  stream("a last event without its blank line", { events: [first, last, "data: [DONE]"], end: "eof" }),
  stream(
    "only [DONE]",
    { events: [] },
    { differs: { row: "stream-ends", ours: { "error.class": "StreamTruncatedError" } } },
  ),
  stream(
    "a line separator inside a text",
    { events: [chunk({ content: "a\u2028b" }), last] },
    {
      differs: {
        row: "line-separators",
        ours: { events: [chunk({ content: "a\u2028b" }), last] },
        theirs: broken("JSONDecodeError"),
      },
    },
  ),
  stream(
    "neither [DONE] nor a finish reason",
    { events: [first, second], end: "eof" },
    {
      differs: { row: "stream-ends", ours: broken("StreamTruncatedError"), theirs: unmarked },
    },
  ),
  stream(
    "no event at all",
    { events: [], end: "eof" },
    {
      differs: { row: "stream-ends", ours: broken("StreamTruncatedError"), theirs: unmarked },
    },
  ),
  ...(
    [
      ["rate_limit_error", "rate_limit_exceeded"],
      ["api_error", "internal_error"],
      ["api_error", "upstream_error"],
      ["invalid_request_error", "content_filtered"],
      ["invalid_request_error", "idempotency_conflict"],
    ] as const
  ).map(([type, code]) =>
    stream(`an error ${code} in the middle`, {
      events: [first, envelope(type, code, { provider: "openai" })],
      end: "eof",
    }),
  ),
  stream("a malformed error in the middle", { events: [first, { error: "no" }], end: "eof" }),
  stream(
    "an error that is null",
    { events: [{ ...first, error: null }, last, tail] },
    {
      differs: {
        row: "null-errors",
        ours: { events: [{ ...first, error: null }, last, tail], "error.class": undefined },
        theirs: {
          "error.class": "APIStatusError",
          "error.code": "malformed_response",
          events: [],
          usage: null,
          routing: null,
        },
      },
    },
  ),
  stream(
    "an error without its envelope",
    { events: [first, { type: "api_error", code: "upstream_error", message: "It broke." }], end: "eof" },
    {
      differs: {
        row: "bare-errors",
        ours: broken("APIStatusError", { "error.code": "upstream_error" }),
        theirs: broken("ValidationError"),
      },
    },
  ),
  stream(
    "an event that is no JSON",
    { events: [first, "data: {oops\n\n", second], end: "eof" },
    {
      differs: {
        row: "typed-stream-errors",
        ours: broken("APIStatusError", { "error.code": "invalid_response", "error.status": 200 }),
        theirs: broken("JSONDecodeError"),
      },
    },
  ),
  stream(
    "a connection that is reset in the middle",
    { events: [first], end: "reset" },
    {
      differs: {
        row: "typed-stream-errors",
        ours: broken("StreamDroppedError"),
        theirs: broken("ReadError"),
      },
    },
  ),
  stream(
    "silence in the middle",
    { events: [first], end: "stall" },
    {
      // Every scenario runs at once: the stream has to open within it on a busy machine, too.
      timeoutMs: 10_000,
      maxRetries: 0,
      differs: { row: "typed-stream-errors", ours: broken("APITimeoutError"), theirs: broken("ReadTimeout") },
    },
  ),
  stream(
    "a second loop over a stream",
    { events: answer },
    {
      twice: true,
      differs: {
        row: "read-once",
        ours: broken("AurikoAPIError", { "error.code": "stream_consumed" }),
        theirs: broken("RuntimeError"),
      },
    },
  ),
  stream(
    "a document in place of a stream",
    { body: completion },
    {
      differs: {
        row: "documents-for-streams",
        ours: broken("APIStatusError", { "error.code": "invalid_response" }),
        theirs: unmarked,
      },
    },
  ),
];
