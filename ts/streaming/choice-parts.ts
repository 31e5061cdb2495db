import { copyOf, type Fields, isObject, type Json, mergeField, replaceField } from "./merge-fields";
import { one, sizeOf } from "./plain-shape";
import { ReasoningParts } from "./reasoning-parts";
import type { Tally } from "./tally";
import { TextParts } from "./text-parts";
import { ToolCallParts } from "./tool-call-parts";

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
  private readonly fields: Fields = new Map();
  private readonly messageFields: Fields = new Map();
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
    if (typeof content !== "string" || sizeOf(delta as Json) !== 1) return undefined;
    const known = 2 + one(choice.finish_reason) + one(logprobs) + one(native);
    return sizeOf(choice) === known ? content : undefined;
  }

  /** Takes in one element of a chunk's `choices`. */
  add(choice: Json, tally: Tally): void {
    for (const key in choice) {
      switch (key) {
        case "delta":
          if (isObject(choice.delta)) this.addDelta(choice.delta, tally);
          break;
        case "index":
          break;
        case "finish_reason":
          if (typeof choice.finish_reason === "string") this.finishReason = choice.finish_reason;
          break;
        case "logprobs":
          if (choice.logprobs !== null || !this.fields.has(key))
            mergeField(this.fields, key, choice.logprobs);
          break;
        default:
          replaceField(this.fields, key, choice[key]);
      }
    }
  }

  private addDelta(delta: Json, tally: Tally): void {
    for (const key in delta) {
      const value = delta[key];
      switch (key) {
        case "content":
          if (typeof value === "string") this.addContent(value, tally);
          else if (value !== null) mergeField(this.messageFields, key, value);
          break;
        case "role":
          if (typeof value === "string" && value !== "") this.role = value;
          break;
        case "tool_calls":
          if (Array.isArray(value)) this.addToolCalls(value, tally);
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
  }

  private addToolCalls(pieces: readonly unknown[], tally: Tally): void {
    if (pieces.length === 0) return;
    this.reasoning.interrupt();
    this.toolCalls.add(pieces, tally);
  }

  private addRareField(key: string, value: unknown, tally: Tally): void {
    const text = typeof value === "string" ? value : "";
    switch (key) {
      case "reasoning_content":
        if (typeof value === "string") this.reasoning.addText(text);
        else if (value !== undefined && !this.messageFields.has(key)) this.messageFields.set(key, value);
        tally.characters += text.length;
        break;
      case "reasoning_signature":
        this.reasoning.addSignature(text);
        break;
      case "reasoning_redacted_data":
        this.reasoning.addRedacted(text);
        break;
      case "refusal":
        this.hasRefusal = this.hasRefusal || typeof value === "string";
        this.refusal.append(text);
        tally.characters += text.length;
        break;
      case "function_call":
        if (isObject(value)) this.addFunctionCall(value, tally);
        break;
      default:
        mergeField(this.messageFields, key, value);
    }
  }

  private addFunctionCall(piece: Json, tally: Tally): void {
    this.functionCall ??= { name: "", arguments: new TextParts() };
    if (typeof piece.name === "string" && piece.name !== this.functionCall.name) {
      this.functionCall.name += piece.name;
    }
    if (typeof piece.arguments !== "string") return;
    this.functionCall.arguments.append(piece.arguments);
    tally.characters += piece.arguments.length;
  }

  toJSON(): Json {
    const message = this.message();
    const fields = Object.fromEntries([...this.fields].map(([key, value]) => [key, copyOf(value)]));
    return { index: this.index, message, finish_reason: this.finishReason, ...fields };
  }

  private message(): Json {
    const message: Json = { role: this.role, content: this.finalContent() };
    for (const [key, value] of this.messageFields) {
      Object.defineProperty(message, key, {
        value: copyOf(value),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
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
  private finalContent(): string | null {
    if (this.hasText) return this.content.toString();
    const otherwise = this.toolCalls.size > 0 || this.functionCall !== undefined || this.hasRefusal === true;
    return this.hasContent && !otherwise ? "" : null;
  }
}
