import { isObject, type Json } from "./merge-fields";
import { ResponseParts } from "./response-parts";
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

  private base: Json = {};
  private readonly parts = new ResponseParts();
  private readonly spoken = new TextParts();

  /** Takes in one event; says whether it is the last one. */
  add(event: Json): boolean {
    this.started = true;
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
    if (last) this.completed = event.response;
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
