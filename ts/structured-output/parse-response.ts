import { type ErrorInit, errorFromCode, StructuredOutputError } from "../errors";
import type { ModelResponse } from "../responses/model-response";
import type { ResponseMessageOutputItem } from "../responses/output-items";
import { readingOf, type Typed } from "./output-format";
import { parseText } from "./parse-text";

/** A response whose text has been read as data. */
export interface ParsedResponse<T> extends ModelResponse {
  /** The data; `null` when the model called a function instead. Not enumerable. */
  parsed: T | null;
}

/**
 * Reads the text of a response as the data that `format` asks for. The response itself is given back, with `parsed` on
 * it. Commentary that precedes the final answer is not part of the data.
 * @throws StructuredOutputError with the reason: refusal, truncation, a content filter, invalid JSON or a mismatch;
 *   for a failed response the error that it carries.
 */
export async function parseResponse<T>(
  response: ModelResponse,
  format: Typed<T> | object,
): Promise<ParsedResponse<T>> {
  const context = {
    partial: response,
    usage: response.usage ?? undefined,
    routingMetadata: response.routing_metadata ?? undefined,
    responseHeaders: (response as { responseHeaders?: ErrorInit["responseHeaders"] }).responseHeaders,
  };
  const text = textOf(response, context);
  const parsed = text === null ? null : await parseText(text, readingOf(format), context);
  Object.defineProperty(response, "parsed", { value: parsed, configurable: true, writable: true });
  return response as ParsedResponse<T>;
}

function textOf(response: ModelResponse, context: ErrorInit): string | null {
  const { status, error } = response;
  if (status === "failed") {
    throw errorFromCode(error?.code ?? "", error?.message ?? "The response failed without saying why.", {
      ...context,
      param: error?.param,
      provider: error?.provider,
      suggestion: error?.suggestion,
      docUrl: error?.doc_url,
      body: response,
    });
  }
  const messages = response.output.filter(isFinalMessage);
  const parts = messages.flatMap(({ content }) => content);
  const refusal = parts.find((part) => part.type === "refusal");
  if (refusal?.type === "refusal") {
    const message = `The model refused to answer: ${refusal.refusal}`;
    throw new StructuredOutputError(message, { ...context, reason: "refusal", text: refusal.refusal });
  }
  const joined = parts.map((part) => (part.type === "output_text" ? part.text : "")).join("");
  const text = joined === "" && messages.length === 0 ? (response.output_text ?? "") : joined;
  if (status === "incomplete") throw incomplete(response, text, context);
  const calls = response.output.some((item) => item.type === "function_call");
  return text === "" && calls ? null : text;
}

function isFinalMessage(item: ModelResponse["output"][number]): item is ResponseMessageOutputItem {
  return item.type === "message" && item.phase !== "commentary";
}

function incomplete(response: ModelResponse, text: string, context: ErrorInit): StructuredOutputError {
  const why = response.incomplete_details?.reason;
  if (why === "content_filter") {
    const message = "A content filter stopped the answer.";
    return new StructuredOutputError(message, { ...context, reason: "content_filter", text });
  }
  return new StructuredOutputError(
    `The answer ended before the data was complete${why === undefined ? "" : ` (${why})`}. Raise \`max_output_tokens\`.`,
    { ...context, reason: "truncated", text },
  );
}
