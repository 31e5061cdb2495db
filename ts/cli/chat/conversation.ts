import type { ChatCompletionMessageParam, Usage } from "../../chat";
import type { Client } from "../../client";
import type { RoutingMetadata } from "../../routing/routing-metadata";

/** What is asked, and how. */
export interface ConversationSettings {
  readonly model: string;
  readonly system: string | undefined;
  /** A strategy for `gateway.routing.optimize`. */
  readonly routing: string | undefined;
}

/** One answer, and what is known of it. */
export interface ChatAnswer {
  readonly text: string;
  readonly model: string;
  readonly usage: Usage | null;
  readonly routingMetadata: RoutingMetadata | null;
  /** Until the first text came, in milliseconds; `null` where none came. */
  readonly firstTextMs: number | null;
  /** The whole answer, in milliseconds. */
  readonly totalMs: number;
}

/** Where an answer goes while it is written, and what stops it. */
export interface Listener {
  readonly write: (text: string) => void;
  readonly signal: AbortSignal;
}

/** A conversation with a model, which remembers what was said. */
export class Conversation {
  settings: ConversationSettings;
  readonly #client: Client;
  #messages: ChatCompletionMessageParam[] = [];

  constructor(client: Client, settings: ConversationSettings) {
    this.#client = client;
    this.settings = settings;
  }

  /** What was said, the system prompt first. */
  get messages(): readonly ChatCompletionMessageParam[] {
    const { system } = this.settings;
    return system === undefined ? this.#messages : [{ role: "system", content: system }, ...this.#messages];
  }

  /** The answer to a message. A message that got none is forgotten; of an answer that was stopped, what came is kept. */
  async ask(content: string, { write, signal }: Listener): Promise<ChatAnswer> {
    const { model, routing } = this.settings;
    const started = performance.now();
    let [text, firstTextMs]: [string, number | null] = ["", null];
    const stream = await this.#client.chat.completions.create(
      {
        model,
        messages: [...this.messages, { role: "user", content }],
        stream: true,
        stream_options: { include_usage: true },
        ...(routing !== undefined && { gateway: { routing: { optimize: routing } } }),
      },
      { signal },
    );
    try {
      for await (const piece of stream.textStream) {
        firstTextMs ??= performance.now() - started;
        text += piece;
        write(piece);
      }
    } finally {
      if (text !== "") this.#messages.push({ role: "user", content }, { role: "assistant", content: text });
    }
    const { usage, routingMetadata } = stream;
    return { text, model, usage, routingMetadata, firstTextMs, totalMs: performance.now() - started };
  }

  /** Forgets the last message and its answer; what the message was, if there was one. */
  takeBack(): string | undefined {
    const [message] = this.#messages.splice(-2);
    return typeof message?.content === "string" ? message.content : undefined;
  }

  /** Forgets everything but the settings. */
  clear(): void {
    this.#messages = [];
  }
}
