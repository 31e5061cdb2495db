/** The log probabilities of one answer, whose lists grow chunk by chunk. */
export class Logprobs {
  private content: unknown[] | undefined;

  constructor(private readonly tell: (all: unknown) => void) {}

  add(logprobs: unknown): void {
    const more = (logprobs as { content?: unknown }).content;
    if (!Array.isArray(more)) {
      if (this.content === undefined) this.tell(logprobs);
      return;
    }
    // The list is this object's own, since the events belong to whoever asked for raw chunks.
    this.content ??= [];
    for (const one of more) this.content.push(one);
    this.tell({ ...(logprobs as object), content: this.content });
  }
}
