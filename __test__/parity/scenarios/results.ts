import { completion, hello, type JsonObject, type Scenario } from "../scenario";

const route = completion.routing_metadata as JsonObject;
const withRoute = (changes: JsonObject): JsonObject => ({
  ...completion,
  routing_metadata: { ...route, ...changes },
});

/** Answers that Python refuses although the call succeeded. */
const unread = { "error.class": "ValidationError" };

const response: JsonObject = {
  id: "resp_1",
  object: "response",
  created_at: 1_790_000_000,
  completed_at: 1_790_000_001,
  model: "gpt-5.4",
  status: "completed",
  output: [
    {
      type: "reasoning",
      id: "rs_1",
      summary: [{ type: "summary_text", text: "Hm." }],
      encrypted_content: "e",
    },
    {
      type: "message",
      id: "msg_1",
      role: "assistant",
      status: "completed",
      content: [{ type: "output_text", text: "Hi.", annotations: [] }],
      phase: "final_answer",
    },
    {
      type: "function_call",
      id: "fc_1",
      call_id: "c1",
      name: "look",
      arguments: "{}",
      status: "completed",
    },
    { type: "image_generation_call", id: "ig_1", status: "completed", result: "AA==" },
  ],
  output_text: "Hi.",
  usage: {
    input_tokens: 3,
    output_tokens: 2,
    total_tokens: 5,
    input_tokens_details: { cached_tokens: 1, cache_write_tokens: 2 },
    output_tokens_details: { reasoning_tokens: 1, image_tokens: 0 },
  },
  routing_metadata: route,
  novel: { deep: [1, { x: true }] },
};

const search: JsonObject = {
  type: "web_search_call",
  id: "ws_1",
  status: "completed",
  action: { query: "x" },
};
const refusal: JsonObject = {
  type: "message",
  id: "msg_1",
  role: "assistant",
  status: "completed",
  content: [{ type: "refusal", refusal: "No." }],
};

/** Good answers. */
export const results: readonly Scenario[] = [
  {
    title: "every field of a chat completion, and fields that nobody knows",
    call: "chat",
    params: hello,
    replies: [
      {
        headers: {
          "x-request-id": "req_1",
          "x-ratelimit-limit-requests": "100",
          "x-ratelimit-remaining-requests": " 99 ",
          "x-ratelimit-reset-requests": "2026-11-21T00:00:00Z",
          "x-credits-balance-microdollars": "12345678",
          "x-token-count-model": "gpt-5.4",
          "retry-after": "1.5",
        },
        body: {
          ...completion,
          system_fingerprint: "fp",
          service_tier: "default",
          novel: [1, 2],
          choices: [
            {
              index: 0,
              finish_reason: "tool_calls",
              native_finish_reason: "tool_use",
              logprobs: { content: [] },
              novel: true,
              message: {
                role: "assistant",
                content: null,
                refusal: null,
                reasoning_content: "Hm.",
                reasoning: [{ type: "thinking", thinking: "Hm.", signature: "s" }],
                images: [{ type: "image", mime_type: "image/png", data: "AA==", thought_signature: "t" }],
                annotations: [{ type: "x" }],
                tool_calls: [
                  {
                    id: "call_1",
                    type: "function",
                    function: { name: "look", arguments: '{"a":1}' },
                    provider_signature: "sig",
                  },
                ],
              },
            },
          ],
          usage: {
            prompt_tokens: 10,
            completion_tokens: 20,
            total_tokens: 30,
            prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 2, cache_creation_tokens: 2 },
            completion_tokens_details: { reasoning_tokens: 5, novel_tokens: 1 },
          },
          routing_metadata: {
            ...route,
            ttft_ms: 120.5,
            throughput_tps: 80,
            cost: { usd: 0.1, cache_savings_percent: 47, cache_savings_usd: 0.01, hosted_tool_usd: 0.02 },
            warnings: [{ type: "unsupported_parameter", code: "seed_dropped", message: "seed was dropped" }],
            novel: 1,
          },
        },
      },
    ],
  },
  {
    title: "a compressed answer",
    call: "chat",
    params: hello,
    replies: [{ compressed: true, body: { ...completion, text: "ä".repeat(3000) } }],
  },
  {
    title: "JSON that is declared as text, with status 201",
    call: "chat",
    params: hello,
    replies: [{ status: 201, headers: { "content-type": "text/plain" }, body: completion }],
  },
  {
    title: "numbers at the edge of what JSON readers agree on",
    call: "chat",
    params: hello,
    replies: [{ body: { ...completion, created: 9_007_199_254_740_991, tiny: 5e-324, negative: -0.5 } }],
  },
  {
    title: "headers that can't be read",
    call: "chat",
    params: hello,
    replies: [
      {
        headers: {
          "x-ratelimit-limit-requests": "9.5",
          "x-ratelimit-remaining-requests": "many",
          "x-credits-balance-microdollars": "",
          "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT",
        },
        body: completion,
      },
    ],
  },
  {
    title: "routing metadata of the oldest generation",
    call: "chat",
    params: hello,
    replies: [
      {
        body: withRoute({
          total_latency_ms: 900,
          tier: "flex",
          cost: { input_tokens: 3, output_tokens: 2, billable_cost_usd: 0.1 },
        }),
      },
    ],
    differs: { row: "lenient-answers", theirs: unread },
  },
  {
    title: "a warning that is plain text",
    call: "chat",
    params: hello,
    replies: [{ body: withRoute({ warnings: ["seed was dropped"] }) }],
    differs: { row: "lenient-answers", theirs: unread },
  },
  {
    title: "a warning of a new type",
    call: "chat",
    params: hello,
    replies: [{ body: withRoute({ warnings: [{ type: "novel", code: "c", message: "m" }] }) }],
    differs: { row: "lenient-answers", theirs: unread },
  },
  {
    title: "an answer of another shape",
    call: "chat",
    params: hello,
    replies: [{ body: { id: "x", object: "something.else" } }],
    differs: { row: "lenient-answers", theirs: unread },
  },
  {
    title: "a response with every kind of item",
    call: "responses",
    params: { model: "m", input: "Hi" },
    replies: [{ body: response }],
  },
  {
    title: "a failed response is a result",
    call: "responses",
    params: { model: "m", input: "Hi" },
    replies: [
      {
        body: {
          ...response,
          status: "failed",
          output: [],
          error: { code: "upstream_error", message: "It broke.", provider: "openai" },
        },
      },
    ],
  },
  {
    title: "an output item of a kind that nobody knows",
    call: "responses",
    params: { model: "m", input: "Hi" },
    replies: [{ body: { ...response, output: [search] } }],
    differs: {
      row: "unknown-items",
      ours: { result: { ...response, output: [search] } },
      theirs: { result: { ...response, output: [{ type: "web_search_call", data: search }] } },
    },
  },
  {
    title: "a refusal in a response",
    call: "responses",
    params: { model: "m", input: "Hi" },
    replies: [{ body: { ...response, output: [refusal] } }],
    differs: {
      row: "unknown-items",
      ours: { result: { ...response, output: [refusal] } },
      theirs: { result: { ...response, output: [{ type: "message", data: refusal }] } },
    },
  },
];
