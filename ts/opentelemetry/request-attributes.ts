import type { Attributes } from "@opentelemetry/api";
import { withoutGaps } from "./without-gaps";

/** Reading a longer body would take milliseconds of the main thread, for attributes that are only recommended. */
const MAX_BODY_LENGTH = 262_144;

type Fields = Readonly<Record<string, unknown>>;

/** What a request asks a model for, by the GenAI conventions; nothing for a body of more than 262,144 characters. */
export function requestAttributes(text: string | null): Attributes {
  const body = text === null || text.length > MAX_BODY_LENGTH ? {} : parsed(text);
  const reasoning = fieldsOf(body.reasoning);
  return withoutGaps({
    "gen_ai.request.temperature": number(body.temperature),
    "gen_ai.request.top_p": number(body.top_p),
    "gen_ai.request.top_k": integer(body.top_k),
    "gen_ai.request.seed": integer(body.seed),
    "gen_ai.request.max_tokens":
      integer(body.max_completion_tokens) ?? integer(body.max_output_tokens) ?? integer(body.max_tokens),
    "gen_ai.request.frequency_penalty": number(body.frequency_penalty),
    "gen_ai.request.presence_penalty": number(body.presence_penalty),
    "gen_ai.request.stop_sequences": stopSequences(body.stop),
    "gen_ai.request.choice.count": body.n === 1 ? undefined : integer(body.n),
    "gen_ai.request.reasoning.level": string(body.reasoning_effort) ?? string(reasoning.effort),
    "gen_ai.request.previous_response.id": string(body.previous_response_id),
    "gen_ai.output.type": outputType(body),
  });
}

/** A JSON text as an object; an empty one for anything else. */
export function parsed(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
}

/** The fields of an object, and none of anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function outputType({ response_format, text }: Fields): string | undefined {
  const type = fieldsOf(response_format ?? fieldsOf(text).format).type;
  if (type === "text") return "text";
  return type === "json_object" || type === "json_schema" ? "json" : undefined;
}

function stopSequences(stop: unknown): string[] | undefined {
  if (typeof stop === "string") return [stop];
  return Array.isArray(stop) && stop.every((one) => typeof one === "string") ? stop : undefined;
}

const number = (value: unknown) => (typeof value === "number" ? value : undefined);
const integer = (value: unknown) => (Number.isInteger(value) ? (value as number) : undefined);
const string = (value: unknown) => (typeof value === "string" ? value : undefined);
