import { addPart, spokenContent } from "./content-parts";
import { KeptFields } from "./kept-fields";
import { copyOf, isObject, type Json, sizeInMemory } from "./plain-data";
import { one, sizeOf } from "./plain-shape";
import { addReasoningDetail } from "./reasoning-details";
import { type ReasoningField, ReasoningParts, reasoningText } from "./reasoning-parts";
import type { Tally } from "./tally";
import { TextParts } from "./text-parts";
import { argumentsText } from "./tool-call-matcher";
import { ToolCallParts } from "./tool-call-parts";

/** Texts of spoken output that come in pieces. */
const audioTexts: ReadonlySet<string> = new Set(["data", "transcript"]);

/** Collects one choice of a chat completion from its deltas. */
export class ChoiceParts {
  finishReason: string | null = null;
  readonly toolCalls = new ToolCallParts();
  readonly content = new TextParts();
  readonly refusal = new TextParts();
  readonly reasoning = new ReasoningParts();

  private role = "assistant";
  private hasText = false;
  private hasContent = false;
  private hasRefusal: boolean | null = null;
  /** Content that came as a list of parts. */
  private contentParts: Json[] | undefined;
  private readonly fields = new KeptFields();
  private readonly messageFields = new KeptFields();
  private functionCall: { name: string; readonly arguments: TextParts } | undefined;

  constructor(readonly index: number) {}

  /** The piece of text in an element of `choices` that belongs to this choice and says nothing else; else `undefined`. */
  plainText(choice: Json): string | undefined {
    if (choice === null || choice.index !== this.index || choice.finish_reason != null) return undefined;
    const { logprobs, native_finish_reason: native } = choice;
    if (logprobs != null || native != null) return undefined;
    // A null that was never seen before has to be noted by the general case.
    if (logprobs === null && !this.fields.has("logprobs")) return undefined;
    if (native === null && !this.fields.has("native_finish_reason")) return undefined;
    const delta = choice.delta as Json | null | undefined;
    const content = delta?.content;
    if (typeof content !== "string" || !this.saysNoMore(delta as Json)) return undefined;
    const known = 2 + one(choice.finish_reason) + one(logprobs) + one(native);
    return sizeOf(choice) === known ? content : undefined;
  }

  /** Whether a delta with content brings nothing besides it that is new: many servers repeat the same fields with every piece. */
  private saysNoMore(delta: Json): boolean {
    const size = sizeOf(delta);
    if (size === 1) return true;
    const { role, refusal, tool_calls: toolCalls, reasoning_content: content, reasoning } = delta;
    if (role != null && role !== "" && role !== this.role) return false;
    if (toolCalls != null || refusal != null || content != null || reasoning != null) return false;
    // A null that was never seen before has to be noted by the general case.
    if (refusal === null && this.hasRefusal === null) return false;
    if (content === null && !this.messageFields.has("reasoning_content")) return false;
    if (reasoning === null && !this.messageFields.has("reasoning")) return false;
    return size === 1 + one(role) + one(refusal) + one(toolCalls) + one(content) + one(reasoning);
  }

  /** Takes in one element of a chunk's `choices`. */
  add(choice: Json, tally: Tally): void {
    for (const key of Object.keys(choice)) {
      switch (key) {
        case "delta":
          if (isObject(choice.delta)) this.addDelta(choice.delta, tally);
          break;
        case "index":
          break;
        case "finish_reason":
          // Some servers send an empty one with every chunk: it says that there is none yet.
          if (typeof choice.finish_reason === "string" && choice.finish_reason !== "") {
            this.finishReason = choice.finish_reason;
          }
          break;
        case "logprobs":
          this.fields.growObject(key, choice.logprobs, tally);
          break;
        default:
          this.fields.replace(key, choice[key], tally);
      }
    }
  }

  private addDelta(delta: Json, tally: Tally): void {
    for (const key of Object.keys(delta)) {
      const value = delta[key];
      switch (key) {
        case "content":
          if (typeof value === "string") this.addContent(value, tally);
          else if (Array.isArray(value)) this.addParts(value, tally);
          break;
        case "role":
          if (typeof value === "string" && value !== "") this.role = value;
          break;
        case "tool_calls":
          if (Array.isArray(value)) this.addToolCalls(value, tally);
          break;
        case "reasoning_content":
        case "reasoning":
          this.addReasoning(key, delta, tally);
          break;
        default:
          this.addRareField(key, value, tally);
      }
    }
  }

  /** Takes in a piece of answer text. */
  addContent(text: string, tally: Tally): void {
    this.hasContent = true;
    if (text === "") return;
    this.hasText = true;
    this.reasoning.interrupt();
    this.content.append(text);
    tally.characters += text.length;
    if (this.contentParts !== undefined) addPart(this.contentParts, text);
  }

