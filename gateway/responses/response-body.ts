import type { ModelResponse } from "../../ts/responses/model-response";
import type { ResponseUsage } from "../../ts/responses/usage";
import type { AnswerPlan } from "../answers/answer-plan";
import { isObject } from "../call/field-checks";
import type { ModelCall } from "../call/model-call";
import type { OutputItem } from "./output-items";

/** Settings of the request that a response repeats, with what they are when not sent. */
const ECHOED: Readonly<Record<string, unknown>> = {
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  temperature: 1,
  top_p: 1,
  frequency_penalty: 0,
  presence_penalty: 0,
  top_logprobs: 0,
  truncation: "disabled",
  user: null,
  prompt_cache_key: null,
  safety_identifier: null,
  metadata: {},
  tools: [],
  tool_choice: "auto",
  parallel_tool_calls: true,
};

/** A response that has not produced anything yet. */
export function openResponse(plan: AnswerPlan, call: ModelCall): ModelResponse {
  const echoed = Object.fromEntries(
    Object.entries(ECHOED).map(([name, otherwise]) => [name, call.body[name] ?? otherwise]),
  );
  const reasoning = isObject(call.body.reasoning) ? call.body.reasoning : {};
  const text = isObject(call.body.text) ? call.body.text : { format: { type: "text" } };
  return {
    id: plan.id,
    object: "response",
    created_at: plan.created,
    completed_at: null,
    model: plan.model,
    status: "in_progress",
    output: [],
    output_text: "",
    usage: null,
    error: null,
    incomplete_details: null,
    ...echoed,
    reasoning: {
      effort: reasoning.effort ?? null,
      summary: reasoning.summary ?? reasoning.generate_summary ?? null,
    },
    text,
    store: false,
    previous_response_id: null,
    background: false,
    service_tier: null,
  };
}

/** The finished response. */
export function closedResponse(
  plan: AnswerPlan,
  call: ModelCall,
  items: readonly OutputItem[],
): ModelResponse {
  const [choice] = plan.choices;
  const incomplete = incompleteReason(choice?.finishReason);
  return {
    ...openResponse(plan, call),
    completed_at: incomplete === undefined ? plan.created : null,
    status: incomplete === undefined ? "completed" : "incomplete",
    output: items.map((item) => item.done),
    output_text: choice?.refusal === null ? (choice.text ?? "") : "",
    usage: plan.usage as ResponseUsage,
    ...(plan.searches > 0 && { tool_usage: { web_search: { num_requests: plan.searches } } }),
    incomplete_details: incomplete === undefined ? null : { reason: incomplete },
    ...(plan.routingMetadata !== undefined && { routing_metadata: plan.routingMetadata }),
  };
}

function incompleteReason(finishReason: string | undefined): string | undefined {
  if (finishReason === "length") return "max_output_tokens";
  return finishReason === "content_filter" ? "content_filter" : undefined;
}
