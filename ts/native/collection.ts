import { eventText } from "./event-decoder";
import type { Batch } from "./stream-buffer";

/**
 * What crosses from the core in one go: the grammar's one place on this side. The core's `collection` module is the other;
 * `docs/architecture.md` describes both.
 *
 * A collection is the text of one JSON array, `[batch, batch, …, index]`, and texts beside it. A batch holds the events of
 * one stream and, last, their number above the base. The index is a flat array of numbers: entries that begin with their
 * tag and the call's number, `End` or `More` behind the last, the number of batches, and the base, which is drawn anew for
 * each collection. Nothing that a server sends stands in the index, and no server knows the base.
 */
export type Collected = string | null | readonly (string | null)[];

/** What an entry of the index says, as the core's `Tag` numbers it. */
enum Tag {
  End = 0,
  More = 1,
  Events = 2,
  LastEvents = 3,
  Ready = 4,
  Probe = 5,
  Opened = 6,
  OpenedRaw = 7,
  Answered = 8,
  Failed = 9,
  Attempt = 10,
  Retry = 11,
}

/** A head as it crosses, and what comes with it. */
export interface CollectedHead {
  readonly status: number;
  readonly headers: string;
  readonly attempts: number;
  /** See `readAttemptFacts`. */
  readonly facts: string;
  /** The body of a whole answer. */
  readonly body?: string;
  /** The words behind the status of a `fetch`. */
  readonly reason?: string;
  /** Where redirects led a `fetch`; empty if none were followed. */
  readonly redirectedTo?: string;
}

/** Who takes what was collected. What one of these throws is the trouble of that call alone. */
export interface CollectionHandler {
  /** Events of a stream; `moreComes` by itself, or has to be pulled. */
  events(id: number, batch: Batch, moreComes: boolean): void;
  /** There is something to pull. */
  ready(id: number): void;
  /** Does the reader wait? */
  probe(id: number): void;
  /** An answer was opened, or is there as a whole. */
  answered(id: number, head: CollectedHead): void;
  /** A failure is to be taken. */
  failed(id: number): void;
  /** An attempt is about to be sent, or will be repeated. */
  attempt(id: number, type: "attempt" | "retry", facts: string): void;
  /** What was collected for a call could not be read or handed out. */
  broken(id: number, cause: unknown): void;
  /** The index by itself. */
  lastIndex(): string;
  /** The events of a stream's batch, one by one. */
  lastEvents(id: number): string[];
}

/** A text that does not fit into a string of this engine. */
export class TextTooLong extends Error {
  constructor() {
    super("the answer is longer than a JavaScript string can be");
  }
}

const NO_TEXTS: readonly (string | null)[] = [];

/** Hands everything that was collected to `handler`; whether another collection is worthwhile at once. */
export function readCollection(collected: Collected, handler: CollectionHandler): boolean {
  if (typeof collected === "string") return readTexts(collected, NO_TEXTS, handler);
  return collected === null
    ? readTexts(null, NO_TEXTS, handler)
    : readTexts(collected[0], collected, handler);
}

function readTexts(
  json: string | null | undefined,
  texts: readonly (string | null)[],
  handler: CollectionHandler,
): boolean {
  const batches = parsed(json);
  const index = batches?.pop() as number[] | undefined;
  if (index === undefined || index[index.length - 2] !== batches?.length) {
    // One event is no JSON, or breaks its batch open: every stream is read by itself.
    return new Walk(JSON.parse(handler.lastIndex()) as number[], undefined, texts, handler).run();
  }
  return new Walk(index, batches, texts, handler).run();
}

/** Reads the text of a pulled batch; `oneByOne` gives its events where it can't be read as a whole. */
export function readBatch(text: string, oneByOne: () => string[]): Batch {
  const events = parsed(text);
  return events !== undefined && events.pop() === events.length ? { events } : readOneByOne(oneByOne());
}

function parsed(text: string | null | undefined): unknown[] | undefined {
  try {
    return typeof text === "string" ? (JSON.parse(text) as unknown[]) : undefined;
  } catch {
    return undefined;
  }
}

function readOneByOne(texts: readonly string[]): Batch {
  const events: unknown[] = [];
  for (const text of texts) {
    try {
      events.push(JSON.parse(text));
    } catch (cause) {
      return { events, malformed: { text: eventText(text), cause } };
    }
  }
  return { events };
}

/** One way through an index, with the places in what it refers to. */
class Walk {
  private at = 0;
  private batch = 0;
  /** The first text is that of the collection. */
  private text = 1;

  constructor(
    private readonly index: readonly number[],
    private readonly batches: readonly unknown[] | undefined,
    private readonly texts: readonly (string | null)[],
    private readonly handler: CollectionHandler,
  ) {}

  run(): boolean {
    for (;;) {
      const tag = this.number() as Tag;
      if (tag === Tag.End || tag === Tag.More) return tag === Tag.More;
      const id = this.number();
      const { at, batch, text } = this;
      try {
        this.step(tag, id);
      } catch (cause) {
        this.handler.broken(id, cause);
      }
      // Wherever a step broke off, the next entry begins behind all that belongs to this one.
      this.at = at + (NUMBERS[tag] ?? 0);
      this.batch = tag === Tag.Events || tag === Tag.LastEvents ? batch + 1 : batch;
      this.text = text + (TEXTS[tag] ?? 0);
    }
  }

  private step(tag: Tag, id: number): void {
    const { handler } = this;
    switch (tag) {
      case Tag.Events:
      case Tag.LastEvents:
        handler.events(id, this.events(id), tag === Tag.Events);
        return;
      case Tag.Ready:
        handler.ready(id);
        return;
      case Tag.Probe:
        handler.probe(id);
        return;
      case Tag.Opened:
      case Tag.OpenedRaw:
      case Tag.Answered:
        handler.answered(id, this.head(tag));
        return;
      case Tag.Failed:
        handler.failed(id);
        return;
      case Tag.Attempt:
      case Tag.Retry:
        handler.attempt(id, tag === Tag.Attempt ? "attempt" : "retry", this.string());
        return;
    }
  }

  private events(id: number): Batch {
    const events = this.batches?.[this.batch] as unknown[] | undefined;
    const base = this.index[this.index.length - 1] as number;
    if (events !== undefined && events.pop() === base + events.length) return { events };
    return readOneByOne(this.handler.lastEvents(id));
  }

  private head(tag: Tag): CollectedHead {
    const [status, attempts] = [this.number(), this.number()];
    const [headers, facts] = [this.string(), this.string()];
    if (tag === Tag.Answered) return { status, headers, attempts, facts, body: this.string() };
    if (tag === Tag.Opened) return { status, headers, attempts, facts };
    return { status, headers, attempts, facts, reason: this.string(), redirectedTo: this.string() };
  }

  private number(): number {
    return this.index[this.at++] as number;
  }

  private string(): string {
    const text = this.texts[this.text++];
    if (typeof text !== "string") throw new TextTooLong();
    return text;
  }
}

/** How many numbers follow tag and call in an entry, by its tag. */
const NUMBERS: readonly number[] = [0, 0, 0, 0, 0, 0, 2, 2, 2, 0, 0, 0];

/** How many texts belong to an entry, by its tag. */
const TEXTS: readonly number[] = [0, 0, 0, 0, 0, 0, 2, 4, 3, 0, 1, 1];
