import type { ChatCompletionChunk, Delta, StreamChoice } from "@auriko/sdk";
import { partReasoning, partText } from "../../../../ts/streaming/content-parts";
import { reasoningText } from "../../../../ts/streaming/reasoning-parts";
import { textOf, timestampOf } from "../core/answer-fields";
import { Blocks, Open } from "../core/blocks";
import type { FinishedBecause } from "../core/dialect";
import type { EventReader, PartSink } from "../core/endpoint";
import { Sources } from "../core/sources";
import type { AnswerExtras } from "../metadata/provider-metadata";
import { chatExtras, generatedImage, isGeneratedImage } from "./completion-content";
import { chatFinish } from "./finish-reason";
import { Logprobs } from "./logprobs";
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
  private readonly logprobs = new Logprobs((all) => {
    this.extras.logprobs = all;
  });

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
      if (typeof choice === "object" && choice !== null && (choice.index ?? 0) === 0) this.choice(choice);
    }
  }

  finish(): FinishedBecause {
    this.blocks.close();
    this.tools.finish();
    return chatFinish(this.reason, this.tools.count, this.extras.refusal);
  }

  abandon(): void {
    this.blocks.close();
  }

  private choice(choice: StreamChoice): void {
    const { delta, finish_reason: reason } = choice;
    if (typeof delta === "object" && delta !== null) this.delta(delta);
    if (choice.logprobs != null) this.logprobs.add(choice.logprobs);
    // Some servers send an empty reason with every chunk: it says that there is none yet.
    if (typeof reason !== "string" || reason === "") return;
    this.reason = reason;
    const native = textOf(choice.native_finish_reason);
    if (native !== "") this.extras.nativeFinishReason = native;
    this.blocks.close();
    this.tools.finish();
  }

  /** In the order in which a model thinks, speaks and acts, for providers that put several of these into one chunk. */
  private delta(delta: Delta): void {
    const { content } = delta;
    this.reasoning(reasoningText(delta));
    this.signature(textOf(delta.reasoning_signature));
    this.redacted(textOf(delta.reasoning_redacted_data));
    if (typeof content === "string") this.text(content);
    else if (Array.isArray(content)) for (const part of content as unknown[]) this.part(part);
    this.refusal(textOf(delta.refusal));
    if (Array.isArray(delta.tool_calls)) this.toolCalls(delta.tool_calls);
    if (Array.isArray(delta.images)) this.images(delta.images);
    if (delta.annotations) this.annotations(delta.annotations);
  }

  private text(text: string): void {
    if (text !== "") this.blocks.text(text);
  }

  /** A part of content that comes as a list: text or reasoning. */
  private part(part: unknown): void {
    this.reasoning(partReasoning(part));
    this.text(partText(part));
  }

  /** Text after a signature belongs to another block: a signature vouches for what came before it. */
  private reasoning(text: string): void {
    if (text === "") return;
    if (this.blocks.metadata?.signature !== undefined) this.blocks.close();
    this.blocks.reasoning(text);
  }

  private signature(piece: string): void {
    if (piece === "") return;
    if (this.blocks.open !== Open.Reasoning) this.blocks.begin(Open.Reasoning);
    const before = this.blocks.metadata?.signature ?? "";
    // Some providers repeat the whole signature, others send it in pieces.
    if (before !== piece) this.blocks.metadata = { signature: `${before}${piece}` };
  }

  private redacted(data: string): void {
    if (data === "") return;
    this.blocks.begin(Open.Reasoning);
    this.blocks.metadata = { redactedData: data };
    this.blocks.close();
  }

  private refusal(text: string): void {
    if (text === "") return;
    this.blocks.refusal(text);
    this.extras.refusal = (this.extras.refusal ?? "") + text;
  }

  private toolCalls(pieces: NonNullable<Delta["tool_calls"]>): void {
    if (pieces.length === 0) return;
    this.blocks.close();
    this.tools.add(pieces);
  }

  private images(images: readonly unknown[]): void {
    if (images.length > 0) this.blocks.close();
    for (const image of images) if (isGeneratedImage(image)) this.sink.file(generatedImage(image));
  }

  private annotations(annotations: unknown): void {
    const { added, citations } = this.sources.read(annotations);
    if (this.blocks.open === Open.Text) this.blocks.citations.push(...citations);
    for (const source of added) this.sink.emit(source);
  }

  private identify(chunk: ChatCompletionChunk): void {
    const [id, model] = [textOf(chunk.id), textOf(chunk.model)];
    if (id === "" && model === "") return;
    this.identified = true;
    this.id = id;
    Object.assign(this.extras, chatExtras(chunk));
    const timestamp = timestampOf(chunk.created);
    this.sink.emit({
      type: "response-metadata",
      ...(id !== "" && { id }),
      ...(model !== "" && { modelId: model }),
      ...(timestamp !== undefined && { timestamp }),
    });
  }
}
