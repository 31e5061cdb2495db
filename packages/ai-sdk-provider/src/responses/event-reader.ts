import type {
  ModelResponse,
  ResponseFunctionCallOutputItem,
  ResponseMessageOutputItem,
  ResponseOutputItem,
  ResponseReasoningOutputItem,
  ResponseStreamEvent,
} from "@auriko/sdk";
import { Blocks, Open } from "../core/blocks";
import type { FinishedBecause } from "../core/dialect";
import type { EventReader, PartSink } from "../core/endpoint";
import { Sources } from "../core/sources";
import type { AnswerExtras } from "../metadata/provider-metadata";
import type { CallOptions } from "../spec/call-options";
import { failedResponse } from "./failed-response";
import { responseFinish } from "./finish-reason";
import {
  functionCallPart,
  generatedImage,
  hostedParts,
  messageMetadata,
  otherItem,
  reasoningMetadata,
} from "./output-content";

/** A function call whose arguments are arriving. */
interface GrowingCall {
  readonly id: string;
  received: boolean;
}

/**
 * Turns the events of a Responses stream into parts. Items follow one another; what an item means for the next turn
 * is only known when it is done, so its block stays open until then, unless another one begins.
 */
export class ResponseEventReader implements EventReader<ResponseStreamEvent> {
  extras: AnswerExtras = {};
  private readonly blocks: Blocks;
  private readonly sources = new Sources(() => this.response?.id ?? "response");
  /** By item id. */
  private readonly growing = new Map<string, GrowingCall>();
  /** Items of which something has been shown. */
  private readonly shown = new Set<string>();
  private response: ModelResponse | undefined;
  private identified = false;
  private calls = 0;

  constructor(
    private readonly sink: PartSink,
    private readonly options: CallOptions,
  ) {
    this.blocks = new Blocks(sink.emit);
  }

  add(event: ResponseStreamEvent): void {
    switch (event.type) {
      case "response.output_text.delta":
        this.text(event.item_id, event.delta);
        break;
      case "response.reasoning_summary_text.delta":
        this.reasoning(event.item_id, event.delta);
        break;
      case "response.function_call_arguments.delta":
        this.argumentsOf(event.item_id, event.delta);
        break;
      case "response.reasoning_summary_part.added":
        this.summaryPart(event.item_id);
        break;
      case "response.output_item.added":
        this.itemAdded(event.item);
        break;
      case "response.output_item.done":
        this.itemDone(event.item);
        break;
      case "response.created":
      case "response.in_progress":
        this.identify(event.response);
        break;
      case "response.completed":
      case "response.incomplete":
      case "response.failed":
        this.ended(event.response);
        break;
      default:
        if (String(event.type) === "response.refusal.delta") this.refusal(event.delta);
    }
  }

  /** @throws APIStatusError when the response failed. */
  finish(): FinishedBecause {
    this.blocks.close();
    if (this.response?.status === "failed") throw failedResponse(this.response, null);
    return responseFinish(this.response, this.calls);
  }

  abandon(): void {
    this.blocks.close();
  }

  private text(item: string, delta: string): void {
    if (delta === "") return;
    this.shown.add(item);
    this.blocks.text(delta);
  }

  private refusal(delta: unknown): void {
    if (typeof delta !== "string" || delta === "") return;
    this.blocks.refusal(delta);
    this.extras.refusal = (this.extras.refusal ?? "") + delta;
  }

  private summaryPart(item: string): void {
    this.shown.add(item);
    this.blocks.begin(Open.Reasoning);
    this.blocks.metadata = { itemId: item };
  }

  private reasoning(item: string, delta: string): void {
    if (this.blocks.open !== Open.Reasoning) this.summaryPart(item);
    this.blocks.reasoning(delta);
  }

  private itemAdded(item: ResponseOutputItem): void {
    this.blocks.close();
    if (item.type !== "function_call") return;
    this.growing.set(item.id, { id: item.call_id, received: false });
    this.sink.emit({ type: "tool-input-start", id: item.call_id, toolName: item.name });
    if (item.arguments) this.argumentsOf(item.id, item.arguments);
  }

  private argumentsOf(item: string, delta: string): void {
    const call = this.growing.get(item);
    if (call === undefined || delta === "") return;
    call.received = true;
    this.sink.emit({ type: "tool-input-delta", id: call.id, delta });
  }

  private itemDone(item: ResponseOutputItem): void {
    switch (item.type) {
      case "message":
        this.messageDone(item);
        break;
      case "reasoning":
        this.reasoningDone(item);
        break;
      case "function_call":
        this.callDone(item);
        break;
      case "image_generation_call":
        this.blocks.close();
        if (item.result) this.sink.file(generatedImage(item));
        break;
      default:
        this.otherDone(item);
    }
  }

  private messageDone(item: ResponseMessageOutputItem): void {
    const parts = item.content ?? [];
    if (!this.shown.has(item.id)) {
      for (const part of parts) if (part.type === "output_text") this.text(item.id, part.text);
    }
    const named = parts.map((part) => this.sources.read(part.type === "output_text" ? part.annotations : []));
    const kind = this.blocks.open;
    if (kind === Open.Text || kind === Open.Refusal) {
      this.blocks.metadata = { ...this.blocks.metadata, ...messageMetadata(item) };
      this.blocks.citations = named.flatMap(({ citations }) => citations);
    }
    this.blocks.close();
    for (const source of named.flatMap(({ added }) => added)) this.sink.emit(source);
  }

  private otherDone(item: ResponseOutputItem): void {
    this.blocks.close();
    const parts = hostedParts(item, this.options);
    if (parts === undefined) this.sink.custom(otherItem(item));
    else for (const part of parts) this.sink.emit(part);
  }

  /** Reasoning without a summary is shown as an empty block: it carries the item into the next turn. */
  private reasoningDone(item: ResponseReasoningOutputItem): void {
    if (this.blocks.open !== Open.Reasoning) {
      if (this.shown.has(item.id) && !item.encrypted_content) return;
      this.blocks.begin(Open.Reasoning);
      if (!this.shown.has(item.id))
        for (const { text } of item.summary ?? []) this.blocks.reasoning(text ?? "");
    }
    this.blocks.metadata = reasoningMetadata(item);
    this.blocks.close();
  }

  private callDone(item: ResponseFunctionCallOutputItem): void {
    if (!this.growing.has(item.id)) this.itemAdded({ ...item, arguments: "" });
    const call = this.growing.get(item.id);
    if (call?.received === false && item.arguments) this.argumentsOf(item.id, item.arguments);
    this.growing.delete(item.id);
    this.calls++;
    this.sink.emit({ type: "tool-input-end", id: item.call_id });
    this.sink.emit(functionCallPart(item));
  }

  private ended(response: ModelResponse): void {
    this.identify(response);
    this.response = response;
    if (response.service_tier) this.extras.serviceTier = response.service_tier;
  }

  private identify(response: ModelResponse): void {
    this.response ??= response;
    if (this.identified || !response?.id) return;
    this.identified = true;
    this.sink.emit({
      type: "response-metadata",
      id: response.id,
      ...(response.model && { modelId: response.model }),
      ...(response.created_at && { timestamp: new Date(response.created_at * 1000) }),
    });
  }
}
