import type { Json } from "./plain-data";
import type { Tally } from "./tally";
import { TextParts } from "./text-parts";

/** The fields in which servers send reasoning as text. */
export type ReasoningField = "reasoning_content" | "reasoning";

/**
 * The reasoning text of a delta, whichever field brings it. Some servers send both fields with the same text, which is
 * one piece of reasoning.
 */
export function reasoningText(delta: { reasoning_content?: unknown; reasoning?: unknown }): string {
  const { reasoning_content: content, reasoning } = delta;
  if (typeof content === "string" && content !== "") return content;
  return typeof reasoning === "string" ? reasoning : "";
}

/**
 * Collects the reasoning of one message: the text as a whole, and the blocks that have to be sent back unchanged in
 * the next turn. A signature closes the block of text before it; redacted data is a block of its own. Text without a
 * signature makes no block, since the API would not take it back.
 */
export class ReasoningParts {
  private readonly blocks: Json[] = [];
  private readonly text = new TextParts();
  private open = new TextParts();
  /** The block whose signature came last, while nothing else has come since. */
  private signed: Json | undefined;
  private readonly fields = new Set<ReasoningField>();

  /** Notes that a field brought text, be it empty. */
  cameBy(field: ReasoningField): void {
    this.fields.add(field);
  }

  addText(piece: string): void {
    if (piece === "") return;
    this.signed = undefined;
    this.text.append(piece);
    this.open.append(piece);
  }

  addSignature(piece: string, tally: Tally): void {
    if (piece === "") return;
    if (this.signed === undefined) {
      const thinking = this.open.toString();
      this.signed = { type: "thinking", thinking, signature: piece };
      this.blocks.push(this.signed);
      this.open = new TextParts();
      tally.overhead += thinking.length + piece.length;
    } else if (this.signed.signature !== piece) {
      this.signed.signature += piece;
      tally.overhead += piece.length;
    }
  }

  addRedacted(data: string, tally: Tally): void {
    if (data === "") return;
    this.interrupt();
    this.blocks.push({ type: "redacted", data });
    tally.overhead += data.length;
  }

  /** Other output came: the next signature belongs to another block. */
  interrupt(): void {
    this.signed = undefined;
  }

  get textSoFar(): string {
    return this.text.toString();
  }

  /** Adds `reasoning_content` and `reasoning` to a message, where there were any. */
  writeTo(message: Json): void {
    if (this.fields.has("reasoning_content")) message.reasoning_content = this.text.toString();
    if (this.blocks.length > 0) message.reasoning = this.blocks.map((block) => ({ ...block }));
    else if (this.fields.has("reasoning")) message.reasoning = this.text.toString();
  }
}
