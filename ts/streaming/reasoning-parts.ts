import type { Json } from "./merge-fields";
import { TextParts } from "./text-parts";

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
  private hasText = false;

  addText(piece: string): void {
    this.hasText = true;
    if (piece === "") return;
    this.signed = undefined;
    this.text.append(piece);
    this.open.append(piece);
  }

  addSignature(piece: string): void {
    if (piece === "") return;
    if (this.signed === undefined) {
      this.signed = { type: "thinking", thinking: this.open.toString(), signature: piece };
      this.blocks.push(this.signed);
      this.open = new TextParts();
    } else if (this.signed.signature !== piece) {
      this.signed.signature += piece;
    }
  }

  addRedacted(data: string): void {
    if (data === "") return;
    this.interrupt();
    this.blocks.push({ type: "redacted", data });
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
    if (this.hasText) message.reasoning_content = this.text.toString();
    if (this.blocks.length > 0) message.reasoning = this.blocks.map((block) => ({ ...block }));
  }
}
