import type { AurikoAPIError } from "../errors";
import { ChoiceParts, lengthOf } from "./choice-parts";
import { KeptFields } from "./kept-fields";
import { isObject, type Json } from "./plain-data";
import { one, sizeOf } from "./plain-shape";
import { accumulationLimitReached } from "./stream-errors";
import { DEFAULT_ACCUMULATION_LIMIT } from "./stream-init";
import { newTally } from "./tally";

/** About what a choice takes in memory besides its texts, in characters. */
const CHOICE_OVERHEAD = 512;
/** Choices whose end is noted once their parts were let go. */
const MAX_CHOICES = 1024;

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
  private fields = new KeptFields();
  private readonly choices = new Map<number, ChoiceParts>();
  private latest: ChoiceParts | undefined;
  /** Which choices have ended, when their parts were let go. */
  private ended: Set<number> | undefined;
  private begun = 0;

  /** Keeps at most `limit` characters. */
  constructor(private readonly limit = DEFAULT_ACCUMULATION_LIMIT) {}

  /** Takes in one chunk. */
  add(chunk: Json): void {
    if (this.ended !== undefined) {
      this.follow(chunk, this.ended);
      return;
    }
    if (this.latest === undefined || !this.addText(chunk, this.latest)) this.addAny(chunk);
    const { characters, overhead } = this.tally;
    if (characters + overhead > this.limit) this.release();
  }

  /** Lets go what was kept of the message; what follows is only watched for its end, usage and route. */
  private release(): void {
    this.ended = new Set();
    for (const { index, finishReason } of this.choices.values()) {
      if (finishReason !== null) this.ended.add(index);
    }
    this.begun = this.choices.size;
    this.choices.clear();
    this.fields = new KeptFields();
    this.latest = undefined;
  }

  private follow(chunk: Json, ended: Set<number>): void {
    this.noteMoney(chunk);
    if (!Array.isArray(chunk.choices)) return;
    for (const [position, choice] of chunk.choices.entries()) {
      if (!isObject(choice)) continue;
      this.tally.characters += lengthOf(choice);
      const index = typeof choice.index === "number" ? choice.index : position;
      if (choice.finish_reason && ended.size < MAX_CHOICES) ended.add(index);
    }
  }

  /** Whether the message was let go, because it had grown past the limit. */
  get released(): boolean {
    return this.ended !== undefined;
  }

  /** Why there is no message, if it was let go. */
  get outgrown(): AurikoAPIError | undefined {
    return this.released ? accumulationLimitReached(this.limit) : undefined;
  }

  /** Whether any choice has come. */
  get anyChoice(): boolean {
    return this.choices.size > 0 || this.released;
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
    for (const key of Object.keys(chunk)) {
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
          this.fields.replace(key, chunk[key], this.tally);
      }
    }
    this.identified = this.id !== "" && !!this.created && !!this.tally.model;
  }

  /** Keeps usage and routing metadata of a chunk, the newest of each. */
  noteMoney(chunk: Json): void {
    if (isObject(chunk.usage)) this.tally.usage = chunk.usage;
    if (isObject(chunk.routing_metadata)) this.tally.routingMetadata = chunk.routing_metadata;
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
      this.tally.overhead += CHOICE_OVERHEAD;
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
    if (this.ended !== undefined) return this.ended.size >= Math.max(expected, this.begun);
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
      ...this.fields.toJSON(),
    };
    if (this.fingerprint !== undefined) completion.system_fingerprint = this.fingerprint;
    if (this.serviceTier !== undefined) completion.service_tier = this.serviceTier;
    if (this.tally.usage !== undefined) completion.usage = this.tally.usage;
    if (this.tally.routingMetadata !== undefined) completion.routing_metadata = this.tally.routingMetadata;
    return completion;
  }
}
