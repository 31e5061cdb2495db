/**
 * What users write against the wire types. The compiler reads this file in wire-types.test.ts: every line has to
 * compile, except where an error is expected, and there it has to be one.
 */
import {
  type AssistantMessage,
  assistantMessage,
  type ChatCompletion,
  type ChatCompletionChunk,
  type ChatCompletionCreateParamsNonStreaming,
  type ChatCompletionMessageParam,
} from "../../ts/chat";
import {
  APIStatusError,
  APITimeoutError,
  type AurikoAPIError,
  BadRequestError,
  RateLimitError,
  StreamDroppedError,
} from "../../ts/errors";
import type {
  ModelResponse,
  ResponseInputItem,
  ResponseOutputItem,
  ResponseStreamEvent,
} from "../../ts/responses";
import { Optimize, type RoutingOptions } from "../../ts/routing";
import { parseCompletion, responseFormat, type StandardSchema } from "../../ts/structured-output";

declare const completion: ChatCompletion;
declare const chunk: ChatCompletionChunk;
declare const response: ModelResponse;
declare const event: ResponseStreamEvent;
declare const item: ResponseOutputItem;
declare const error: AurikoAPIError;

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_proof: Same<A, B>): void {}

export function requests(): unknown[] {
  const routing: RoutingOptions = { optimize: Optimize.TPS, weights: { cost: 1 }, data_policy: "zdr" };
  const open: RoutingOptions = { optimize: "tomorrow", ttft_percentile: "p99", tier: null };
  const messages: ChatCompletionMessageParam[] = [
    { role: "system", content: [{ type: "text", text: "x", cache_control: { type: "ephemeral" } }] },
    { role: "user", content: [{ type: "image_url", image_url: { url: "data:", detail: "low" } }] },
    { role: "tool", content: "1", tool_call_id: "t" },
  ];
  const given: ChatCompletionCreateParamsNonStreaming = {
    model: "m",
    messages,
    temperature: undefined,
    gateway: { routing },
  };
  const frozen = { model: "m", messages: [{ role: "user", content: "x" }] } as const;
  const readonly: ChatCompletionCreateParamsNonStreaming = frozen;
  // @ts-expect-error a typo in a parameter
  const typo: ChatCompletionCreateParamsNonStreaming = { model: "m", messages, max_token: 3 };
  // @ts-expect-error a typo in routing
  const deep: ChatCompletionCreateParamsNonStreaming = { model: "m", messages, routing: { max_ttft: 3 } };
  // @ts-expect-error a key of another weight
  const weights: RoutingOptions = { weights: { tps: 1 } };
  // @ts-expect-error a tool message without its id
  const tool: ChatCompletionMessageParam = { role: "tool", content: "x" };
  // @ts-expect-error a role that does not exist
  const role: ChatCompletionMessageParam = { role: "robot", content: "x" };
  return [routing, open, given, readonly, typo, deep, weights, tool, role];
}

export function answers(): unknown[] {
  same<typeof completion.model, string>(true);
  const content: string | null | undefined = completion.choices[0]?.message.content;
  const cost: number | undefined = completion.routing_metadata?.cost?.usd;
  const cached: number | null | undefined = completion.usage?.prompt_tokens_details?.cached_tokens;
  const finish =
    completion.choices[0]?.finish_reason === "length" || completion.choices[0]?.finish_reason === "new";
  const delta: string | null | undefined = chunk.choices[0]?.delta.content;
  same<typeof completion.field_of_tomorrow, unknown>(true);
  // @ts-expect-error an unknown field has to be looked at before it is used
  completion.field_of_tomorrow.length;
  const back: ChatCompletionMessageParam[] = completion.choices.map(({ message }) => message);
  const clean: AssistantMessage | undefined =
    completion.choices[0] && assistantMessage(completion.choices[0].message);
  return [content, cost, cached, finish, delta, back, clean];
}

export function responses(): unknown {
  const again: ResponseInputItem[] = [...response.output, { role: "user", content: "more" }];
  // @ts-expect-error a typo in an input item
  const typo: ResponseInputItem = { type: "function_call_output", call_id: "c", outptu: "x" };
  if (item.type === "message") {
    return item.content.map((part) => (part.type === "output_text" ? part.text.length : String(part.type)));
  }
  if (item.type === "function_call") same<typeof item.arguments, string>(true);
  if (String(item.type) === "web_search_call") return item.id;
  return [again, typo];
}

export function events(): string | ResponseOutputItem {
  switch (event.type) {
    case "response.output_text.delta":
    case "response.function_call_arguments.delta":
      return event.delta;
    case "response.completed":
    case "response.failed":
      return event.response.id;
    case "response.output_item.done":
      return event.item;
    case "error":
      return event.code;
    default: {
      const type: string = event.type;
      return type;
    }
  }
}

export function errors(): string | number | null {
  if (error instanceof RateLimitError) return error.retryAfterSeconds;
  if (error instanceof BadRequestError) return error.param;
  if (error instanceof APIStatusError) return error.code === "model_not_found" ? 1 : error.status;
  if (error instanceof APITimeoutError) {
    same<typeof error.phase, "connect" | "headers" | "idle" | "body" | "total">(true);
    return error.phase;
  }
  if (error instanceof StreamDroppedError && error.partial?.object === "chat.completion") {
    return error.partial.choices[0]?.message.content ?? null;
  }
  return error.message;
}

export async function structured(city: StandardSchema<unknown, { city: string }>): Promise<void> {
  const parsed = await parseCompletion(completion, responseFormat(city));
  same<typeof parsed.parsed, { city: string } | null>(true);
  const untyped = await parseCompletion(completion, responseFormat({ type: "object" }));
  same<typeof untyped.parsed, unknown>(true);
  const promised = await parseCompletion(completion, responseFormat<{ a: 1 }>({ type: "object" }));
  same<typeof promised.parsed, { a: 1 } | null>(true);
}
