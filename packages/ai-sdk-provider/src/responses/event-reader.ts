import type {
  ModelResponse,
  ResponseFunctionCallOutputItem,
  ResponseMessageOutputItem,
  ResponseOutputItem,
  ResponseReasoningOutputItem,
  ResponseStreamEvent,
} from "@auriko/sdk";
import { argumentsText } from "../../../../ts/streaming/tool-call-matcher";
import { fieldsOf, listOf, textOf, timestampOf } from "../core/answer-fields";
import { Blocks, Open } from "../core/blocks";
import type { FinishedBecause } from "../core/dialect";
import type { EventReader, PartSink } from "../core/endpoint";
import { Sources } from "../core/sources";
import type { AnswerExtras } from "../metadata/provider-metadata";
import type { CallOptions } from "../spec/call-options";
import { failedResponse } from "./failed-response";
import { responseFinish } from "./finish-reason";
import {
  clientCall,
  functionCallPart,
  generatedImage,
  hostedParts,
  itemOf,
  messageMetadata,
  otherItem,
  reasoningMetadata,
  reasoningTexts,
  refusalOf,
} from "./output-content";

/** A function call whose arguments are arriving. */
interface GrowingCall {
  readonly id: string;
  received: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Turns the events of a Responses stream into parts. Items follow one another; what an item means for the next turn
 * is only known when it is done, so its block stays open until then, unless another one begins.
 *
 * An item is known by its `output_index`, since some servers give it another id in its deltas than in itself; where that
 * is missing, by its id.
 */
export class ResponseEventReader implements EventReader<ResponseStreamEvent> {
  extras: AnswerExtras = {};
  private readonly blocks: Blocks;
  private readonly sources = new Sources(() => textOf(this.response?.id) || "response");
  /** By the key of their item. */
  private readonly growing = new Map<unknown, GrowingCall>();
  /** Items of which something has been shown. */
  private readonly shown = new Set<unknown>();
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
    const fields = event as unknown as Fields;
    const key = keyOf(fields, fields.item_id);
    const delta = textOf(fields.delta);
    switch (fields.type) {
      case "response.output_text.delta":
        this.text(key, delta);
        break;
      case "response.refusal.delta":
        this.refusal(key, delta);
        break;
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
        this.reasoning(key, delta, textOf(fields.item_id));
        break;
      case "response.function_call_arguments.delta":
        this.argumentsOf(key, delta);
        break;
      case "response.reasoning_summary_part.added":
        this.summaryPart(key, textOf(fields.item_id));
        break;
      case "response.output_item.added":
        this.itemAdded(keyOfItem(fields), itemOf(fields.item));
        break;
      case "response.output_item.done":
        this.itemDone(keyOfItem(fields), itemOf(fields.item));
        break;
      case "response.created":
      case "response.in_progress":
        this.identify(fieldsOf(fields.response) as unknown as ModelResponse);
        break;
      case "response.completed":
      case "response.incomplete":
      case "response.failed":
        this.ended(fields.response, String(fields.type));
    }
  }

  /** @throws APIStatusError when the response failed. */
  finish(): FinishedBecause {
    this.blocks.close();
    if (this.response?.status === "failed") throw failedResponse(this.response, null);
    return responseFinish(this.response, this.calls, this.extras.refusal);
  }

  abandon(): void {
    this.blocks.close();
  }

  private text(key: unknown, delta: string): void {
    if (delta === "") return;
    this.shown.add(key);
    this.blocks.text(delta);
  }

  private refusal(key: unknown, delta: string): void {
    if (delta === "") return;
    this.shown.add(key);
    this.blocks.refusal(delta);
    this.extras.refusal = (this.extras.refusal ?? "") + delta;
  }

  private summaryPart(key: unknown, itemId: string): void {
    this.shown.add(key);
    this.blocks.begin(Open.Reasoning);
    this.blocks.metadata = { itemId };
  }

  private reasoning(key: unknown, delta: string, itemId: string): void {
    if (this.blocks.open !== Open.Reasoning) this.summaryPart(key, itemId);
    this.blocks.reasoning(delta);
  }

