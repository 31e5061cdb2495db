import type { ChatCompletion, ChatCompletionMessage, Choice } from "../chat/completion";
import { type ErrorInit, StructuredOutputError } from "../errors";
import { readingOf, type Typed } from "./output-format";
import { parseText } from "./parse-text";

/** A message whose text has been read as data. */
export interface ParsedMessage<T> extends ChatCompletionMessage {
  /** The data; `null` when the model called a tool instead. Not enumerable. */
  parsed: T | null;
}

/** A choice whose message has been read as data. */
export interface ParsedChoice<T> extends Choice {
  message: ParsedMessage<T>;
}

/** A completion whose choices have been read as data. */
export interface ParsedChatCompletion<T> extends ChatCompletion {
  choices: ParsedChoice<T>[];
  /** The data of the first choice; `null` when the model called a tool instead. Not enumerable. */
  parsed: T | null;
}

/**
 * Reads every choice of a completion as the data that `format` asks for. The completion itself is given back, with
 * `parsed` on it and on its messages; being not enumerable, that is not sent back with the message.
 * @throws StructuredOutputError with the reason: refusal, truncation, a content filter, invalid JSON or a mismatch.
 */
export async function parseCompletion<T>(
  completion: ChatCompletion,
  format: Typed<T> | object,
): Promise<ParsedChatCompletion<T>> {
  const context = {
    partial: completion,
    usage: completion.usage ?? undefined,
    routingMetadata: completion.routing_metadata ?? undefined,
    responseHeaders: (completion as { responseHeaders?: ErrorInit["responseHeaders"] }).responseHeaders,
  };
  const reading = readingOf(format);
  let first: T | null | undefined;
  for (const choice of completion.choices) {
    const text = textOf(choice, context);
    const parsed = text === null ? null : await parseText(text, reading, context);
    Object.defineProperty(choice.message, "parsed", { value: parsed, configurable: true, writable: true });
    if (first === undefined) first = parsed;
  }
  Object.defineProperty(completion, "parsed", { value: first ?? null, configurable: true, writable: true });
  return completion as ParsedChatCompletion<T>;
}

function textOf({ message, finish_reason: reason }: Choice, context: ErrorInit): string | null {
  if (typeof message.refusal === "string" && message.refusal !== "") {
    throw failed("refusal", `The model refused to answer: ${message.refusal}`, message.refusal, context);
  }
  const text = message.content ?? "";
  if (reason === "length") {
    throw failed(
      "truncated",
      "The answer ended at the token limit before the data was complete. Raise `max_completion_tokens`.",
      text,
      context,
    );
  }
  if (reason === "content_filter") {
    throw failed("content_filter", "A content filter stopped the answer.", text, context);
  }
  const hasToolCalls = (message.tool_calls?.length ?? 0) > 0;
  return text === "" && hasToolCalls ? null : text;
}

function failed(
  reason: "refusal" | "truncated" | "content_filter",
  message: string,
  text: string,
  context: ErrorInit,
): StructuredOutputError {
  return new StructuredOutputError(message, { ...context, reason, text });
}
