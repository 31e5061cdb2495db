import type { RoutingMetadata } from "../../ts/routing/routing-metadata";
import { isObject } from "../call/field-checks";
import type { ModelCall } from "../call/model-call";
import type { CallUsage } from "../pricing/usage";
import { monotonicTime } from "../real-timers";
import { doneFrame, eventFrame, type Frame } from "../server/answer";
import { ApiFailure } from "../server/api-failure";
import type { RecordedRequest } from "../server/recorded-request";
import type { EventBlock } from "./event-blocks";
import type { UpstreamAnswer } from "./try-upstream";
import { readUsage } from "./upstream-usage";

/** What is known when a real provider's answer has been read to its end. */
export interface RelayOutcome {
  readonly usage: CallUsage;
  /** Milliseconds between the first and the last event. */
  readonly writingMs: number;
}

/** What a relayed answer needs to be completed. */
export interface RelayInputs {
  readonly call: ModelCall;
  readonly provider: string;
  readonly record: RecordedRequest;
  /** Counts the cost and gives `routing_metadata`. */
  readonly conclude: (outcome: RelayOutcome) => RoutingMetadata;
  /** Usage by its wire names. */
  readonly wireUsage: (usage: CallUsage) => Record<string, unknown>;
}

/** A body with usage, where the provider sent none, and routing metadata. */
export function relayBody(body: Record<string, unknown>, inputs: RelayInputs): Record<string, unknown> {
  const usage = readUsage(body.usage, inputs.call, JSON.stringify(body.choices ?? body.output ?? ""));
  const metadata = inputs.conclude({ usage, writingMs: 0 });
  return { ...body, usage: body.usage ?? inputs.wireUsage(usage), routing_metadata: metadata };
}

/** The provider's events as they come, with usage and routing metadata added at the end. */
export async function* relayEvents(answer: UpstreamAnswer, inputs: RelayInputs): AsyncGenerator<Frame> {
  const reader = inputs.call.endpoint === "responses" ? new ResponsesReader(inputs) : new ChatReader(inputs);
  const startedAt = monotonicTime();
  try {
    for await (const block of answer.events ?? []) {
      const frame = reader.read(block, monotonicTime() - startedAt);
      if (frame !== undefined) yield frame;
    }
    yield* reader.end(monotonicTime() - startedAt);
  } catch (cause) {
    if (inputs.record.end !== undefined) return;
    const message = `${inputs.provider} broke off in mid-stream: ${cause instanceof Error ? cause.message : cause}`;
    yield reader.failure(new ApiFailure("upstream_error", message, { provider: inputs.provider }));
  }
}

function parse(data: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Follows a chat stream: keeps usage and the end back, because metadata has to come between them. */
class ChatReader {
  readonly #inputs: RelayInputs;
  #head: Record<string, unknown> = { object: "chat.completion.chunk" };
  #usage: unknown;
  #text = "";
  #done = false;

  constructor(inputs: RelayInputs) {
    this.#inputs = inputs;
  }

  read(block: EventBlock): Frame | undefined {
    if (block.data === "[DONE]") {
      this.#done = true;
      return undefined;
    }
    const chunk = parse(block.data);
    if (chunk === undefined) return { kind: "text", text: block.raw };
    const { id, object, created, model } = chunk;
    if (id !== undefined) this.#head = { id, object, created, model };
    const choices = Array.isArray(chunk.choices) ? (chunk.choices as readonly unknown[]) : [];
    if (isObject(chunk.usage)) this.#usage = chunk.usage;
    if (isObject(chunk.usage) && choices.length === 0) return undefined;
    this.#text += choices.map(deltaText).join("");
    const finished = choices.some((choice) => isObject(choice) && typeof choice.finish_reason === "string");
    return { kind: "text", text: block.raw, ...(finished && { mark: "finish" as const }) };
  }

  *end(writingMs: number): Generator<Frame> {
    const usage = readUsage(this.#usage, this.#inputs.call, this.#text);
    const metadata = this.#inputs.conclude({ usage, writingMs });
    const wire = this.#usage ?? this.#inputs.wireUsage(usage);
    yield eventFrame({ ...this.#head, choices: [], usage: wire, routing_metadata: metadata });
    if (this.#done) yield doneFrame;
  }

  failure(failure: ApiFailure): Frame {
    return eventFrame({ error: failure.envelope });
  }
}

function deltaText(choice: unknown): string {
  const delta = isObject(choice) && isObject(choice.delta) ? choice.delta : {};
  const calls = Array.isArray(delta.tool_calls) ? JSON.stringify(delta.tool_calls) : "";
  return [delta.content, delta.reasoning_content].filter((text) => typeof text === "string").join("") + calls;
}

/** Follows a response stream: the terminal event gets the metadata. */
class ResponsesReader {
  readonly #inputs: RelayInputs;
  #text = "";

  constructor(inputs: RelayInputs) {
    this.#inputs = inputs;
  }

  read(block: EventBlock, writingMs: number): Frame {
    const event = parse(block.data);
    if (typeof event?.delta === "string") this.#text += event.delta;
    const type = String(event?.type ?? "");
    const terminal = ["response.completed", "response.incomplete", "response.failed"].includes(type);
    if (!terminal || !isObject(event?.response)) return { kind: "text", text: block.raw };
    const usage = readUsage(event.response.usage, this.#inputs.call, this.#text);
    const metadata = this.#inputs.conclude({ usage, writingMs });
    const response = {
      ...event.response,
      usage: event.response.usage ?? this.#inputs.wireUsage(usage),
      routing_metadata: metadata,
    };
    return eventFrame({ ...event, response }, { event: type, mark: "finish" });
  }

  *end(): Generator<Frame> {
    // The terminal event was the end.
  }

  failure(failure: ApiFailure): Frame {
    const { type: _type, ...flat } = failure.envelope;
    return eventFrame({ type: "error", ...flat }, { event: "error" });
  }
}