  private itemAdded(key: unknown, item: ResponseOutputItem): void {
    this.blocks.close();
    if (item.type !== "function_call") return;
    const id = textOf(item.call_id) || textOf(item.id);
    this.growing.set(key, { id, received: false });
    this.sink.emit({ type: "tool-input-start", id, toolName: textOf(item.name) });
    this.argumentsOf(key, argumentsText(item.arguments));
  }

  private argumentsOf(key: unknown, delta: string): void {
    const call = this.growing.get(key);
    if (call === undefined || delta === "") return;
    call.received = true;
    this.sink.emit({ type: "tool-input-delta", id: call.id, delta });
  }

  private itemDone(key: unknown, item: ResponseOutputItem): void {
    switch (item.type) {
      case "message":
        this.messageDone(key, item);
        break;
      case "reasoning":
        this.reasoningDone(key, item);
        break;
      case "function_call":
        this.callDone(key, item);
        break;
      case "image_generation_call":
        this.blocks.close();
        if (textOf(item.result) !== "") this.sink.file(generatedImage(item));
        break;
      default:
        this.otherDone(item);
    }
  }

  private messageDone(key: unknown, item: ResponseMessageOutputItem): void {
    const parts = listOf(item.content).map(fieldsOf);
    if (!this.shown.has(key)) {
      for (const part of parts) if (part.type === "output_text") this.text(key, textOf(part.text));
      this.refusal(key, refusalOf([item]));
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
    const called = clientCall(item, this.options);
    if (called !== undefined) this.calls++;
    const parts = called ?? hostedParts(item, this.options);
    if (parts === undefined) this.sink.custom(otherItem(item));
    else for (const part of parts) this.sink.emit(part);
  }

  /** Reasoning without a text is shown as an empty block: it carries the item into the next turn. */
  private reasoningDone(key: unknown, item: ResponseReasoningOutputItem): void {
    if (this.blocks.open !== Open.Reasoning) {
      if (this.shown.has(key) && textOf(item.encrypted_content) === "") return;
      this.blocks.begin(Open.Reasoning);
      if (!this.shown.has(key)) for (const text of reasoningTexts(item)) this.blocks.reasoning(text);
    }
    this.blocks.metadata = reasoningMetadata(item);
    this.blocks.close();
  }

  private callDone(key: unknown, item: ResponseFunctionCallOutputItem): void {
    if (!this.growing.has(key)) this.itemAdded(key, { ...item, arguments: "" });
    const call = this.growing.get(key);
    if (call?.received === false) this.argumentsOf(key, argumentsText(item.arguments));
    this.growing.delete(key);
    this.calls++;
    const part = functionCallPart(item);
    const id = call?.id ?? part.toolCallId;
    this.sink.emit({ type: "tool-input-end", id });
    this.sink.emit({ ...part, toolCallId: id });
  }

  /** Some servers say only in the event's name how the response ended. */
  private ended(value: unknown, type: string): void {
    const given = fieldsOf(value);
    const status = textOf(given.status) || type.slice("response.".length);
    const response = { ...given, status } as unknown as ModelResponse;
    this.identify(response);
    this.response = response;
    const tier = textOf(response.service_tier);
    if (tier !== "") this.extras.serviceTier = tier;
  }

  private identify(response: ModelResponse): void {
    this.response ??= response;
    const [id, model] = [textOf(response.id), textOf(response.model)];
    if (this.identified || id === "") return;
    this.identified = true;
    const timestamp = timestampOf(response.created_at);
    this.sink.emit({
      type: "response-metadata",
      id,
      ...(model !== "" && { modelId: model }),
      ...(timestamp !== undefined && { timestamp }),
    });
  }
}

function keyOf({ output_index: index }: Fields, id: unknown): unknown {
  return typeof index === "number" ? index : id;
}

function keyOfItem(event: Fields): unknown {
  return keyOf(event, fieldsOf(event.item).id);
}