  /** Takes in content that comes as a list of parts. The message then has such a list, as without streaming. */
  private addParts(parts: readonly unknown[], tally: Tally): void {
    tally.overhead += sizeInMemory(parts);
    this.contentParts ??= this.hasText ? [{ type: "text", text: this.content.toString() }] : [];
    for (const part of parts) {
      const { text, reasoning } = spokenContent([part]);
      addPart(this.contentParts, part);
      if (text !== "") {
        this.hasText = true;
        this.reasoning.interrupt();
        this.content.append(text);
      }
      this.reasoning.addText(reasoning);
      tally.characters += text.length + reasoning.length;
    }
  }

  private addToolCalls(pieces: readonly unknown[], tally: Tally): void {
    if (pieces.length === 0) return;
    this.reasoning.interrupt();
    this.toolCalls.add(pieces, tally);
  }

  private addReasoning(key: ReasoningField, delta: Json, tally: Tally): void {
    const value = delta[key];
    if (typeof value !== "string") {
      // Blocks of reasoning, or a null that says that there will be none.
      if (value !== undefined) this.messageFields.extend(key, value, tally);
      return;
    }
    this.reasoning.cameBy(key);
    // With the same text in both fields it is taken from the first.
    if (key === "reasoning" && typeof delta.reasoning_content === "string" && delta.reasoning_content !== "")
      return;
    this.reasoning.addText(value);
    tally.characters += value.length;
  }

  private addRareField(key: string, value: unknown, tally: Tally): void {
    const text = typeof value === "string" ? value : "";
    switch (key) {
      case "reasoning_signature":
        this.reasoning.addSignature(text, tally);
        break;
      case "reasoning_redacted_data":
        this.reasoning.addRedacted(text, tally);
        break;
      case "refusal":
        this.hasRefusal = this.hasRefusal || typeof value === "string";
        if (text !== "") this.refusal.append(text);
        tally.characters += text.length;
        break;
      case "function_call":
        if (isObject(value)) this.addFunctionCall(value, tally);
        break;
      case "annotations":
      case "images":
        this.messageFields.extend(key, value, tally);
        break;
      case "reasoning_details":
        this.messageFields.extend(key, value, tally, addReasoningDetail);
        break;
      case "audio":
        this.messageFields.growObject(key, value, tally, audioTexts);
        break;
      default:
        this.messageFields.replace(key, value, tally);
    }
  }

  private addFunctionCall(piece: Json, tally: Tally): void {
    this.functionCall ??= { name: "", arguments: new TextParts() };
    if (typeof piece.name === "string" && piece.name !== this.functionCall.name) {
      this.functionCall.name += piece.name;
      tally.overhead += piece.name.length;
    }
    if (typeof piece.arguments !== "string") return;
    this.functionCall.arguments.append(piece.arguments);
    tally.characters += piece.arguments.length;
  }

  toJSON(): Json {
    const message = this.message();
    return { index: this.index, message, finish_reason: this.finishReason, ...this.fields.toJSON() };
  }

  private message(): Json {
    const message: Json = {
      role: this.role,
      content: this.finalContent(),
      ...this.messageFields.toJSON(),
    };
    if (this.hasRefusal !== null) message.refusal = this.hasRefusal ? this.refusal.toString() : null;
    this.reasoning.writeTo(message);
    if (this.toolCalls.size > 0) message.tool_calls = this.toolCalls.toJSON(this.index);
    if (this.functionCall !== undefined) {
      const { name, arguments: parts } = this.functionCall;
      message.function_call = { name, arguments: parts.toString() };
    }
    return message;
  }

  /** A complete message has `null` where nothing was said, even if the stream opened with an empty string. */
  private finalContent(): string | Json[] | null {
    if (this.contentParts !== undefined && this.contentParts.length > 0) return copyOf(this.contentParts);
    if (this.hasText) return this.content.toString();
    const otherwise = this.toolCalls.size > 0 || this.functionCall !== undefined || this.hasRefusal === true;
    return this.hasContent && !otherwise ? "" : null;
  }
}

/** How many characters of output an element of `choices` brings, for what is counted but not kept. */
export function lengthOf({ delta }: Json): number {
  if (!isObject(delta)) return 0;
  const { text, reasoning } = spokenContent(delta.content);
  let length = text.length + reasoning.length + reasoningText(delta).length;
  if (typeof delta.refusal === "string") length += delta.refusal.length;
  if (!Array.isArray(delta.tool_calls)) return length;
  for (const piece of delta.tool_calls) {
    if (isObject(piece) && isObject(piece.function)) length += argumentsText(piece.function.arguments).length;
  }
  return length;
}
