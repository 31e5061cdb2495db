import type { JSONObject } from "../spec/json";
import type { Citation, CommonStreamPart } from "../spec/parts";

/** What kind of block is open. */
export enum Open {
  Nothing,
  Text,
  Refusal,
  Reasoning,
}

/**
 * The one block of text or reasoning that is open at a time. The AI SDK wants a block closed before another begins, so
 * opening one closes what was open.
 */
export class Blocks {
  open = Open.Nothing;
  /** Told to the AI SDK when the block closes, which hands it back in the next turn. */
  metadata: JSONObject | undefined;
  /** The sources of a text block, told when it closes. */
  citations: Citation[] = [];
  private id = "";
  private count = 0;

  constructor(private readonly emit: (part: CommonStreamPart) => void) {}

  text(delta: string): void {
    if (this.open !== Open.Text) this.begin(Open.Text);
    this.emit({ type: "text-delta", id: this.id, delta });
  }

  /**
   * A refusal is no answer, so it is no text. An empty block of reasoning carries it into the next turn, where the API
   * wants it back: of empty blocks the AI SDK keeps only those.
   */
  refusal(delta: string): void {
    if (this.open !== Open.Refusal) {
      this.begin(Open.Refusal);
      this.metadata = { refusal: "" };
    }
    this.metadata = { ...this.metadata, refusal: `${this.metadata?.refusal ?? ""}${delta}` };
  }

  reasoning(delta: string): void {
    if (this.open !== Open.Reasoning) this.begin(Open.Reasoning);
    if (delta !== "") this.emit({ type: "reasoning-delta", id: this.id, delta });
  }

  begin(kind: Open.Text | Open.Refusal | Open.Reasoning): void {
    this.close();
    this.open = kind;
    this.id = String(this.count++);
    this.emit({ type: kind === Open.Text ? "text-start" : "reasoning-start", id: this.id });
  }

  close(): void {
    if (this.open === Open.Nothing) return;
    const { id, metadata, citations } = this;
    const type = this.open === Open.Text ? "text-end" : "reasoning-end";
    this.open = Open.Nothing;
    this.metadata = undefined;
    this.citations = [];
    this.emit({
      type,
      id,
      ...(metadata !== undefined && { providerMetadata: { auriko: metadata } }),
      ...(citations.length > 0 && { citations }),
    });
  }
}
