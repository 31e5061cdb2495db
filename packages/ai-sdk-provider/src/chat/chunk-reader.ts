import type { ChatCompletionChunk, Delta, StreamChoice } from "@auriko/sdk";
import { Blocks, Open } from "../core/blocks";
import type { FinishedBecause } from "../core/dialect";
import type { EventReader, PartSink } from "../core/endpoint";
import { Sources } from "../core/sources";
import type { AnswerExtras } from "../metadata/provider-metadata";
import { chatExtras, generatedImage } from "./completion-content";
import { chatFinish } from "./finish-reason";
import { ToolInputs } from "./tool-inputs";

/**
 * Turns the chunks of a chat stream into parts.
 *
 * ```text
 *            reasoning_content            content              tool_calls
 * nothing ──────────────────▶ reasoning ──────────▶ text ────────────────────▶ nothing, tool inputs grow
 *    ▲                            │ signature: kept for the block's end,
 *    └────────────────────────────┘ more reasoning opens another block
 * ```
 *
 * Text and reasoning are blocks of which one is open at a time (`Blocks`); tool inputs may grow side by side
 * (`ToolInputs`).
 */
export class ChunkReader implements EventReader<ChatCompletionChunk> {
  extras: AnswerExtras = {};
  private readonly blocks: Blocks;
  private readonly tools: ToolInputs;
  private readonly sources = new Sources(() => this.id);
  private id = "";
  private identified = false;
  private reason: string | null = null;

  constructor(private readonly sink: PartSink) {
    this.blocks = new Blocks(sink.emit);
    this.tools = new ToolInputs(sink.emit);
  }

  add(chunk: ChatCompletionChunk): void {
    if (!this.identified) this.identify(chunk);
    const { choices } = chunk;
    if (!Array.isArray(choices)) return;
    for (const choice of choices) {
      // The AI SDK has one answer; further choices (`n`) have no place in it.
      if ((choice?.index ?? 0) === 0) this.choice(choice);
    }
  }

  finish(): FinishedBecause {
    this.blocks.close();
    this.tools.finish();
    return chatFinish(this.reason, this.tools.count);
  }

  abandon(): void {
    this.blocks.close();
  }

  private choice(choice: StreamChoice): void {
    const { delta, finish_reason: reason } = choice;
    if (delta !== undefined && delta !== null) this.delta(delta);
    if (choice.logprobs != null) this.logprobs(choice.logprobs);
    if (reason === undefined || reason === null) return;
    this.reason = reason;
    if (choice.native_finish_reason) this.extras.nativeFinishReason = choice.native_finish_reason;
    this.blocks.close();
    this.tools.finish();
  }

  /** In the order in which a model thinks, speaks and acts, for providers that put several of these into one chunk. */
  private delta(delta: Delta): void {
    if (delta.reasoning_content) this.reasoning(delta.reasoning_content);
    if (delta.reasoning_signature) this.signature(delta.reasoning_signature);
    if (delta.reasoning_redacted_data) this.redacted(delta.reasoning_redacted_data);
    if (delta.content) this.blocks.text(delta.content);
    if (delta.refusal) this.refusal(delta.refusal);
    if (delta.tool_calls) this.toolCalls(delta.tool_calls);
    if (delta.images) this.images(delta.images);
    if (delta.annotations) this.annotations(delta.annotations);
  }

  /** Text after a signature belongs to another block: a signature vouches for what came before it. */
  private reasoning(text: string): void {
    if (this.blocks.metadata?.signature !== undefined) this.blocks.close();
    this.blocks.reasoning(text);
  }

  private signature(piece: string): void {
    if (this.blocks.open !== Open.Reasoning) this.blocks.begin(Open.Reasoning);
    const before = this.blocks.metadata?.signature ?? "";
    // Some providers repeat the whole signature, others send it in pieces.
    if (before !== piece) this.blocks.metadata = { signature: `${before}${piece}` };
  }

  private redacted(data: string): void {
    this.blocks.begin(Open.Reasoning);
    this.blocks.metadata = { redactedData: data };
    this.blocks.close();
  }

  private refusal(text: string): void {
    this.blocks.refusal(text);
    this.extras.refusal = (this.extras.refusal ?? "") + text;
  }

  private toolCalls(pieces: NonNullable<Delta["tool_calls"]>): void {
    if (pieces.length === 0) return;
    this.blocks.close();
    this.tools.add(pieces);
  }

  private images(images: NonNullable<Delta["images"]>): void {
    if (images.length > 0) this.blocks.close();
    for (const image of images) this.sink.file(generatedImage(image));
  }

  private annotations(annotations: unknown): void {
    const { added, citations } = this.sources.read(annotations);
    if (this.blocks.open === Open.Text) this.blocks.citations.push(...citations);
    for (const source of added) this.sink.emit(source);
  }

  private logprobs(logprobs: unknown): void {
    const before = contentOf(this.extras.logprobs);
    const more = contentOf(logprobs);
    this.extras.logprobs =
      before === undefined || more === undefined
        ? logprobs
        : { ...(logprobs as object), content: [...before, ...more] };
  }

  private identify(chunk: ChatCompletionChunk): void {
    const { id, model, created } = chunk;
    if (!id && !model) return;
    this.identified = true;
    this.id = id ?? "";
    Object.assign(this.extras, chatExtras(chunk));
    this.sink.emit({
      type: "response-metadata",
      ...(id && { id }),
      ...(model && { modelId: model }),
      ...(created && { timestamp: new Date(created * 1000) }),
    });
  }
}

function contentOf(logprobs: unknown): readonly unknown[] | undefined {
  const content = (logprobs as { content?: unknown } | undefined)?.content;
  return Array.isArray(content) ? content : undefined;
}
