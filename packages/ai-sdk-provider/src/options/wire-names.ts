// Generated from ts/request-body/parameters.json by `npm run types`; change it there.

/** Options of a chat model that are parameters of the request, with their names on the wire. */
export const CHAT_WIRE_NAMES = {
  reasoning: "reasoning",
  minP: "min_p",
  topA: "top_a",
  repetitionPenalty: "repetition_penalty",
  logitBias: "logit_bias",
  logprobs: "logprobs",
  topLogprobs: "top_logprobs",
  user: "user",
  parallelToolCalls: "parallel_tool_calls",
  webSearchOptions: "web_search_options",
  verbosity: "verbosity",
  promptCacheKey: "prompt_cache_key",
  promptCacheRetention: "prompt_cache_retention",
  safetyIdentifier: "safety_identifier",
  extensions: "extensions",
};

/** The same for a Responses model. */
export const RESPONSES_WIRE_NAMES = {
  topLogprobs: "top_logprobs",
  user: "user",
  parallelToolCalls: "parallel_tool_calls",
  promptCacheKey: "prompt_cache_key",
  safetyIdentifier: "safety_identifier",
  extensions: "extensions",
  maxToolCalls: "max_tool_calls",
  include: "include",
  truncation: "truncation",
};
