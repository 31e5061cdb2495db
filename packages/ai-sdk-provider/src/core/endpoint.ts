import type {
  CallTimings,
  Client,
  GatewayOptions,
  ResponseHeaders,
  RoutingMetadata,
  RoutingOptions,
} from "@auriko/sdk";
import type { AnswerExtras } from "../metadata/provider-metadata";
import type { AurikoLanguageModelOptions } from "../options/auriko-options";
import type { CallOptions } from "../spec/call-options";
import type { CommonContent, CommonStreamPart } from "../spec/parts";
import type { CallWarning, FinishedBecause, GeneratedFile, OtherItem } from "./dialect";

/** What a call's parameters depend on besides its own options. */
export interface ParamsContext {
  readonly modelId: string;
  readonly modelOptions: AurikoLanguageModelOptions | undefined;
  /** Routing for all calls of the provider. */
  readonly settings: {
    readonly gateway?: GatewayOptions | undefined;
    readonly routing?: RoutingOptions | undefined;
  };
}

/** A call in the words of the API. */
export interface BuiltParams {
  readonly params: Record<string, unknown>;
  readonly extraBody: Record<string, unknown>;
  readonly warnings: CallWarning[];
}

/** Options of the client's own methods. */
export interface ClientCallOptions {
  readonly signal: AbortSignal | undefined;
  readonly maxRetries: 0;
  readonly headers: Record<string, string>;
  readonly extraBody?: Record<string, unknown>;
}

/** A piece of an answer in neutral words. */
export type NeutralContent =
  | CommonContent
  | ({ readonly type: "file" } & GeneratedFile)
  | ({ readonly type: "custom" } & OtherItem);

/** A whole answer in neutral words. */
export interface ReadAnswer {
  readonly content: NeutralContent[];
  readonly finish: FinishedBecause;
  readonly id: string | undefined;
  readonly created: Date | undefined;
  readonly model: string | undefined;
  readonly extras: AnswerExtras;
}

/** A whole answer, as far as both endpoints have the same fields. */
export interface WholeAnswer {
  readonly usage?: object | null;
  readonly routing_metadata?: RoutingMetadata | null;
  readonly responseHeaders: ResponseHeaders;
  readonly timings?: CallTimings | null;
}

/** A stream of the client. */
export interface OpenStream<Event> {
  forEach(callback: (event: Event) => void | PromiseLike<void>): Promise<void>;
  close(): void;
  readonly usage: object | null;
  readonly routingMetadata: RoutingMetadata | null;
  readonly responseHeaders: ResponseHeaders;
  readonly timings?: CallTimings | null;
}

/** Takes the parts of a stream. */
export interface PartSink {
  emit(part: CommonStreamPart): void;
  file(file: GeneratedFile): void;
  /** Passed over by versions that have no part for it. */
  custom(item: OtherItem): void;
}

/** Turns the events of a stream into parts. */
export interface EventReader<Event> {
  add(event: Event): void;
  /** The stream is complete: closes and completes what is open, and says why it ended. */
  finish(): FinishedBecause;
  /** The stream broke: closes what is open, completes nothing. */
  abandon(): void;
  readonly extras: AnswerExtras;
}

/** What tells chat completions and Responses apart. */
export interface Endpoint<Answer extends WholeAnswer, Event> {
  readonly kind: "chat" | "responses";
  readonly path: string;
  params(options: CallOptions, context: ParamsContext): BuiltParams;
  create(client: Client, params: Record<string, unknown>, options: ClientCallOptions): PromiseLike<Answer>;
  open(
    client: Client,
    params: Record<string, unknown>,
    options: ClientCallOptions,
  ): PromiseLike<OpenStream<Event>>;
  /** @throws AurikoAPIError when the answer says that it failed. */
  read(answer: Answer, options: CallOptions): ReadAnswer;
  reader(sink: PartSink, options: CallOptions): EventReader<Event>;
}
