import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type { BaseLanguageModelInput } from "@langchain/core/language_models/base";
import { AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import type { Runnable } from "@langchain/core/runnables";
import {
  ChatOpenAICompletions,
  type ChatOpenAICompletionsCallOptions,
  type ChatOpenAIFields,
} from "@langchain/openai";
import { apiKeyFromEnvironment } from "../environment";
import {
  Client,
  createFetch,
  type GatewayOptions,
  mergeGatewayExtraBody,
  type RoutingOptions,
  toExtraBody,
} from "../index";
import { ourError } from "./our-error";
import { currentCall, RoutedCall } from "./routed-call";
import { withoutOpenAIEnvironment } from "./without-openai-environment";

/** How Auriko routes: in the constructor for all calls, or for one call. */
export interface ChatAurikoRouting {
  /** How a provider is chosen. */
  routing?: RoutingOptions | undefined;
  /** The same with everything else that `gateway` may hold. */
  gateway?: GatewayOptions | undefined;
}

/** Options of one call. */
export interface ChatAurikoCallOptions extends ChatOpenAICompletionsCallOptions, ChatAurikoRouting {}

/** Fields of the Responses API, which this model does not use. */
type ResponsesFields = "useResponsesApi" | "responses" | "completions" | "zdrEnabled";

/** Fields of `ChatOpenAI`, and what is Auriko's. */
export interface ChatAurikoFields
  extends Omit<ChatOpenAIFields, "apiKey" | "configuration" | ResponsesFields>,
    ChatAurikoRouting {
  /**
   * The Auriko key, or a function that is asked for one before each request. Default: the environment variable
   * `AURIKO_API_KEY`; `OPENAI_API_KEY` is never read.
   */
  apiKey?: string | (() => string | Promise<string>) | undefined;
  /** Where the API is; `/v1` is added where it is missing. Default: as for `Client`. */
  baseUrl?: string | undefined;
  /** Options of OpenAI's client, such as `defaultHeaders` or another `fetch`. */
  configuration?: Omit<NonNullable<ChatOpenAIFields["configuration"]>, "apiKey" | "baseURL"> | undefined;
}

/**
 * Auriko as a chat model of LangChain, over chat completions and the native transport.
 *
 * Answers, plain and streamed, have `response_metadata.routing_metadata`. Errors with a status are both OpenAI's and
 * ours: `instanceof RateLimitError` of `@auriko/sdk` holds.
 */
export class ChatAuriko extends ChatOpenAICompletions<ChatAurikoCallOptions> {
  override lc_namespace = ["auriko", "langchain"];
  readonly #fields: ChatAurikoFields;
  readonly #gateway: Record<string, unknown>;

  static override lc_name(): string {
    return "ChatAuriko";
  }

  /**
   * @throws AuthenticationError when there is no key, neither as `apiKey` nor in `AURIKO_API_KEY`.
   * @throws BadRequestError for routing or a `baseUrl` that can't be.
   */
  constructor(fields: ChatAurikoFields = {}) {
    const { routing, gateway, baseUrl, ...inherited } = fields;
    const own = gatewayOf({ routing, gateway });
    const given = fields.apiKey || apiKeyFromEnvironment();
    const client = new Client({ apiKey: given, baseUrl });
    super(inherited as ConstructorParameters<typeof ChatOpenAICompletions>[0]);
    const apiKey = typeof given === "function" ? async () => given() : given;
    this.#fields = fields;
    this.#gateway = own;
    // What a serialised model is made from again.
    this.lc_kwargs = { ...this.lc_kwargs, ...defined({ routing, gateway, baseUrl }) };
    // What LangChain took from OpenAI's environment in the meantime.
    if (apiKey !== undefined) this.apiKey = apiKey;
    delete this.organization;
    this.clientConfig = {
      fetch: createFetch(client),
      ...fields.configuration,
      apiKey,
      baseURL: client.baseUrl,
      adminAPIKey: null,
      organization: null,
      project: null,
    };
  }

  // ── What goes out ─────────────────────────────────────────────────────────────────────────────────────────────────

  override get callKeys(): string[] {
    return [...super.callKeys, "routing", "gateway"];
  }

  override invocationParams(options?: this["ParsedCallOptions"], extra?: { streaming?: boolean }) {
    const params = super.invocationParams(options, extra);
    const { gateway } = params as { gateway?: unknown };
    const own = mergeGatewayExtraBody(this.#gateway, gateway === undefined ? {} : { gateway });
    return { ...params, ...mergeGatewayExtraBody(own, gatewayOf(options ?? {})) };
  }

  override withConfig(
    config: Partial<ChatAurikoCallOptions>,
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatAurikoCallOptions> {
    // A model, not a wrapper around one: what it returns can still bind tools and give structured output.
    const Model = this.constructor as new (fields: ChatAurikoFields) => ChatAuriko;
    const model = new Model(this.#fields);
    model.defaultOptions = { ...this.defaultOptions, ...config };
    return model;
  }

  /** @internal */
  override _getClientOptions(options: Parameters<ChatOpenAICompletions["_getClientOptions"]>[0]) {
    withoutOpenAIEnvironment(() => super._getClientOptions(undefined));
    // Only this call's own: LangChain would send the configuration of the client along with every request.
    return { ...options };
  }

  // ── What comes back ───────────────────────────────────────────────────────────────────────────────────────────────

  override async _generate(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    const call = new RoutedCall();
    const result = await call.run(() => super._generate(messages, options, runManager));
    for (const { message, generationInfo } of result.generations) {
      const { response_metadata: seen } = message;
      if (typeof seen.model_name === "string") seen.model ??= seen.model_name;
      if (call.metadata === undefined) continue;
      seen.routing_metadata = call.metadata;
      if (generationInfo !== undefined) generationInfo.routing_metadata = call.metadata;
    }
    return result;
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const call = new RoutedCall();
    yield* call.drive(super._streamResponseChunks(messages, options, runManager));
    if (call.metadata === undefined) return;
    // Once, at the end: LangChain adds chunks up, and would add the texts and numbers in here up as well.
    const response_metadata = { model: this.model, routing_metadata: call.metadata };
    const message = new AIMessageChunk({ content: "", response_metadata });
    const chunk = new ChatGenerationChunk({ message, text: "" });
    yield chunk;
    const indices = { prompt: 0, completion: 0 };
    await runManager?.handleLLMNewToken("", indices, undefined, undefined, undefined, { chunk });
  }

  override async *_streamChatModelEvents(
    ...args: Parameters<ChatOpenAICompletions["_streamChatModelEvents"]>
  ): ReturnType<ChatOpenAICompletions["_streamChatModelEvents"]> {
    const call = new RoutedCall();
    for await (const event of call.drive(super._streamChatModelEvents(...args))) {
      if (event.event !== "message-finish" || call.metadata === undefined) yield event;
      else {
        const responseMetadata = { ...event.responseMetadata, routing_metadata: call.metadata };
        yield { ...event, responseMetadata };
      }
    }
  }

  override async completionWithRetry(
    request: never,
    options?: Parameters<ChatOpenAICompletions["completionWithRetry"]>[1],
  ): Promise<never> {
    const call = currentCall();
    try {
      const answer = await super.completionWithRetry(request, options);
      return (call?.note(answer) ?? answer) as never;
    } catch (error) {
      throw ourError(error);
    }
  }

  // ── What is told about the model ──────────────────────────────────────────────────────────────────────────────────

  override _llmType(): string {
    return "auriko";
  }

  override get lc_serializable_keys(): string[] {
    // `configuration` may hold functions and headers with secrets.
    const keys = super.lc_serializable_keys.filter((key) => key !== "configuration");
    return [...keys, "routing", "gateway", "baseUrl"];
  }

  /** LangChain collects the names of secrets from all base classes, and there the key is OpenAI's. */
  override toJSON() {
    const json = super.toJSON();
    if (!("kwargs" in json)) return json;
    const { openai_api_key: key, ...kwargs } = json.kwargs;
    if (key === undefined) return json;
    return { ...json, kwargs: { ...kwargs, api_key: { lc: 1, type: "secret", id: ["AURIKO_API_KEY"] } } };
  }

  /** An estimate, four characters to a token: LangChain would load an encoding of OpenAI's from the network. */
  override async getNumTokens(
    content: Parameters<ChatOpenAICompletions["getNumTokens"]>[0],
  ): Promise<number> {
    const texts = typeof content === "string" ? [content] : content.map(textOf);
    return Math.ceil(texts.join("").length / 4);
  }

  override getLsParams(options: this["ParsedCallOptions"]) {
    const params = super.getLsParams(options);
    return { ...params, ls_provider: "auriko" };
  }

  /** What tells this model apart from others, for caches and traces; never the key. */
  override _identifyingParams() {
    const { baseURL } = this.clientConfig;
    return { model_name: this.model, ...this.invocationParams(), baseURL };
  }
}

/** `routing` counts over the `routing` in `gateway`. */
function gatewayOf({ routing, gateway }: ChatAurikoRouting): Record<string, unknown> {
  // The null says that these are gateway options, even if there are none.
  return { ...toExtraBody({ metadata: null, ...gateway, ...(routing && { routing }) }) };
}

function textOf(part: unknown): string {
  const { text } = part as { text?: unknown };
  return typeof text === "string" ? text : "";
}

function defined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
