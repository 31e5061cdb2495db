import { completion, hello, type Scenario } from "../scenario";

const ok = [{ body: completion }];

/** What is sent, and what is refused before anything is sent. */
export const requests: readonly Scenario[] = [
  { title: "a chat completion", call: "chat", params: hello, replies: ok },
  {
    title: "every parameter of a chat completion",
    call: "chat",
    params: {
      messages: [
        { role: "system", content: "Be brief.", name: "rules" },
        { role: "developer", content: "Use metric units." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?", cache_control: { type: "ephemeral" } },
            { type: "image_url", image_url: { url: "data:image/png;base64,AA==", detail: "low" } },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "call_1", type: "function", function: { name: "look", arguments: "{}" } }],
          reasoning: [
            { type: "thinking", thinking: "Hm.", signature: "s1" },
            { type: "redacted", data: "xyz" },
          ],
        },
        { role: "tool", content: "a cat", tool_call_id: "call_1" },
      ],
      model: "gpt-5.4:ttft",
      temperature: 0,
      top_p: 0.5,
      max_tokens: 10,
      max_completion_tokens: 20,
      reasoning_effort: "high",
      reasoning: { exclude: true },
      frequency_penalty: -2,
      presence_penalty: 2,
      top_k: 40,
      min_p: 0.1,
      top_a: 0.2,
      repetition_penalty: 1.1,
      stop: ["\n", "END"],
      seed: 42,
      n: 2,
      tools: [{ type: "function", function: { name: "look", parameters: { type: "object" }, strict: true } }],
      tool_choice: { type: "function", function: { name: "look" } },
      parallel_tool_calls: false,
      response_format: { type: "json_schema", json_schema: { name: "x", schema: { type: "object" } } },
      stream_options: { include_usage: true },
      logprobs: true,
      top_logprobs: 20,
      logit_bias: { "1234": -100 },
      user: "user-1",
      web_search_options: { search_context_size: "low" },
      verbosity: "low",
      prompt_cache_key: "key",
      safety_identifier: "id",
      gateway: {
        routing: { optimize: "tps-focus", max_ttft_ms: 200 },
        metadata: { tags: ["a"], user_id: "u", trace_id: "t", custom_fields: { k: "v" } },
      },
      extensions: { anthropic: { container: "c" }, acme: { x: 1 } },
    },
    replies: ok,
  },
  {
    title: "null is left out; false, 0 and empty lists are sent",
    call: "chat",
    params: { ...hello, temperature: 0, top_p: null, logprobs: false, stop: [], user: null, tools: [] },
    replies: ok,
  },
  {
    title: "every parameter of a response",
    call: "responses",
    params: {
      input: [
        { role: "user", content: [{ type: "input_text", text: "Hello" }] },
        { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "abc" },
        { type: "function_call", call_id: "c1", name: "look", arguments: "{}" },
        { type: "function_call_output", call_id: "c1", output: "a cat" },
      ],
      model: "gpt-5.4",
      instructions: "Be brief.",
      tools: [{ type: "function", name: "look", parameters: {} }, { type: "web_search" }],
      tool_choice: "auto",
      parallel_tool_calls: true,
      max_output_tokens: 100,
      temperature: 1,
      top_p: 1,
      top_k: 5,
      top_logprobs: 0,
      frequency_penalty: 0,
      presence_penalty: 0,
      max_tool_calls: 3,
      reasoning: { effort: "low", summary: "auto" },
      text: { format: { type: "json_object" } },
      user: "user-1",
      metadata: { k: "v" },
      include: ["reasoning.encrypted_content"],
      prompt_cache_key: "key",
      safety_identifier: "id",
      truncation: "auto",
      gateway: { routing: { tier: "priority" } },
      extensions: { openai: { x: 1 } },
    },
    replies: [
      {
        body: {
          id: "resp_1",
          object: "response",
          created_at: 1,
          model: "gpt-5.4",
          status: "completed",
          output: [],
        },
      },
    ],
  },
  {
    title: "an empty gateway is left out",
    call: "chat",
    params: { ...hello, gateway: {} },
    replies: ok,
  },
  {
    title: "several models in place of one",
    call: "chat",
    params: { messages: [{ role: "user", content: "Hello" }], gateway: { models: ["gpt-5.4", "gpt-4o"] } },
    replies: ok,
  },
  {
    title: "an empty list of models counts as given",
    call: "chat",
    params: { messages: [{ role: "user", content: "Hello" }], gateway: { models: [] } },
    replies: ok,
  },
  {
    title: "an empty model name counts as given",
    call: "chat",
    params: { messages: [{ role: "user", content: "Hello" }], model: "" },
    replies: ok,
  },
  {
    title: "a model and a list of models",
    call: "chat",
    params: { ...hello, gateway: { models: [] } },
  },
  { title: "no model at all", call: "chat", params: { messages: [{ role: "user", content: "Hello" }] } },
  {
    title: "no model, but one in extra_body",
    call: "responses",
    params: { input: "Hello" },
    extraBody: { model: "gpt-5.4" },
  },
  { title: "no key", call: "construct", apiKey: null },
  { title: "an empty key", call: "construct", apiKey: "" },
  {
    title: "extra_body wins at the top and merges gateway one level deep",
    call: "chat",
    params: { ...hello, seed: 1, gateway: { routing: { optimize: "cost" }, metadata: { tags: ["a"] } } },
    extraBody: { seed: null, model: "gpt-4o", novel: { x: 1 }, gateway: { routing: { tier: "priority" } } },
    replies: ok,
  },
  {
    title: "extra_body replaces gateway when one of the two is no object",
    call: "chat",
    params: { ...hello, gateway: { routing: { optimize: "cost" } } },
    extraBody: { gateway: "none" },
    replies: ok,
  },
  {
    title: "extra_body can't change stream",
    call: "chat",
    params: hello,
    extraBody: { stream: true },
    replies: ok,
  },
  {
    title: "an older strategy in a plain object is sent as it is",
    call: "chat",
    params: { ...hello, gateway: { routing: { optimize: "speed" } } },
    replies: ok,
  },
  {
    title: "a routing option out of range in a plain object",
    call: "chat",
    params: { ...hello, gateway: { routing: { max_ttft_ms: 0 } } },
    replies: ok,
    differs: {
      row: "gateway-checks",
      ours: refusal("gateway.routing.max_ttft_ms"),
      theirs: { requests: 1, "error.class": undefined },
    },
  },
  {
    title: "an unknown routing option in a plain object",
    call: "chat",
    params: { ...hello, gateway: { routing: { optimise: "cost" } } },
    replies: ok,
    differs: {
      row: "gateway-checks",
      ours: refusal("gateway.routing.optimise"),
      theirs: { requests: 1, "error.class": undefined },
    },
  },
  {
    title: "null inside a plain gateway object",
    call: "chat",
    params: { ...hello, gateway: { routing: { optimize: "cost", tier: null } } },
    replies: ok,
    differs: {
      row: "gateway-checks",
      ours: { sent: [chatRequest({ ...hello, gateway: { routing: { optimize: "cost" } } })] },
      theirs: { sent: [chatRequest({ ...hello, gateway: { routing: { optimize: "cost", tier: null } } })] },
    },
  },
  {
    title: "typed routing options out of range",
    call: "chat",
    params: { ...hello, gateway: { routing: { only_byok: true, only_platform: true } } },
    typedGateway: true,
    replies: ok,
    differs: {
      row: "gateway-checks",
      ours: refusal("gateway.routing.only_byok"),
      theirs: { "error.class": "ValidationError" },
    },
  },
  ...["", "/", "/v1///", "/x/", "/x/v1"].map(
    (base): Scenario => ({
      title: `a base URL that ends in ${JSON.stringify(base)}`,
      call: "me",
      base,
      replies: [{ status: 404, body: { error: { type: "not_found_error", code: "c", message: "m" } } }],
    }),
  ),
];

function chatRequest(body: unknown) {
  return {
    method: "POST",
    path: "/v1/chat/completions",
    authorization: "Bearer ak_test_parity",
    contentType: "application/json",
    body,
  };
}

/** What we say to what can't be right. */
function refusal(param: string) {
  return {
    "error.class": "BadRequestError",
    "error.status": 400,
    "error.type": "invalid_request_error",
    "error.code": "invalid_parameter_value",
    "error.param": param,
    requests: 0,
    sent: [],
  };
}
