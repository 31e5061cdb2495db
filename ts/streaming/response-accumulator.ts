import type { AurikoAPIError } from "../errors";
import { isObject, type Json } from "./plain-data";
import { ResponseParts } from "./response-parts";
import { accumulationLimitReached } from "./stream-errors";
import { DEFAULT_ACCUMULATION_LIMIT } from "./stream-init";
import { newTally } from "./tally";
import { TextParts } from "./text-parts";

const terminal: ReadonlySet<unknown> = new Set([
  "response.completed",
  "response.incomplete",
  "response.failed",
]);

/** Folds the events of a Responses stream into the response. */
export class ResponseAccumulator {
  readonly tally = newTally();
  /** Whether any event has come. */
  started = false;
  /** The response of the terminal event. */
  completed: Json | undefined;

  /** Whether what was collected was let go, because it had grown past the limit. */
  released = false;

  private base: Json = {};
  private parts = new ResponseParts(this.tally);
  private spoken = new TextParts();

  /** Keeps at most `limit` characters. */
  constructor(private readonly limit = DEFAULT_ACCUMULATION_LIMIT) {}

  /** Takes in one event; says whether it is the last one. */
  add(event: Json): boolean {
    this.started = true;
    if (this.released) return this.follow(event);
    const last = this.fold(event);
    if (this.tally.characters + this.tally.overhead > this.limit) this.release();
    return last;
  }

  /** Lets go what was collected; the terminal event brings the whole response all the same. */
  private release(): void {
    this.released = true;
    this.parts = new ResponseParts(this.tally);
    this.spoken = new TextParts();
  }

  private follow(event: Json): boolean {
    if (typeof event.delta === "string") this.tally.characters += event.delta.length;
    return this.addResponse(event);
  }

  /** Why there is no response, if it was let go and no terminal event has brought it. */
  get outgrown(): AurikoAPIError | undefined {
    if (!this.released || this.completed !== undefined) return undefined;
    return accumulationLimitReached(this.limit);
  }

  private fold(event: Json): boolean {
    switch (event.type) {
      case "response.output_text.delta":
        if (typeof event.delta === "string") this.spoken.append(event.delta);
        this.grow("content", event, event.content_index);
        return false;
      case "response.reasoning_summary_text.delta":
        this.grow("summary", event, event.summary_index);
        return false;
      case "response.function_call_arguments.delta":
        this.grow("arguments", event, 0);
        return false;
      default:
        return this.addRare(event);
    }
  }

  private grow(list: "content" | "summary" | "arguments", event: Json, position: unknown): void {
    if (typeof event.delta !== "string") return;
    this.tally.characters += event.delta.length;
    this.parts.textAt(list, event.output_index, position).append(event.delta);
  }

  private addRare(event: Json): boolean {
    const { type, output_index: output } = event;
    switch (type) {
      case "response.output_item.added":
      case "response.output_item.done":
        this.parts.setItem(output, event.item);
        return false;
      case "response.content_part.added":
      case "response.content_part.done":
        this.parts.setPart("content", output, event.content_index, event.part);
        return false;
      case "response.reasoning_summary_part.added":
      case "response.reasoning_summary_part.done":
        this.parts.setPart("summary", output, event.summary_index, event.part);
        return false;
      case "response.output_text.done":
        this.parts.setText("content", output, event.content_index, event.text);
        return false;
      case "response.reasoning_summary_text.done":
        this.parts.setText("summary", output, event.summary_index, event.text);
        return false;
      case "response.function_call_arguments.done":
        this.parts.setText("arguments", output, 0, event.arguments);
        return false;
      default:
        return this.addResponse(event);
    }
  }

  /** Events that bring the response itself: at the beginning, and the last one. */
  private addResponse(event: Json): boolean {
    if (!isObject(event.response)) return false;
    const last = terminal.has(event.type);
    if (!last && event.type !== "response.created" && event.type !== "response.in_progress") return false;
    this.base = event.response;
    this.noteMoney(event);
    if (last) this.completed = withStatus(event.response, String(event.type));
    return last;
  }

  /** Keeps usage, cost and model of an event's response. */
  noteMoney({ response }: Json): void {
    if (!isObject(response)) return;
    if (isObject(response.usage)) this.tally.usage = response.usage;
    if (isObject(response.routing_metadata)) this.tally.routingMetadata = response.routing_metadata;
    if (typeof response.model === "string") this.tally.model = response.model;
  }

  /** All answer text so far. */
  get outputText(): string {
    if (this.completed === undefined) return this.spoken.toString();
    const { output_text: joined, output } = this.completed;
    return typeof joined === "string" && joined !== "" ? joined : textOfItems(output);
  }

  /** The response so far: that of the terminal event, once it has come. */
  toJSON(): Json {
    if (this.completed !== undefined) return this.completed;
    return { status: "in_progress", ...this.base, object: "response", output: this.parts.toJSON() };
  }
}

/** Some servers say only in the event's name how the response ended. */
function withStatus(response: Json, type: string): Json {
  if (typeof response.status === "string" && response.status !== "") return response;
  return { ...response, status: type.slice("response.".length) };
}

function textOfItems(items: unknown): string {
  let text = "";
  for (const item of Array.isArray(items) ? items : []) {
    if (!isObject(item) || item.type !== "message" || !Array.isArray(item.content)) continue;
    for (const part of item.content) {
      if (isObject(part) && part.type === "output_text" && typeof part.text === "string") text += part.text;
    }
  }
  return text;
}
