import { ChoiceParts } from "./choice-parts";
import { type Fields, isObject, type Json, mergeField, replaceField } from "./merge-fields";
import { one, sizeOf } from "./plain-shape";
import { newTally } from "./tally";

/**
 * Folds the chunks of a chat stream, as they are handed out, into the completion that the call without streaming would
 * have returned.
 *
 * Every chunk is folded at once and not kept: that costs some tens of nanoseconds for a text delta, while keeping
 * chunks for later would hold several hundred bytes for each of them.
 */
export class ChatAccumulator {
  readonly tally = newTally();
  /** Whether any chunk has come. */
  started = false;

  private id = "";
  private created: unknown;
  /** Whether id, time and model are known, so that later chunks need not be asked. */
  private identified = false;
  private fingerprint: unknown;
  private serviceTier: unknown;
  private readonly fields: Fields = new Map();
  private readonly choices = new Map<number, ChoiceParts>();
  private latest: ChoiceParts | undefined;

  /** Takes in one chunk. */
  add(chunk: Json): void {
    if (this.latest === undefined || !this.addText(chunk, this.latest)) this.addAny(chunk);
  }

  /**
   * The common case: a chunk that brings a piece of text for the choice at hand and nothing else. Says whether it was
   * one. Unknown fields are noticed by counting, which is cheaper than looking at the name of each.
   */
  private addText(chunk: Json, latest: ChoiceParts): boolean {
    const choices = chunk.choices as readonly Json[];
    if (choices?.length !== 1 || chunk.usage != null || chunk.routing_metadata != null) return false;
    const content = latest.plainText(choices[0] as Json);
    if (content === undefined || !this.identified) return false;
    const { system_fingerprint: fingerprint, service_tier: tier } = chunk;
    const known =
      one(chunk.id) +
      one(chunk.object) +
      one(chunk.created) +
      one(chunk.model) +
      one(chunk.usage) +
      one(chunk.routing_metadata) +
      one(fingerprint) +
      one(tier);
    if (sizeOf(chunk) !== known + 1) return false;
    if (fingerprint !== undefined) this.fingerprint = fingerprint ?? this.fingerprint ?? null;
    if (tier !== undefined) this.serviceTier = tier ?? this.serviceTier ?? null;
    latest.addContent(content, this.tally);
    return true;
  }

  private addAny(chunk: Json): void {
    this.started = true;
    for (const key in chunk) {
      switch (key) {
        case "choices":
          if (Array.isArray(chunk.choices)) this.addChoices(chunk.choices);
          break;
        case "id":
          if (this.id === "" && typeof chunk.id === "string") this.id = chunk.id;
          break;
        case "created":
          if (this.created === undefined || this.created === 0) this.created = chunk.created ?? undefined;
          break;
        case "model":
          if (!this.tally.model && typeof chunk.model === "string") this.tally.model = chunk.model;
          break;
        case "object":
          break;
        case "usage":
        case "routing_metadata":
          this.noteMoney(chunk);
          break;
        case "system_fingerprint":
          this.fingerprint = chunk.system_fingerprint ?? this.fingerprint ?? null;
          break;
        case "service_tier":
          this.serviceTier = chunk.service_tier ?? this.serviceTier ?? null;
          break;
        default:
          this.addUnknown(key, chunk[key]);
      }
    }
    this.identified = this.id !== "" && !!this.created && !!this.tally.model;
  }

  /** Keeps usage and routing metadata of a chunk, the newest of each. */
  noteMoney(chunk: Json): void {
    if (isObject(chunk.usage)) this.tally.usage = chunk.usage;
    if (isObject(chunk.routing_metadata)) this.tally.routingMetadata = chunk.routing_metadata;
  }

  private addUnknown(key: string, value: unknown): void {
    if (Array.isArray(value)) mergeField(this.fields, key, value);
    else replaceField(this.fields, key, value);
  }

  private addChoices(choices: readonly unknown[]): void {
    for (let position = 0; position < choices.length; position++) {
      const choice = choices[position];
      if (!isObject(choice)) continue;
      const index = typeof choice.index === "number" ? choice.index : position;
      const parts = this.latest;
      (parts !== undefined && parts.index === index ? parts : this.choice(index)).add(choice, this.tally);
    }
  }

  private choice(index: number): ChoiceParts {
    let parts = this.choices.get(index);
    if (parts === undefined) {
      parts = new ChoiceParts(index);
      this.choices.set(index, parts);
    }
    this.latest = parts;
    return parts;
  }

  /** The choice with this index, as far as it came. */
  partsOf(index: number): ChoiceParts | undefined {
    return this.choices.get(index);
  }

  get parts(): Iterable<ChoiceParts> {
    return this.choices.values();
  }

  /** Whether at least `expected` choices came, and every one has said why it ended. */
  isComplete(expected: number): boolean {
    if (this.choices.size < expected) return false;
    for (const choice of this.choices.values()) if (choice.finishReason === null) return false;
    return true;
  }

  /** The completion so far. */
  toJSON(): Json {
    const ordered = [...this.choices.values()].sort((a, b) => a.index - b.index);
    const completion: Json = {
      id: this.id,
      object: "chat.completion",
      created: this.created ?? 0,
      model: this.tally.model ?? "",
      choices: ordered.map((choice) => choice.toJSON()),
      ...Object.fromEntries(this.fields),
    };
    if (this.fingerprint !== undefined) completion.system_fingerprint = this.fingerprint;
    if (this.serviceTier !== undefined) completion.service_tier = this.serviceTier;
    if (this.tally.usage !== undefined) completion.usage = this.tally.usage;
    if (this.tally.routingMetadata !== undefined) completion.routing_metadata = this.tally.routingMetadata;
    return completion;
  }
}
