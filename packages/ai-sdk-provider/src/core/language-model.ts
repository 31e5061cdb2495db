import { type Client, type RoutingMetadata, summarizeRouting } from "@auriko/sdk";
import { toAiSdkError, unusableAnswer } from "../errors/api-call-error";
import { headerRecord, providerMetadata } from "../metadata/provider-metadata";
import { tokenCounts } from "../metadata/token-counts";
import type { CallOptions } from "../spec/call-options";
import type { CommonContent, GenerateResult, StreamResult } from "../spec/parts";
import { AnswerParts, type StreamedAnswer } from "./answer-parts";
import type { Dialect } from "./dialect";
import type {
  ClientCallOptions,
  Endpoint,
  NeutralContent,
  OpenStream,
  ParamsContext,
  ReadAnswer,
  WholeAnswer,
} from "./endpoint";
import { partStream } from "./part-stream";

/** What a model needs to know of its provider. */
export interface ModelContext extends ParamsContext {
  /** @throws an error when there is no key. */
  readonly client: () => Client;
  readonly headers: (call: CallOptions["headers"]) => Record<string, string>;
}

/** A call that is ready to be sent. */
interface Call<Warning> {
  readonly client: Client;
  readonly params: Record<string, unknown>;
  readonly options: ClientCallOptions;
  readonly warnings: Warning[];
  readonly request: { readonly url: string; readonly body: unknown };
  readonly started: number;
}

/** A language model of the AI SDK: an endpoint of the API in the words of one version of the specification. */
export class LanguageModel<
  Version extends string,
  Warning,
  Usage,
  Finish,
  File,
  Answer extends WholeAnswer,
  Event,
> {
  readonly specificationVersion: Version;
  readonly provider: string;
  readonly modelId: string;
  /** Images may be given by address; the AI SDK downloads everything else before it is sent. */
  readonly supportedUrls: Record<string, RegExp[]> = { "image/*": [/^https?:\/\/.+$/] };
  readonly #dialect: Dialect<Version, Warning, Usage, Finish, File>;
  readonly #endpoint: Endpoint<Answer, Event>;
  readonly #context: ModelContext;

  constructor(
    dialect: Dialect<Version, Warning, Usage, Finish, File>,
    endpoint: Endpoint<Answer, Event>,
    context: ModelContext,
  ) {
    this.specificationVersion = dialect.version;
    this.provider = `auriko.${endpoint.kind}`;
    this.modelId = context.modelId;
    this.#dialect = dialect;
    this.#endpoint = endpoint;
    this.#context = context;
  }

  /** The whole answer at once. */
  async doGenerate(options: CallOptions): Promise<GenerateResult<Warning, Usage, Finish, File>> {
    const call = this.#prepare(options);
    const dialect = this.#dialect;
    try {
      const answer = await this.#endpoint.create(call.client, call.params, call.options);
      const read = this.#read(answer, options);
      const { responseHeaders: headers, routing_metadata: routing, usage, timings } = answer;
      return {
        content: read.content.flatMap((part) => this.#content(part)),
        finishReason: dialect.finishReason(read.finish),
        usage: dialect.usage(tokenCounts(usage)),
        providerMetadata: providerMetadata({
          routing,
          usage,
          headers,
          durationMs: performance.now() - call.started,
          timings,
          extras: read.extras,
        }),
        request: call.request,
        response: {
          ...(read.id !== undefined && { id: read.id }),
          ...(read.model !== undefined && { modelId: read.model }),
          ...(read.created !== undefined && { timestamp: read.created }),
          headers: headerRecord(headers),
          body: answer,
        },
        warnings: [...call.warnings, ...this.#routeWarnings(routing)],
      };
    } catch (error) {
      throw toAiSdkError(error, call.request);
    }
  }

  /** The answer in parts, as they arrive. */
  async doStream(options: CallOptions): Promise<StreamResult<Warning, Usage, Finish, File>> {
    const call = this.#prepare(options);
    let events: OpenStream<Event>;
    try {
      events = await this.#endpoint.open(call.client, call.params, call.options);
    } catch (error) {
      throw toAiSdkError(error, call.request);
    }
    const answer: StreamedAnswer<Warning, Usage, Finish, File, Event> = {
      dialect: this.#dialect,
      events,
      reader: (sink) => this.#endpoint.reader(sink, options),
      includeRawChunks: options.includeRawChunks === true,
      ...call,
    };
    return {
      stream: partStream((enqueue, fail) => new AnswerParts(answer, enqueue, fail)),
      request: call.request,
      response: { headers: headerRecord(events.responseHeaders) },
    };
  }

  #prepare(options: CallOptions): Call<Warning> {
    const started = performance.now();
    const client = this.#client();
    const { params, extraBody, warnings } = this.#endpoint.params(options, this.#context);
    const extra = Object.keys(extraBody).length > 0;
    return {
      client,
      params,
      options: {
        signal: options.abortSignal,
        // The AI SDK repeats calls itself; two layers of retries would multiply.
        maxRetries: 0,
        headers: this.#context.headers(options.headers),
        ...(extra && { extraBody }),
      },
      warnings: warnings.map((warning) => this.#dialect.warning(warning)),
      request: {
        url: `${client.baseUrl}${this.#endpoint.path}`,
        body: extra ? { ...params, ...extraBody } : params,
      },
      started,
    };
  }

  #read(answer: Answer, options: CallOptions): ReadAnswer {
    try {
      return this.#endpoint.read(answer, options);
    } catch (cause) {
      throw unusableAnswer(cause);
    }
  }

  #content(part: NeutralContent): (CommonContent | File)[] {
    if (part.type === "file") return [this.#dialect.file(withoutType(part))];
    if (part.type !== "custom") return [part];
    return this.#dialect.custom === undefined ? [] : [this.#dialect.custom(withoutType(part))];
  }

  /** What Auriko changed or left out. Only a whole answer can say so here: a stream has begun with its warnings. */
  #routeWarnings(routing: RoutingMetadata | null | undefined): Warning[] {
    const warnings = summarizeRouting(routing)?.warnings ?? [];
    return warnings.map(({ message }) => this.#dialect.warning({ type: "other", message }));
  }

  #client(): Client {
    try {
      return this.#context.client();
    } catch (error) {
      throw toAiSdkError(error, { url: "", body: undefined });
    }
  }
}

function withoutType<T extends { readonly type: string }>({ type: _, ...rest }: T): Omit<T, "type"> {
  return rest;
}
