import type { JsonObject, Reply, Scenario } from "../scenario";

const response = (status: string, more: JsonObject = {}): JsonObject => ({
  id: "resp_1",
  object: "response",
  created_at: 1_790_000_000,
  model: "gpt-5.4",
  status,
  output: [],
  ...more,
});
const at = { item_id: "msg_1", output_index: 0, content_index: 0 };
const part = (text: string): JsonObject => ({ type: "output_text", text, annotations: [] });
const message = (status: string, content: readonly JsonObject[]): JsonObject => ({
  type: "message",
  id: "msg_1",
  role: "assistant",
  status,
  content,
});

const numbered = (events: readonly JsonObject[]): JsonObject[] =>
  events.map((event, index) => ({ sequence_number: index, ...event }));

const opening: readonly JsonObject[] = [
  { type: "response.created", response: response("in_progress") },
  { type: "response.in_progress", response: response("in_progress") },
];
const text: readonly JsonObject[] = [
  { type: "response.output_item.added", output_index: 0, item: message("in_progress", []) },
  { type: "response.content_part.added", ...at, part: part("") },
  { type: "response.output_text.delta", ...at, delta: "Hi", logprobs: [] },
  { type: "response.output_text.delta", ...at, delta: ".", logprobs: [] },
  { type: "response.output_text.done", ...at, text: "Hi.", logprobs: [] },
  { type: "response.content_part.done", ...at, part: part("Hi.") },
  { type: "response.output_item.done", output_index: 0, item: message("completed", [part("Hi.")]) },
];
const done = response("completed", {
  output: [message("completed", [part("Hi.")])],
  output_text: "Hi.",
  usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
  routing_metadata: {
    provider: "openai",
    provider_model_id: "m",
    model_canonical: "gpt-5.4",
    routing_strategy: "cost",
  },
});
const whole = numbered([...opening, ...text, { type: "response.completed", response: done }]);
const begun = numbered(opening);

const stream = (title: string, reply: Reply, more: Partial<Scenario> = {}): Scenario => ({
  title: `Responses: ${title}`,
  call: "responses.stream",
  params: { model: "gpt-5.4", input: "Hello" },
  replies: [reply],
  ...more,
});

const failing = (title: string, error: JsonObject, more: Partial<Scenario> = {}): Scenario =>
  stream(title, { headers: { "x-request-id": "req_1" }, events: [...begun, error], end: "eof" }, more);

const event = (code: string, more: JsonObject = {}): JsonObject => ({
  type: "error",
  code,
  message: `It went wrong: ${code}`,
  ...more,
});
const theirBody = (code: string, type: string) => ({
  error: { code, type, message: `It went wrong: ${code}` },
});

/** Streams of the Responses API. */
export const responseStreams: readonly Scenario[] = [
  stream("a whole stream", { events: whole, end: "eof" }),
  stream("[DONE] after the last event", { events: whole }),
  stream("events after the last one", { events: [...whole, ...begun] }),
  stream("reasoning and a function call", {
    events: numbered([
      ...opening,
      {
        type: "response.reasoning_summary_part.added",
        item_id: "rs_1",
        output_index: 0,
        summary_index: 0,
        part: { type: "summary_text", text: "" },
      },
      {
        type: "response.reasoning_summary_text.delta",
        item_id: "rs_1",
        output_index: 0,
        summary_index: 0,
        delta: "Hm.",
      },
      {
        type: "response.reasoning_summary_text.done",
        item_id: "rs_1",
        output_index: 0,
        summary_index: 0,
        text: "Hm.",
      },
      {
        type: "response.reasoning_summary_part.done",
        item_id: "rs_1",
        output_index: 0,
        summary_index: 0,
        part: { type: "summary_text", text: "Hm." },
      },
      { type: "response.function_call_arguments.delta", item_id: "fc_1", output_index: 1, delta: "{}" },
      {
        type: "response.function_call_arguments.done",
        item_id: "fc_1",
        output_index: 1,
        arguments: "{}",
        name: "look",
      },
      { type: "response.completed", response: done },
    ]),
  }),
  stream("a failed response is delivered", {
    events: numbered([
      ...opening,
      {
        type: "response.failed",
        response: response("failed", { error: { code: "upstream_error", message: "It broke." } }),
      },
    ]),
  }),
  stream("an incomplete response is delivered", {
    events: numbered([
      ...opening,
      {
        type: "response.incomplete",
        response: response("incomplete", { incomplete_details: { reason: "max_output_tokens" } }),
      },
    ]),
  }),
  stream(
    "an event that nobody knows",
    { events: [{ type: "response.novel", sequence_number: 0, x: 1 }, ...whole] },
    {
      differs: {
        row: "unknown-items",
        ours: { events: [{ type: "response.novel", sequence_number: 0, x: 1 }, ...whole] },
        theirs: {
          events: [
            {
              type: "response.novel",
              sequence_number: 0,
              data: { type: "response.novel", sequence_number: 0, x: 1 },
            },
            ...whole,
          ],
        },
      },
    },
  ),
  ...(
    [
      ["rate_limit_exceeded", "rate_limit_error"],
      ["content_filtered", "invalid_request_error"],
      ["internal_error", "api_error"],
      ["client_disconnected", "api_error"],
      ["stream_duration_exceeded", "api_error"],
      ["novel_code", "api_error"],
    ] as const
  ).map(([code, type]) =>
    failing(`an error event with code ${code}`, event(code), {
      differs: {
        row: "error-event-bodies",
        ours: { "error.body": event(code) },
        theirs: { "error.body": theirBody(code, type) },
      },
    }),
  ),
  failing(
    "an error event with every field",
    event("upstream_error", {
      sequence_number: 2,
      param: "tools",
      doc_url: "https://example.com/why",
      provider: "openai",
      suggestion: "Wait.",
    }),
    {
      differs: {
        row: "error-event-bodies",
        ours: {
          "error.body": event("upstream_error", {
            sequence_number: 2,
            param: "tools",
            doc_url: "https://example.com/why",
            provider: "openai",
            suggestion: "Wait.",
          }),
        },
        theirs: {
          "error.body": {
            error: {
              ...theirBody("upstream_error", "api_error").error,
              param: "tools",
              doc_url: "https://example.com/why",
              provider: "openai",
              suggestion: "Wait.",
            },
          },
        },
      },
    },
  ),
  failing("an error event whose code is empty", event(""), {
    differs: {
      row: "error-event-bodies",
      ours: { "error.body": event("") },
      theirs: { "error.body": theirBody("", "api_error") },
    },
  }),
  failing(
    "no last event",
    { type: "response.in_progress", sequence_number: 2, response: response("in_progress") },
    {
      differs: {
        row: "stream-ends",
        ours: { "error.class": "StreamTruncatedError" },
        theirs: { "error.class": undefined },
      },
    },
  ),
];
