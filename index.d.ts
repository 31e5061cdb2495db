/// <reference lib="esnext.disposable" />

// The public API in one file. Generated from ts/ by `npm run types`; the tests fail when it drifts.

// ---- client ----------------------------------------------------------------------------------------------

/** `client.chat` */
export interface Chat {
  readonly completions: ChatCompletions;
}

/**
 * A client of the Auriko API.
 *
 * Clients are cheap, and those with the same network options share their connections. One client may be used by any
 * number of requests at the same time.
 */
export declare class Client {
  #private;
  /** Chat completions. */
  readonly chat: Chat;
  /** The Responses API. */
  readonly responses: Responses;
  /** Models, their providers and prices. */
  readonly models: Models;
  /** Whose key this is. */
  readonly me: Identity;
  /** The API keys of a workspace. */
  readonly apiKeys: ApiKeys;
  /** Your own keys at providers. */
  readonly byokKeys: ByokKeys;
  /** The providers that take your own keys. */
  readonly byokProviders: ByokProviders;
  /**
   * @throws AuthenticationError when there is no key, neither as `apiKey` nor in `AURIKO_API_KEY`.
   * @throws BadRequestError for an option that is unknown or out of range; `param` is its path.
   */
  constructor(options?: ClientOptions);
  /**
   * What a request would cost, before it is sent: its tokens, and its price at every offer that it admits. The list
   * prices come from the directory, which is loaded at the first estimate and kept for an hour.
   *
   * Rejects with `BadRequestError` for a request that could not be sent, and as `models.listDirectory` does.
   */
  estimate(
    request: ChatEstimateParams | ResponseEstimateParams,
    options?: EstimateOptions,
  ): Promise<RequestEstimate>;
  /**
   * Asks for any number of requests: those of a file with a line of JSON for each, or of an iterable. With `output`, results go
   * to that file, and a batch that was interrupted goes on where it was when it is run again; await it for its summary.
   * Without, loop over it for its results. Requests don't pass through JavaScript on their way from file to file, so of the
   * hooks of this client none is called.
   *
   * Rejects with `BadRequestError` for options or files that can't be right, with `AuthenticationError` for a key that is not
   * taken, with `SpendLimitError` if nothing may be spent any more, and with `APIUserAbortError` when the client is closed. What a
   * single request fails with is in its result.
   */
  batch(input: BatchInput, options?: BatchOptions): Batch;
  /**
   * Sends a request to an endpoint that has no method here, with the same key, retries and errors.
   *
   * Rejects as `chat.completions.create` does.
   */
  request<T = unknown>(request: CustomRequest, options?: RequestOptions): APIPromise<WithResponseHeaders<T>>;
  /** Where requests go, `/v1` included, without a slash at its end. */
  get baseUrl(): string;
  /** The limits in milliseconds; `null` is off. */
  get timeout(): Timeouts;
  /** What the requests of this client used and cost, and how far they are from their limit. */
  get ledger(): Ledger;
  /** How often a failed request is repeated. */
  get maxRetries(): number;
  /**
   * A client with some options changed. It shares the connections where the network options are the same, and closes
   * with this one.
   * @throws BadRequestError for an option that is unknown or out of range.
   */
  withOptions(options: ClientOptions): Client;
  /**
   * Stops all requests and streams of this client and of those made from it by `withOptions()`; they reject with an
   * `APIUserAbortError`. Later requests are refused. Connections shared with other clients stay open.
   */
  close(): void;
  /** `close()`, for `await using`. */
  [asyncDispose](): Promise<void>;
}

/**
 * `client.apiKeys`: the API keys of a workspace. Needs a key with scope `keys:read`, and `keys:write` for changes.
 * @see https://docs.auriko.ai/api-reference/list-api-keys
 */
declare class ApiKeys {
  #private;
  /**
   * Creates an API key for calling models. The answer holds the secret as `api_key`, this once.
   *
   * The API has no protection against doing this twice, so the request is repeated only while it can't have arrived:
   * after a refused connection or an answer of 429. When an answer is lost, the error says how to find the key that may
   * have been made.
   */
  create(
    params: ApiKeyCreateParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<CreatedApiKey>>;
  /** All API keys of a workspace; those that the system keeps for the playground are left out. */
  list(params: ApiKeyListParams, options?: RequestOptions): APIPromise<WithResponseHeaders<ApiKeyList>>;
  /** One API key. Rejects with `NotFoundError` for a key that is absent or not visible to yours. */
  retrieve(
    apiKeyId: string,
    params: WorkspaceParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ManagedApiKey>>;
  /** Changes an API key. What restricts it takes effect within a minute: then `propagation_status` is `pending`. */
  update(
    apiKeyId: string,
    params: ApiKeyUpdateParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ManagedApiKey>>;
  /** Revokes an API key: it is dead within a minute, and stays visible to `list({ include_revoked: true })`. */
  delete(
    apiKeyId: string,
    params: WorkspaceParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<DeletedKey>>;
  /** Requests, tokens and cost of one API key. Scope `usage:read` is enough. */
  usage(
    apiKeyId: string,
    params: ApiKeyUsageParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ApiKeyUsage>>;
}

/**
 * `client.byokKeys`: your own keys at providers. Needs a key with scope `byok:read`, and `byok:write` for changes.
 * @see https://docs.auriko.ai/api-reference/list-byok-keys
 */
declare class ByokKeys {
  #private;
  /**
   * Stores your own key at a provider, which checks it first.
   *
   * Repeating it is safe: all attempts carry one `Idempotency-Key`. While the first of two equal requests runs, the second
   * rejects with a `ConflictError`: wait, and repeat it with the same `idempotencyKey`. A provider that refuses the
   * secret makes a `BadRequestError`; then nothing was stored.
   */
  create(
    params: ByokKeyCreateParams,
    options?: ByokKeyCreateOptions,
  ): APIPromise<WithResponseHeaders<ByokKey>>;
  /** All your own keys of a workspace, or those at one provider. */
  list(params: ByokKeyListParams, options?: RequestOptions): APIPromise<WithResponseHeaders<ByokKeyList>>;
  /** One of your own keys. Rejects with `NotFoundError` for a key that is absent or not visible to yours. */
  retrieve(
    byokKeyId: string,
    params: WorkspaceParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ByokKey>>;
  /** Changes one of your own keys; the last write wins. To exchange a secret, store a new key and delete the old one. */
  update(
    byokKeyId: string,
    params: ByokKeyUpdateParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ByokKey>>;
  /** Deletes one of your own keys. If it was its provider's default, routing through it stops within five minutes. */
  delete(
    byokKeyId: string,
    params: WorkspaceParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<DeletedKey>>;
}

/** Options of a request that stores one of your own keys. */
interface ByokKeyCreateOptions extends RequestOptions {
  /**
   * Tells the server that two requests are the same, so that the second does nothing: at most 255 letters, digits, `_`
   * and `-`. Default: a new one per call, which all attempts of the call share.
   */
  idempotencyKey?: string | undefined;
}

/**
 * `client.byokProviders`: where your own keys can be used.
 * @see https://docs.auriko.ai/api-reference/list-byok-providers
 */
declare class ByokProviders {
  #private;
  /** The providers that take your own keys, each as the server describes it. */
  list(options?: RequestOptions): APIPromise<WithResponseHeaders<ByokProviderList>>;
  /** The kinds of account at one provider: what `account_tier` of a key can be. */
  tiers(provider: string, options?: RequestOptions): APIPromise<WithResponseHeaders<ByokProviderTierList>>;
}

/** `Symbol.asyncDispose`, which Node 18 before 18.18 lacks. */
declare const asyncDispose: typeof Symbol.asyncDispose;

/** Spend and limit of one budget period, in USD; `null` where the server sent no number. */
export interface BudgetPeriod {
  limit: number | null;
  spend: number | null;
}

/** Budgets that apply to the request; `null` for a period without a budget. Periods are in UTC. */
export interface Budgets {
  daily: BudgetPeriod | null;
  /** Starts on Monday. */
  weekly: BudgetPeriod | null;
  monthly: BudgetPeriod | null;
}

/** The budget that a 429 `budget_exhausted` is about. */
export interface BudgetExceeded {
  /** `X-Budget-Exceeded` as it was sent. */
  value: string | null;
  period: "daily" | "weekly" | "monthly" | (string & {}) | null;
  scope: "workspace" | "api_key" | "byok_provider" | (string & {}) | null;
}

/**
 * The headers of an answer, with typed access to those that Auriko documents. A header that is absent or unreadable is
 * `null`; nothing here throws.
 */
export declare class ResponseHeaders {
  #private;
  private constructor();
  /** Headers from `name: value` lines. Nothing is read until the first access: most answers are never asked. */
  static parse(raw: string): ResponseHeaders;
  /** Headers from a `Headers` object, entries, or a plain record as Node and older HTTP clients make them. */
  static from(source: HeadersSource): ResponseHeaders;
  /** A header by name, in any case; `null` when absent. Repeated headers are joined with a comma. */
  get(name: string): string | null;
  /** Whether a header is present, by name in any case. */
  has(name: string): boolean;
  /** Pairs of name (in lower case) and value, in the order in which they came. */
  entries(): IterableIterator<[string, string]>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
  /** `X-Request-ID`: quote it when you ask for support. */
  get requestId(): string | null;
  /** `retry-after-ms`, which some gateways send, else `Retry-After`, in seconds; `null` if it is a date. */
  get retryAfterSeconds(): number | null;
  /** `X-RateLimit-Limit-Requests`: how many requests the window allows. */
  get rateLimitLimit(): number | null;
  /** `X-RateLimit-Remaining-Requests`: how many requests are left in the window. */
  get rateLimitRemaining(): number | null;
  /** `X-RateLimit-Reset-Requests`: when the window ends, as ISO 8601. */
  get rateLimitReset(): string | null;
  /** `X-Rate-Limit-Source`: whose limit it is, the provider's or Auriko's. */
  get rateLimitSource(): string | null;
  /** `X-Credits-Balance-Microdollars`: what is left of the credits; 1 USD is 1,000,000. */
  get creditsBalanceMicrodollars(): number | null;
  /** `X-Token-Count-Model`: the model whose tokenizer counted. */
  get tokenCountModel(): string | null;
  /** `X-Budget-{Daily,Weekly,Monthly}-{Limit,Spend}`, in USD. */
  get budgets(): Budgets;
  /** `X-Budget-Exceeded`, `-Period` and `-Scope`: which budget refused the request; `null` when none did. */
  get budgetExceeded(): BudgetExceeded | null;
  /** `X-Error-Provider`: the upstream provider that failed. */
  get errorProvider(): string | null;
  /** `X-Error-Retryable`: the server's own opinion. The SDK does not act on it. */
  get errorRetryable(): boolean | null;
  /** `X-Error-Type`: the normalised category of the error, for example `timeout`. */
  get errorType(): string | null;
  /** All headers as a plain record, names in lower case. */
  toJSON(): Record<string, string>;
}

/** What headers can be made from, besides the core's raw text. */
type HeadersSource =
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | readonly string[] | number | null | undefined>>;

// ---- resources -------------------------------------------------------------------------------------------

/** A request whose answer is read as data. */
export interface ChatCompletionParseParams<T>
  extends Omit<ChatCompletionCreateParamsNonStreaming, "response_format"> {
  /**
   * What the data has to be: a Standard Schema validator (zod, valibot, arktype), the result of `responseFormat()`, or a
   * `response_format` with a JSON Schema, which the answer is not checked against.
   */
  response_format: StandardSchema<unknown, T> | TypedResponseFormat<T> | ResponseFormatJsonSchema;
}

/** A request whose answer is data that comes in chunks. */
export interface ChatCompletionStreamDataParams<T>
  extends Omit<ChatCompletionCreateParamsStreaming, "response_format"> {
  /** What the data has to be: a Standard Schema validator (zod, valibot, arktype), or the result of `responseFormat()`. */
  response_format: StandardSchema<unknown, T> | TypedResponseFormat<T>;
}

/** `client.chat.completions` */
export declare class ChatCompletions {
  #private;
  /**
   * Asks for a chat completion, routed by `gateway.routing`. With `stream: true` the promise gives a
   * `ChatCompletionStream` as soon as the answer begins; with a schema in `response_format` it gives the data while it is
   * written, too.
   *
   * Rejects with `BadRequestError` for parameters that can't work, before anything is sent; with an `APIStatusError` for
   * an error of the API, with `APITimeoutError` or `APIConnectionError` without an answer, and with `APIUserAbortError`
   * after an abort.
   */
  create(
    params: ChatCompletionCreateParamsNonStreaming,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ChatCompletion>>;
  create<T>(
    params: ChatCompletionStreamDataParams<T>,
    options?: StreamRequestOptions,
  ): APIPromise<ChatCompletionStream<T>>;
  create(
    params: ChatCompletionCreateParamsStreaming,
    options?: StreamRequestOptions,
  ): APIPromise<ChatCompletionStream>;
  create(
    params: ChatCompletionCreateParams,
    options?: StreamRequestOptions,
  ): APIPromise<WithResponseHeaders<ChatCompletion> | ChatCompletionStream>;
  /**
   * Asks, runs the tools that the model calls, tells it their results, and so on until it answers. `tools` are made by
   * `tool()`. Nothing is sent before somebody reads the run or awaits one of its results; what is wrong with the
   * parameters is thrown then, too.
   */
  runTools<T = unknown>(params: ChatToolRunParams<T>, options?: StreamRequestOptions): ChatToolRun<T>;
  /**
   * Asks for data: the completion has it in `parsed`, with the type that the validator gives.
   *
   * Rejects like `create`, and with `StructuredOutputError` when there is no such data: `reason` tells a refusal, a
   * truncated answer, a content filter, invalid JSON and a mismatch apart.
   */
  parse<T>(
    params: ChatCompletionParseParams<T>,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ParsedChatCompletion<T>>>;
}

/** `client.me` */
export declare class Identity {
  #private;
  /** Whose key this is, what it may do, and its rate limits. */
  get(options?: RequestOptions): APIPromise<WithResponseHeaders<ApiKeyIdentity>>;
}

/** `client.models` */
export declare class Models {
  #private;
  /** The models that can be called with your key: through chat, or with `endpoint: "responses"` also those without it. */
  list(params?: ModelListParams | null, options?: RequestOptions): APIPromise<WithResponseHeaders<ModelList>>;
  /** One model by its id or one of its aliases. Rejects with `NotFoundError` for a name that is neither. */
  retrieve(modelId: string, options?: RequestOptions): APIPromise<WithResponseHeaders<Model>>;
  /** Every model with its providers, prices, capabilities and limits. */
  listDirectory(options?: RequestOptions): APIPromise<WithResponseHeaders<DirectoryResponse>>;
  /** Every model in short: what it can do and who serves it. */
  listRegistry(options?: RequestOptions): APIPromise<WithResponseHeaders<ModelsListResponse>>;
  /** Every provider and its data policy. */
  listProviders(options?: RequestOptions): APIPromise<WithResponseHeaders<ProviderList>>;
}

/** A response with its text. */
export type ResponseResult<T = ModelResponse> = WithResponseHeaders<T> & {
  /**
   * All answer text: the server's `output_text` where it sent one, otherwise the joined text parts. Not enumerable:
   * written to JSON, the result equals the wire.
   */
  readonly outputText: string;
};

/** A request whose answer is read as data. */
export interface ResponseParseParams<T> extends Omit<ResponseCreateParamsNonStreaming, "text"> {
  text: Omit<NonNullable<ResponseCreateParamsNonStreaming["text"]>, "format"> & {
    /**
     * What the data has to be: a Standard Schema validator (zod, valibot, arktype), the result of `textFormat()`, or a
     * format with a JSON Schema, which the answer is not checked against.
     */
    format: StandardSchema<unknown, T> | TypedTextFormat<T> | ResponseTextFormat;
  };
}

/** A request whose answer is data that comes in events. */
export interface ResponseStreamDataParams<T> extends Omit<ResponseCreateParamsStreaming, "text"> {
  text: {
    /** What the data has to be: a Standard Schema validator (zod, valibot, arktype), or the result of `textFormat()`. */
    format: StandardSchema<unknown, T> | TypedTextFormat<T>;
  };
}

/** `client.responses` */
export declare class Responses {
  #private;
  /**
   * Asks for a response. With `stream: true` the promise gives a `ResponseStream` of typed events as soon as the answer
   * begins; with a schema in `text.format` it gives the data while it is written, too. A response whose `status` is
   * `failed` is a result, not an exception.
   *
   * Rejects as `chat.completions.create` does.
   */
  create(params: ResponseCreateParamsNonStreaming, options?: RequestOptions): APIPromise<ResponseResult>;
  create<T>(
    params: ResponseStreamDataParams<T>,
    options?: StreamRequestOptions,
  ): APIPromise<ResponseStream<T>>;
  create(params: ResponseCreateParamsStreaming, options?: StreamRequestOptions): APIPromise<ResponseStream>;
  create(
    params: ResponseCreateParams,
    options?: StreamRequestOptions,
  ): APIPromise<ResponseResult | ResponseStream>;
  /**
   * Asks, runs the tools that the model calls, tells it their results, and so on until it answers. `tools` are made by
   * `tool()`; hosted tools may stand beside them. Nothing is sent before somebody reads the run or awaits one of its
   * results; what is wrong with the parameters is thrown then, too.
   */
  runTools<T = unknown>(params: ResponseToolRunParams<T>, options?: StreamRequestOptions): ResponseToolRun<T>;
  /**
   * Asks for data: the response has it in `parsed`, with the type that the validator gives.
   *
   * Rejects like `create`, and with `StructuredOutputError` when there is no such data: `reason` tells a refusal, a
   * truncated answer, a content filter, invalid JSON and a mismatch apart. A failed response rejects with its error.
   */
  parse<T>(
    params: ResponseParseParams<T>,
    options?: RequestOptions,
  ): APIPromise<ResponseResult<ParsedResponse<T>>>;
}

// ---- options ---------------------------------------------------------------------------------------------

/** An API key, or a function that is asked for one before each request. */
export type ApiKey = string | (() => string | Promise<string>);

/** Options of a client; all have a default, except for the key. */
export interface ClientOptions extends CallHooks, LoggingOptions {
  /**
   * The API key, or a function that returns one or a promise of one and is called once per request. Default: the
   * environment variable `AURIKO_API_KEY`. An empty string counts as missing.
   */
  apiKey?: ApiKey | undefined;
  /**
   * Where the API is; `/v1` is added where it is missing. Default: the environment variable `AURIKO_BASE_URL`, and
   * `https://api.auriko.ai/v1` without it. An empty string counts as missing.
   */
  baseUrl?: string | undefined;
  /**
   * Limits in milliseconds: a number for response headers and for the wait for data, or each of `connect`, `headers`,
   * `idle` and `total`. Default: 10,000, 60,000, 300,000 and none.
   */
  timeout?: Timeout | undefined;
  /** How often a failed request is repeated, where that is safe; 0 switches it off. Default: 2. */
  maxRetries?: number | undefined;
  /** The longest `Retry-After` that is waited for, in milliseconds; a longer one is an error at once. Default: 60,000. */
  maxRetryDelay?: number | undefined;
  /**
   * How fast and how many requests may leave, together with those of clients made by `withOptions()`; limits of such a
   * client hold beside these. Default: none.
   */
  limits?: LimitOptions | null | undefined;
  /** Headers of every request. */
  headers?: HeaderOptions | undefined;
  /**
   * The address of a proxy (`http://`, `https://` or `socks5://`, credentials included), or `false` for none. Default:
   * the environment's `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`.
   */
  proxy?: string | false | undefined;
  /** Certificates in PEM to trust besides the system's and those of `NODE_EXTRA_CA_CERTS`. Default: none. */
  ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined;
  /**
   * The certificate that the client shows to a server that wants to know who calls (mTLS), in PEM, with those of
   * intermediate authorities behind it. Needs `key`. Default: none.
   */
  cert?: string | Uint8Array | null | undefined;
  /** The private key of `cert`, in PEM, not encrypted. */
  key?: string | Uint8Array | null | undefined;
  /**
   * Which HTTP is spoken: `"auto"` takes HTTP/2 where TLS negotiates it, `"1.1"` never, `"2"` always, also without TLS.
   * Default: `"auto"`.
   */
  httpVersion?: "auto" | "1.1" | "2" | undefined;
  /**
   * What all requests of this client may cost, in USD; reaching it gives a `SpendLimitError`. It holds in the middle of a
   * stream where prices are known. Default: none.
   */
  maxCostUsd?: number | null | undefined;
  /** Prices by model, in USD per 1M tokens, for limits and estimates. Default: none, until `ledger.loadPrices()`. */
  prices?: ModelPrices | null | undefined;
}

/** Headers to add, by name. `null` takes one of the client's away. */
export type HeaderOptions = Readonly<Record<string, string | null | undefined>>;

/**
 * How fast and how many requests of a client may leave, together with those of the clients made from it. Whoever does not fit
 * waits, first come, first served. Default: no limits.
 */
export interface LimitOptions {
  /** Requests that run at the same time, 1 or more. A stream runs until it has ended or was stopped. */
  concurrency?: number | null | undefined;
  /**
   * Requests that leave in a minute, 1 or more; each attempt counts. They are spread over the minute, so that no minute,
   * wherever it begins, has more.
   */
  requestsPerMinute?: number | null | undefined;
  /**
   * Tokens of the requests that leave in a minute, 1 or more: those of the prompt by estimate, and the output that the
   * request allows, or 1,000 where it sets no limit.
   */
  tokensPerMinute?: number | null | undefined;
  /**
   * Requests that may wait for their turn; one more is an error with code `queue_full` at once. Attempts after the first are
   * never refused. Default: any number.
   */
  maxQueue?: number | null | undefined;
}

/** Options of one request: the second argument of every method. They win over the client's. */
export interface RequestOptions extends CallHooks {
  /** Stops the request, a wait between two attempts, or the stream. Raises `APIUserAbortError`. */
  signal?: AbortSignal | null | undefined;
  /** Limits in milliseconds, as in the client's options; what is not given stays as the client has it. */
  timeout?: Timeout | undefined;
  /** How often a failed request is repeated; 0 switches it off. */
  maxRetries?: number | undefined;
  /** The longest `Retry-After` that is waited for, in milliseconds. */
  maxRetryDelay?: number | undefined;
  /** Headers to add; `null` takes one of the client's away. */
  headers?: HeaderOptions | undefined;
  /**
   * Fields to lay over the body, sent as they are and never checked; `gateway` is merged one level deep. `stream` can't
   * be changed by it.
   */
  extraBody?: Readonly<Record<string, unknown>> | null | undefined;
  /** What this request may cost, in USD. Needs prices: `prices` of the client, or `ledger.loadPrices()`. Default: none. */
  maxCostUsd?: number | null | undefined;
}

/** Options of a request that may stream. */
export interface StreamRequestOptions extends RequestOptions {
  /** An abort ends the stream quietly, as `break` does, instead of raising `APIUserAbortError`. Default: false. */
  silentAbort?: boolean | undefined;
  /**
   * How many characters of a stream's result are kept, those of its texts and about those that the rest of it takes.
   * Beyond it the result is let go and the loop over the stream goes on: `partial` is undefined then, and
   * `finalCompletion()` rejects with code `accumulation_limit`. Default: 67 108 864. `Infinity` keeps everything.
   */
  accumulationLimit?: number | undefined;
}

/** Limits of a call in milliseconds; `false` switches one off. */
export interface TimeoutOptions {
  /** Name resolution, TCP and TLS. Default: 10,000. */
  connect?: number | false | undefined;
  /**
   * From the start of an attempt, connecting included, to its response headers. The provider may have billed when it passes.
   * Default: 60,000.
   */
  headers?: number | false | undefined;
  /**
   * How long nothing comes while you wait for data. Keep-alive comments of a stream are no data; the time that you take
   * between two chunks does not count. Default: 300,000, because a reasoning model may think for minutes.
   */
  idle?: number | false | undefined;
  /** The whole call, retries, waits and the body included. Default: off. */
  total?: number | false | undefined;
}

/** A `timeout` option: a number sets `headers` and `idle`. */
export type Timeout = number | false | TimeoutOptions;

/** The four limits in milliseconds; `null` is off. */
export interface Timeouts {
  readonly connect: number | null;
  readonly headers: number | null;
  readonly idle: number | null;
  readonly total: number | null;
}

// ---- chat ------------------------------------------------------------------------------------------------

/**
 * The message of a completion, ready to be sent back in the next turn: everything a provider needs to go on (tool
 * calls, reasoning with its signatures), without fields that are `null` and without those that only answers have.
 */
export declare function assistantMessage(message: ChatCompletionMessage): AssistantMessage;

/** A piece of a tool call; pieces with the same `index` belong together. */
export interface ToolCallDelta {
  index: number;
  id?: string | null;
  type?: "function" | null;
  function?: {
    name?: string | null;
    arguments?: string | null;
  } | null;
  provider_signature?: string | null;
  [key: string]: unknown;
}

/** What a chunk adds to a choice. */
export interface Delta {
  /** In the first chunk. */
  role?: "assistant" | (string & {}) | null;
  content?: string | null;
  tool_calls?: ToolCallDelta[] | null;
  reasoning_content?: string | null;
  reasoning_signature?: string | null;
  reasoning_redacted_data?: string | null;
  refusal?: string | null;
  /** A whole image comes in one chunk. */
  images?: GeneratedImage[] | null;
  [key: string]: unknown;
}

/** A choice within a chunk. */
export interface StreamChoice {
  index: number;
  delta: Delta;
  finish_reason?: FinishReason | null;
  native_finish_reason?: string | null;
  logprobs?: unknown;
  [key: string]: unknown;
}

/** One event of a chat stream. Usage and routing come at the end, maybe on a chunk without choices. */
export interface ChatCompletionChunk {
  id: string;
  object: "chat.completion.chunk";
  /** Unix time in seconds. */
  created: number;
  model: string;
  /** May be empty. */
  choices: StreamChoice[];
  usage?: Usage | null;
  system_fingerprint?: string | null;
  service_tier?: string | null;
  routing_metadata?: RoutingMetadata | null;
  [key: string]: unknown;
}

/** Why a choice ended. */
export type FinishReason =
  | "stop"
  | "length"
  | "tool_calls"
  | "function_call"
  | "content_filter"
  | (string & {});

/** An image that the model made. */
export interface GeneratedImage {
  type: "image";
  mime_type: string;
  /** The image in base64. */
  data: string;
  thought_signature?: string | null;
  [key: string]: unknown;
}

/** What the model said. */
export interface ChatCompletionMessage {
  role: "assistant";
  content?: string | null;
  tool_calls?: ToolCall[] | null;
  /** Reasoning as text. */
  reasoning_content?: string | null;
  /** Reasoning blocks; send them back unchanged in the next turn. */
  reasoning?: ReasoningBlock[] | null;
  /** Why the model refused to answer. */
  refusal?: string | null;
  /** Absent when no image was made. */
  images?: GeneratedImage[] | null;
  annotations?: unknown[] | null;
  [key: string]: unknown;
}

/** One of the answers. */
export interface Choice {
  index: number;
  message: ChatCompletionMessage;
  finish_reason?: FinishReason | null;
  /** The provider's own word for why it ended. */
  native_finish_reason?: string | null;
  logprobs?: unknown;
  [key: string]: unknown;
}

/** A whole chat completion. Fields that the API adds are kept. */
export interface ChatCompletion {
  id: string;
  object: "chat.completion";
  /** Unix time in seconds. */
  created: number;
  model: string;
  choices: Choice[];
  usage?: Usage | null;
  system_fingerprint?: string | null;
  service_tier?: string | null;
  /** How the request was routed and what it cost. */
  routing_metadata?: RoutingMetadata | null;
  [key: string]: unknown;
}

/** Marks content for prompt caching at Anthropic; other providers ignore it. */
export interface CacheControl {
  type: "ephemeral";
}

/** Text in a message. */
export interface TextPart {
  type: "text";
  text: string;
  cache_control?: CacheControl | undefined;
}

/** An image in a message. */
export interface ImagePart {
  type: "image_url";
  image_url: {
    /** An http(s) URL, or a data URL with the image in base64. */
    url: string;
    detail?: "auto" | "low" | "high" | undefined;
  };
  cache_control?: CacheControl | undefined;
}

/** What the content of a user message is made of. */
export type ContentPart = TextPart | ImagePart;

/** Readable reasoning; send it back unchanged in the next turn. */
export interface ThinkingReasoningBlock {
  type: "thinking";
  thinking: string;
  signature?: string | null | undefined;
}

/** Reasoning that the provider has hidden; send it back unchanged in the next turn. */
export interface RedactedReasoningBlock {
  type: "redacted";
  data: string;
}

/** A piece of reasoning in an assistant message. */
export type ReasoningBlock = ThinkingReasoningBlock | RedactedReasoningBlock;

/** Instructions for the model. */
export interface SystemMessage {
  role: "system";
  content: string | readonly TextPart[];
  name?: string | undefined;
}

/** Instructions for the model, under the newer name of the role. */
export interface DeveloperMessage {
  role: "developer";
  content: string | readonly TextPart[];
  name?: string | undefined;
}

/** What the user says. */
export interface UserMessage {
  role: "user";
  content: string | readonly ContentPart[];
  name?: string | undefined;
}

/**
 * What the model said before. A message from a completion can be sent back as it is; leave out fields that are `null`,
 * which some providers refuse: `assistantMessage(message)` does so.
 */
export interface AssistantMessage {
  role: "assistant";
  content?: string | null | undefined;
  name?: string | undefined;
  tool_calls?: readonly ToolCallParam[] | null | undefined;
  /** Reasoning blocks of the earlier answer, unchanged. */
  reasoning?: readonly ReasoningBlock[] | null | undefined;
  reasoning_content?: string | null | undefined;
  refusal?: string | null | undefined;
  /** @deprecated Use `tool_calls`. */
  function_call?:
    | {
        name: string;
        arguments: string;
      }
    | null
    | undefined;
}

/** The result of a tool call. */
export interface ToolMessage {
  role: "tool";
  content: string;
  /** `id` of the tool call that this answers. */
  tool_call_id: string;
}

/** @deprecated Use `ToolMessage`. */
export interface FunctionMessage {
  role: "function";
  content: string | null;
  name: string;
}

/** A message of the conversation. */
export type ChatCompletionMessageParam =
  | SystemMessage
  | DeveloperMessage
  | UserMessage
  | AssistantMessage
  | ToolMessage
  | FunctionMessage;

/** How hard a reasoning model thinks; Auriko translates it for each provider. `off` switches thinking off. */
export type ReasoningEffort = "low" | "medium" | "high" | "xhigh" | "max" | "off" | (string & {});

/** A function in the form that came before tools. */
export interface LegacyFunction {
  name: string;
  description?: string | undefined;
  /** JSON Schema of the arguments. */
  parameters?: Readonly<Record<string, unknown>> | undefined;
}

/** Fields for single providers, passed on to them as they are; keyed by provider. */
export interface Extensions {
  anthropic?: Readonly<Record<string, unknown>> | undefined;
  openai?: Readonly<Record<string, unknown>> | undefined;
  google?: Readonly<Record<string, unknown>> | undefined;
  deepseek?: Readonly<Record<string, unknown>> | undefined;
  [provider: string]: Readonly<Record<string, unknown>> | undefined;
}

/**
 * A chat completion request. Names are those of the wire. A field that is `null` or `undefined` is not sent; a
 * field that is not listed here goes into the `extraBody` option.
 */
export interface ChatCompletionCreateParamsBase {
  messages: readonly ChatCompletionMessageParam[];
  /** Canonical id or alias of a model, maybe with a routing suffix such as `:ttft`. Not together with `gateway.models`. */
  model?: string | null | undefined;
  /** 0–2. */
  temperature?: number | null | undefined;
  /** 0–1. */
  top_p?: number | null | undefined;
  /** Older name of `max_completion_tokens`. Integer from 1. */
  max_tokens?: number | null | undefined;
  /** Most tokens of the answer, reasoning included. Integer from 1. */
  max_completion_tokens?: number | null | undefined;
  /** How hard a reasoning model thinks. */
  reasoning_effort?: ReasoningEffort | null | undefined;
  /** `exclude: true` leaves reasoning out of the answer; it happens and is billed all the same. */
  reasoning?:
    | {
        exclude?: boolean | undefined;
      }
    | null
    | undefined;
  /** −2…2. Not at all providers. */
  frequency_penalty?: number | null | undefined;
  /** −2…2. Not at all providers. */
  presence_penalty?: number | null | undefined;
  /** Integer. */
  top_k?: number | null | undefined;
  /** At some vLLM providers. */
  min_p?: number | null | undefined;
  top_a?: number | null | undefined;
  /** At vLLM providers. */
  repetition_penalty?: number | null | undefined;
  /** Where the answer ends; how many are allowed differs by provider. */
  stop?: string | readonly string[] | null | undefined;
  /** Integer. */
  seed?: number | null | undefined;
  /** How many choices. Not at all providers. */
  n?: number | null | undefined;
  tools?: readonly ChatCompletionTool[] | null | undefined;
  /** Default: `auto`. `required` routes only to providers that honour it. */
  tool_choice?: ToolChoice | null | undefined;
  /**
   * The older form of `tools`, which the server converts where there is no `tools`.
   * @deprecated Use `tools`.
   */
  functions?: readonly LegacyFunction[] | null | undefined;
  /**
   * The older form of `tool_choice`, which the server converts where there is no `tool_choice`.
   * @deprecated Use `tool_choice`.
   */
  function_call?:
    | "none"
    | "auto"
    | {
        name: string;
      }
    | null
    | undefined;
  /** Support differs by provider. */
  parallel_tool_calls?: boolean | null | undefined;
  /** The form of the answer. */
  response_format?: ResponseFormat | null | undefined;
  /** Auriko sends usage on every stream, whatever stands here. */
  stream_options?:
    | {
        include_usage?: boolean | undefined;
      }
    | null
    | undefined;
  logprobs?: boolean | null | undefined;
  /** Integer, 0–20. */
  top_logprobs?: number | null | undefined;
  /** Token id → bias. */
  logit_bias?: Readonly<Record<string, number>> | null | undefined;
  /** Your id of the end user, for abuse detection; at Fireworks also for cache reuse. */
  user?: string | null | undefined;
  web_search_options?: Readonly<Record<string, unknown>> | null | undefined;
  verbosity?: "low" | "medium" | "high" | (string & {}) | null | undefined;
  /** Requests with the same key share a prompt cache at OpenAI. */
  prompt_cache_key?: string | null | undefined;
  /** Longer life of the prompt cache: gpt-4.1 and gpt-5 or later at OpenAI, not with zero data retention. */
  prompt_cache_retention?: "24h" | (string & {}) | null | undefined;
  /** Your id of the end user, for OpenAI. */
  safety_identifier?: string | null | undefined;
  /** Everything that is for Auriko itself: routing, several models, marks. */
  gateway?: GatewayOptions | null | undefined;
  /** Fields for single providers. */
  extensions?: Extensions | null | undefined;
  /** Shorthand, sent as `gateway.routing`. Not together with that. */
  routing?: RoutingOptions | null | undefined;
  /** Shorthand, sent as `gateway.models`. Not together with that, nor with `model`. */
  models?: readonly string[] | null | undefined;
}

/** A request whose answer comes whole. */
export interface ChatCompletionCreateParamsNonStreaming extends ChatCompletionCreateParamsBase {
  stream?: false | null | undefined;
}

/** A request whose answer comes in chunks. */
export interface ChatCompletionCreateParamsStreaming extends ChatCompletionCreateParamsBase {
  stream: true;
}

/** A chat completion request, streaming or not. */
export type ChatCompletionCreateParams =
  | ChatCompletionCreateParamsNonStreaming
  | ChatCompletionCreateParamsStreaming
  | ChatCompletionCreateParamsOpen;

/** A request whose `stream` is only known at run time. */
export interface ChatCompletionCreateParamsOpen extends ChatCompletionCreateParamsBase {
  stream?: boolean | null | undefined;
}

/** Plain text; the default. */
export interface ResponseFormatText {
  type: "text";
}

/** Any JSON object. Some providers want the word JSON in the prompt. */
export interface ResponseFormatJsonObject {
  type: "json_object";
}

/** JSON that follows a schema. */
export interface ResponseFormatJsonSchema {
  type: "json_schema";
  json_schema: {
    name: string;
    schema: JsonSchema;
    description?: string | undefined;
    strict?: boolean | null | undefined;
  };
}

/** The form of the answer. */
export type ResponseFormat = ResponseFormatText | ResponseFormatJsonObject | ResponseFormatJsonSchema;

/** A JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A function that the model may call. */
export interface FunctionDefinition {
  name: string;
  /** Tells the model when and how to call it. */
  description?: string | undefined;
  /** JSON Schema of the arguments. */
  parameters?: JsonSchema | undefined;
  /** Whether the arguments must follow the schema exactly. */
  strict?: boolean | null | undefined;
}

/** A tool that the model may use. */
export interface ChatCompletionTool {
  type: "function";
  function: FunctionDefinition;
}

/** Which tool the model has to use. Server default: `auto`. */
export type ToolChoice =
  | "auto"
  | "required"
  | "none"
  | {
      type: "function";
      function: {
        name: string;
      };
    };

/** A tool call of the model, as it is sent back in the next turn. */
export interface ToolCallParam {
  id: string;
  type: "function";
  function: {
    name: string;
    /** JSON as text, as the model wrote it; it may be invalid. */
    arguments: string;
  };
  /** Opaque; send it back unchanged. */
  provider_signature?: string | null | undefined;
}

/** A tool call of the model. */
export interface ToolCall extends ToolCallParam {
  [key: string]: unknown;
}

/** Where the tokens of a prompt come from. */
export interface PromptTokensDetails {
  /** Read from the prompt cache. */
  cached_tokens?: number | null;
  /** Written to the prompt cache. */
  cache_write_tokens?: number | null;
  /** @deprecated Older answers: now `cache_write_tokens`. */
  cache_creation_tokens?: number | null;
  text_tokens?: number | null;
  image_tokens?: number | null;
  audio_tokens?: number | null;
  [key: string]: unknown;
}

/** What the tokens of an answer are. */
export interface CompletionTokensDetails {
  reasoning_tokens?: number | null;
  text_tokens?: number | null;
  image_tokens?: number | null;
  audio_tokens?: number | null;
  accepted_prediction_tokens?: number | null;
  rejected_prediction_tokens?: number | null;
  [key: string]: unknown;
}

/** Tokens that a chat completion used. */
export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: PromptTokensDetails | null;
  completion_tokens_details?: CompletionTokensDetails | null;
  [key: string]: unknown;
}

// ---- streaming -------------------------------------------------------------------------------------------

/** The events of a chat stream and what their listeners get. */
export interface ChatCompletionStreamEvents {
  /** Every chunk. */
  chunk: [chunk: ChatCompletionChunk];
  /** A piece of answer text, the text of its choice so far, and the index of the choice. */
  content: [delta: string, snapshot: string, choice: number];
  /** A piece of reasoning text, that text so far, and the index of the choice. */
  reasoning: [delta: string, snapshot: string, choice: number];
  /** A piece of a refusal, the refusal so far, and the index of the choice. */
  refusal: [delta: string, snapshot: string, choice: number];
  /** A complete tool call, when the stream has finished, and the index of its choice. */
  toolCall: [call: ToolCall, choice: number];
  /** Token usage; the last one counts. */
  usage: [usage: Usage];
  /** Route and cost; the last one counts. */
  route: [routingMetadata: RoutingMetadata];
  /** The stream is over without an error: complete, or closed by its consumer (`stream.state` tells). */
  end: [completion: ChatCompletion];
  /** The stream failed. */
  error: [error: AurikoAPIError];
}

/**
 * What chat and Responses streams share: who reads, in which order, how it ends, and what is known then. The native side
 * is reached through an `EventSource` only, the order and the states live in `Delivery`, and what events mean is left to
 * the two subclasses.
 */
declare abstract class EventStream<Event, Result, Events extends EventMap<Events>>
  implements AsyncIterable<Event>
{
  #private;
  /**
   * Iterates over the events, once. Leaving the loop early closes the connection.
   *
   * Throws `StreamDroppedError`, `StreamTruncatedError`, `APITimeoutError`, `APIUserAbortError`, `SpendLimitError` or an
   * `APIStatusError` where the stream ends otherwise than complete, and an error with code `stream_consumed` for a second
   * consumer.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Event>;
  /**
   * The pieces of answer text, to be iterated over once, with `for await`. Events without text are passed over. Ends and
   * throws as the loop over the stream itself does.
   */
  get textStream(): AsyncIterable<string>;
  /**
   * Calls `callback` for every event: the fastest way to read. A promise that it returns is awaited before the next
   * event. If it throws, the stream is closed and the error passed on. Rejects as `for await` throws.
   */
  forEach(callback: (event: Event) => void | PromiseLike<void>): Promise<void>;
  /**
   * The stream as server-sent events, in bytes, as the API writes them: to be sent on, or read by `fromReadableStream()`.
   * Bytes are made only as fast as they are taken; cancelling closes the stream. A failure becomes an error event.
   */
  toReadableStream(): ReadableStream<Uint8Array>;
  /**
   * A `Response` with the body of `toReadableStream()`, for a browser or any client of the OpenAI API. When the browser
   * goes away, the stream is closed.
   */
  toSSEResponse(init?: SSEResponseInit): Response;
  /**
   * Stops the stream and closes the connection. Whoever reads it gets an `APIUserAbortError` with `reason` as its cause,
   * what had arrived in `partial`. No effect on a stream that is over.
   */
  abort(reason?: unknown): void;
  /** Ends the stream quietly and closes the connection: a loop over it ends as if there were no more events. */
  close(): void;
  /** For `await using`: the same as `close()`. */
  [asyncDispose](): Promise<void>;
  /** Calls `listener` whenever the event happens. If nobody else reads the stream, this starts to read it. */
  on<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => void): this;
  /** Calls `listener` the first time that the event happens. If nobody else reads the stream, this starts to read it. */
  once<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => void): this;
  /** Removes a listener that `on` or `once` added. */
  off<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => void): this;
  /** Where the stream is in its life: `idle`, `reading`, `finished`, `failed` or `closed`. */
  get state(): StreamState;
  /** The headers of the answer. */
  get responseHeaders(): ResponseHeaders;
  /** The request's id at Auriko, or `null`. */
  get requestId(): string | null;
  /** How many times the request was sent, the first included. */
  get attempts(): number;
  /**
   * How long the call has taken, and on what, attempt by attempt: complete when the stream has ended. `null` for a stream
   * made by `fromReadableStream()`.
   */
  get timings(): CallTimings | null;
}

/** Event names and the arguments that their listeners get. */
type EventMap<Events> = {
  [Name in keyof Events]: unknown[];
};

/**
 * A chat completion as it arrives: iterate over its chunks once, or await `finalCompletion()`. Nothing is requested from
 * the server beyond a bounded buffer while nobody reads.
 *
 * `T` is the data that was asked for with `response_format`, if any.
 */
export declare class ChatCompletionStream<T = unknown> extends EventStream<
  ChatCompletionChunk,
  ChatCompletion,
  ChatCompletionStreamEvents
> {
  #private;
  /**
   * A stream over the bytes that `toReadableStream()` makes, or over the `Response` of `toSSEResponse()` as `fetch`
   * received it. A response with an error status makes the stream throw that error.
   */
  static fromReadableStream(
    input: ReadableStream<Uint8Array> | EventResponse,
    options?: ReceivedStreamOptions,
  ): ChatCompletionStream;
  /**
   * Two streams that both bring every event. This one is their source from then on: it can't be read itself, still knows
   * usage and route, and its `abort()` and `close()` end both. It is closed when both are.
   */
  tee(options?: TeeOptions): [ChatCompletionStream<T>, ChatCompletionStream<T>];
  /**
   * The data of the first choice while it is written, to be iterated over once: one object that grows in place, given
   * each time that it has grown and never going backwards. It is what the model writes, before it is validated; copy it
   * if you keep it. Ends and throws as the loop over the stream itself does.
   */
  get partialObjects(): AsyncIterable<DeepPartial<T>>;
  /**
   * The elements of the data's array, each once, as soon as it is complete and validated: of the data itself, or of the
   * first array among its members. Ends and throws as the loop over the stream does, and with a `StructuredOutputError`
   * (`mismatch`) at an element that is not valid.
   */
  get elements(): AsyncIterable<ElementOf<T>>;
  /**
   * The data of the first choice of the whole completion, validated; `null` when the model called a tool instead. Reads
   * the stream unless somebody else does. Rejects with the stream's error, and like `parse` with
   * `StructuredOutputError`.
   */
  finalParsed(): Promise<T | null>;
  /** The completion as far as its chunks were handed out; a new object each time. */
  get currentCompletion(): ChatCompletion;
  /**
   * The whole completion, as the call without streaming would have returned it. Reads the stream unless somebody else
   * does; then it settles when they have read to the end. Rejects with the stream's error.
   */
  finalCompletion(): Promise<ChatCompletion>;
  /** The message of the first choice of `finalCompletion()`. */
  finalMessage(): Promise<ChatCompletionMessage>;
  /** The text of the first choice of `finalCompletion()`; empty if there is none. */
  finalText(): Promise<string>;
  /** Token usage: complete when the stream has ended, the best known before, `null` when none was reported. */
  get usage(): Usage | null;
  /** Route and cost: complete when the stream has ended, the best known before, `null` when none was reported. */
  get routingMetadata(): RoutingMetadata | null;
}

/** What is needed of a `Response`. */
interface EventResponse {
  readonly status: number;
  readonly headers: Iterable<[string, string]>;
  readonly body: ReadableStream<Uint8Array> | null;
  text(): Promise<string>;
}

/** Options of a stream that is made from bytes received elsewhere. */
type ReceivedStreamOptions = Pick<StreamInit, "signal" | "silentAbort" | "accumulationLimit">;

/** What a stream is made from. Only the client makes streams. */
interface StreamInit {
  /** The events, as the native core reads them. */
  reader: EventSource;
  /** Stops the stream. The stream listens from its construction to its end. */
  signal?: AbortSignal | null | undefined;
  /** An abort ends the stream as `close()` does instead of raising an `APIUserAbortError`. Default: false. */
  silentAbort?: boolean | undefined;
  /**
   * How many characters of a result are kept, those of its texts and about those that the rest takes. Beyond it the
   * result is let go, the events go on. Default: 67 108 864.
   */
  accumulationLimit?: number | undefined;
  /** The ledger's meter for this request. The stream settles it at its end. */
  meter?: SpendMeter | null | undefined;
  /** When the call began; absent for a stream that was received elsewhere. */
  clock?: CallClock | undefined;
  /** Who listens to the call is told how the stream ends. */
  observed?: ObservedCall | undefined;
  /** Takes the secrets of the request out of an error that ends the stream. */
  redact?: ((error: AurikoAPIError) => void) | undefined;
}

/**
 * Where a stream takes its events from: the reader of the native core, a branch of `tee()`, or a web stream. The
 * contract is that of `EventReader`; `cancel()` has to call a waiting callback.
 */
interface EventSource {
  drain(): unknown[] | SourceEnd | undefined;
  whenReady(callback: () => void): void;
  cancel(): void;
  readonly head: ResponseHead;
  /** What happened attempt by attempt so far, where the source knows: see `readAttemptFacts`. */
  readonly facts?: string | undefined;
}

/** Why a source has no more events. */
type SourceEnd =
  /** What a native reader can say. */
  | StreamEnd
  /** An error that is ready to be thrown. */
  | {
      readonly end: "error";
      readonly error: AurikoAPIError;
    }
  /** The stream behind the source was closed quietly. */
  | {
      readonly end: "closed";
    };

/** Why a reader has no more events, and what happened attempt by attempt: see `readAttemptFacts`. */
type StreamEnd = {
  readonly facts?: string | undefined;
} & StreamEndReason;

/** Why a reader has no more events. */
type StreamEndReason =
  /** `[DONE]` was read. */
  | {
      readonly end: "done";
    }
  /** The body ended properly, without `[DONE]`. */
  | {
      readonly end: "eof";
    }
  /** An event was not valid JSON; those before it were delivered, and the connection is closed. */
  | {
      readonly end: "malformed";
      readonly text: string;
      readonly cause: unknown;
    }
  | {
      readonly end: "failure";
      readonly failure: NativeFailure;
    };

/**
 * The plain records that cross between the native core and TypeScript. Everything above this folder sees only these.
 */
/** What went wrong in the native core; `errorFromFailure` turns it into the error class that a user catches. */
interface NativeFailure {
  /**
   * - `status`: the server answered with a status of 400 or more, or a redirect that is not followed
   * - `connect`: no connection: refused, unreachable, name not resolved
   * - `tls`: the certificate or the handshake was refused
   * - `proxy`: the proxy refused
   * - `network`: the connection broke before the answer was complete
   * - `protocol`: the server spoke no valid HTTP
   * - `timeout`: `phase` says which limit
   * - `too_large`: an event or a body exceeded its size cap
   * - `resources`: the machine refused a thread, a file descriptor or memory
   * - `queue_full`: as many requests wait for their turn as may
   * - `cancelled`: the caller, a closing client or a closing worker stopped it
   * - `redirect`: a redirect that must not or can't be followed, of a `fetch` only
   * - `config`: the network configuration can't be used (bad certificate, bad proxy URL)
   * - `panic`: a defect in the native core
   */
  readonly kind:
    | "status"
    | "connect"
    | "tls"
    | "proxy"
    | "network"
    | "protocol"
    | "timeout"
    | "too_large"
    | "redirect"
    | "resources"
    | "queue_full"
    | "cancelled"
    | "config"
    | "panic";
  /** Which limit passed, for `timeout`. */
  readonly phase?: "connect" | "headers" | "idle" | "body" | "total";
  /** The limit that passed, in milliseconds, for `timeout`. */
  readonly limitMs?: number;
  /** One line in lower case without a full stop. Never holds the URL's query, a header or the key. */
  readonly message: string;
  /** The chain of underlying causes, outermost first. */
  readonly chain: readonly string[];
  /** How many times the request was sent, the first included; 0 when it never left. */
  readonly attempts: number;
  /** What happened attempt by attempt: see `readAttemptFacts`. */
  readonly facts?: string | undefined;
  /** Whether the same request may end better another time, by the core's rules. */
  readonly retryable?: boolean;
  /** Whether the server may have got the request whole, by the core's rules; absent where the core did not end the call. */
  readonly mayHaveArrived?: boolean;
  /** True when response headers had arrived before the failure: it happened inside the body. */
  readonly inBody: boolean;
  /** The answer, as far as it came. */
  readonly status?: number;
  /** Raw response headers: `name: value` lines joined by `\n`, names in lower case, values as latin1. */
  readonly headers?: string;
  /** The response body as text, for `status`. */
  readonly body?: string;
  /** The server asked for a wait longer than `maxRetryDelay`, so the error was thrown at once. */
  readonly retryDelayTooLong?: boolean;
}

/** Status line and headers of an answer. */
interface ResponseHead {
  readonly status: number;
  /** Raw response headers: `name: value` lines joined by `\n`, names in lower case, values as latin1. */
  readonly headers: string;
  /** How many times the request was sent, the first included. */
  readonly attempts: number;
  /** What happened attempt by attempt until the answer was opened: see `readAttemptFacts`. */
  readonly facts?: string | undefined;
}

/** The ledger's view of one request. */
interface SpendMeter {
  /** Whether a limit and prices are known. Otherwise `observe` never needs to be called. */
  readonly watching: boolean;
  /** Takes note of the output so far, in characters, and says when the limit is reached. */
  observe(characters: number): SpendLimitError | undefined;
  /** Books the request, whatever its outcome, and gives its reservation back. Only the first call counts. */
  settle(facts: SpendFacts, outcome: SpendOutcome): void;
}

/** What is known about the tokens and the cost of a request. */
interface SpendFacts {
  /** `usage` of a chat completion or of a response, if one was reported. */
  readonly usage?: unknown;
  /** `routing_metadata` of either generation, if it was reported. */
  readonly routingMetadata?: unknown;
  /** The model that answered. */
  readonly model?: string | null;
  /** Characters of output that arrived. */
  readonly characters?: number;
  /** Whether an answer had begun, so that something may be billed even if no usage was reported. */
  readonly answered?: boolean;
}

/** How a request ended, in the eyes of the ledger. */
type SpendOutcome = "completed" | "failed" | "aborted";

/** When a call began. It makes the timings of the call from the facts of the core. */
declare class CallClock {
  #private;
  readonly startedAt: number;
  /** Attempts of an earlier pass through the core: a call may take a second one with another body or other certificates. */
  get earlierAttempts(): number;
  /** A pass through the core is over, and another one follows. */
  passed(attempts: readonly AttemptFacts[]): void;
  /** The timings so far. `endedAt` is when the call was over, for one that was given up or that failed between attempts. */
  timings(facts: string | undefined, endedAt?: number): CallTimings;
  /** The attempts of all passes, numbered through. */
  attempts(facts: string | undefined): AttemptFacts[];
}

/** What was asked and answered, for those who were told to look at it. Nothing is made before it is asked for. */
interface CallContent {
  /** The body as JSON text, secrets taken out; `null` without one. */
  requestBody(): string | null;
  /** The answer, as far as it came: a chat completion, a response or another document. Set with `end` and `error`. */
  result(): unknown;
}

/** A call that somebody listens to: it tells each event once, in the caller's asynchronous context. */
declare class ObservedCall implements CallContent {
  #private;
  readonly info: CallInfo;
  constructor(setup: CallSetup, audience: Audience);
  /** The headers to send in place of the caller's and the client's, if listeners have added any. */
  get headers(): ReadonlyMap<string, string> | undefined;
  /** Is told of attempts and retries while they happen; `undefined` if nobody wants to hear of them so early. */
  get onAttempt(): ((notice: AttemptNotice) => void) | undefined;
  /** Runs a function of the caller's in the context of the call. */
  inContext<T>(run: () => T): T;
  /** More secrets are known now. */
  redactWith(makeRedactor: () => Redactor): void;
  /** A good answer has begun; again if it is another one than before. */
  answered(head: ResponseHead): void;
  /** Events of a stream are handed out. `head` is that of the answer that they came in. */
  handedOut(events: number, head: ResponseHead): void;
  /** The first event is handed out. `head` is that of the answer that it came in. */
  firstEvent(head?: ResponseHead): void;
  /** It is over without an error. */
  ended(outcome: CallEnd["outcome"], ending: CallEnding): void;
  /** It failed; `error` is what the caller catches. */
  failed(error: unknown, ending?: CallEnding): void;
  requestBody(): string | null;
  result(): unknown;
}

/** What is known of a call when it begins. */
interface CallSetup {
  readonly clock: CallClock;
  readonly method: string;
  readonly path: string;
  readonly url: string;
  readonly model: string | null;
  readonly stream: boolean;
  /** False for a call that is refused. */
  readonly sends: boolean;
  /** The headers of the caller and the client, which listeners may add to. */
  readonly headers: ReadonlyMap<string, string>;
  /** All headers as `name: value` lines, as far as they are known. */
  readonly lines: string;
  readonly body: string | null;
  /** Takes out the secrets that are known by now. */
  redactor(): Redactor;
}

/** Takes secrets that are known out of whatever is shown: exactly these, in every form in which a server repeats them. */
declare class Redactor {
  #private;
  /**
   * @param credentials the client's own: its key, its proxy's password.
   * @param secrets those of one request, however short.
   */
  constructor(credentials: readonly string[], secrets?: readonly string[]);
  /** The text without the secrets. */
  text(text: string): string;
  /** JSON-like data without the secrets, property names included; the value itself where there are none in it. */
  value(value: unknown): unknown;
}

/** Who is told of a call. */
interface Audience {
  readonly observers: Iterable<CallObserver>;
  readonly channels: DiagnosticsChannels;
  /** Is told what a listener threw. */
  report(message: string, cause: unknown): void;
}

/**
 * Is told of every call that begins, synchronously and in the caller's context, and gives what listens to the rest of it.
 */
interface CallObserver {
  /**
   * Whether it wants to hear of attempts and retries while they happen, which costs a wake-up for each. Default: true.
   * Otherwise they are told right before the end.
   */
  readonly followsAttempts?: boolean;
  begin(start: CallStart, content: CallContent, control: CallControl): CallListener | undefined;
}

/** What an observer can do while a call begins. */
interface CallControl {
  /** Adds headers to the request, in place of those of the same names. Invalid ones are told to the logger and left out. */
  addHeaders(headers: HeaderOptions): void;
}

/** Is told the events of one call, but for its `start`. What it throws is told to the client's logger, and the call goes on. */
type CallListener = (event: CallEvent, content: CallContent) => void;

/** The diagnostics channels of this thread: `auriko:request:…`, and `auriko.request` where Node has tracing channels. */
declare class DiagnosticsChannels {
  #private;
  /** Whether anybody subscribed to any of them. */
  get subscribed(): boolean;
  /** Whether somebody wants to hear of attempts and retries while they happen. */
  get followsAttempts(): boolean;
  /** Publishes an event on its plain channel. */
  publish(event: CallEvent): void;
  /**
   * Runs the beginning of a call, with the stores that are bound to the tracing channel; gives what tells that channel
   * how it ends.
   */
  trace(start: CallStart, begin: () => void): CallListener | undefined;
}

/** What the core tells at once while somebody listens: an attempt that is about to be sent, or a retry before its wait. */
interface AttemptNotice {
  readonly type: "attempt" | "retry";
  readonly facts: AttemptFacts;
}

/** What is known when a call is over. */
interface CallEnding {
  /** What the core says about its attempts. */
  readonly facts?: string | undefined;
  readonly usage?: unknown;
  readonly routingMetadata?: unknown;
  /** The model that answered, where the answer itself is not kept. */
  readonly model?: string | null | undefined;
  /** The answer, as far as it came. */
  readonly result?: (() => unknown) | undefined;
}

/** The events of a Responses stream and what their listeners get. */
export interface ResponseStreamEvents {
  /** Every event. */
  event: [event: ResponseStreamEvent];
  /** A piece of answer text, and all answer text so far. */
  content: [delta: string, snapshot: string];
  /** A piece of a reasoning summary. */
  reasoning: [delta: string];
  /** A complete function call. */
  toolCall: [call: ResponseFunctionCallOutputItem];
  /** Token usage; the last one counts. */
  usage: [usage: ResponseUsage];
  /** Route and cost; the last one counts. */
  route: [routingMetadata: RoutingMetadata];
  /** The stream is over without an error: complete, or closed by its consumer (`stream.state` tells). */
  end: [response: ModelResponse];
  /** The stream failed. */
  error: [error: AurikoAPIError];
}

/**
 * A response as it arrives: iterate over its events once, or await `finalResponse()`. The stream ends with the event
 * `response.completed`, `response.incomplete` or `response.failed`; a failed response is a result, not an exception.
 *
 * `T` is the data that was asked for with `text.format`, if any.
 */
export declare class ResponseStream<T = unknown> extends EventStream<
  ResponseStreamEvent,
  ModelResponse,
  ResponseStreamEvents
> {
  #private;
  /**
   * A stream over the bytes that `toReadableStream()` makes, or over the `Response` of `toSSEResponse()` as `fetch`
   * received it. A response with an error status makes the stream throw that error.
   */
  static fromReadableStream(
    input: ReadableStream<Uint8Array> | EventResponse,
    options?: ReceivedStreamOptions,
  ): ResponseStream;
  /**
   * Two streams that both bring every event. This one is their source from then on: it can't be read itself, still knows
   * usage and route, and its `abort()` and `close()` end both. It is closed when both are.
   */
  tee(options?: TeeOptions): [ResponseStream<T>, ResponseStream<T>];
  /**
   * The data while it is written, to be iterated over once: one object that grows in place, given each time that it has
   * grown and never going backwards. It is what the model writes, before it is validated; copy it if you keep it. Ends
   * and throws as the loop over the stream itself does.
   */
  get partialObjects(): AsyncIterable<DeepPartial<T>>;
  /**
   * The elements of the data's array, each once, as soon as it is complete and validated: of the data itself, or of the
   * first array among its members. Ends and throws as the loop over the stream does, and with a `StructuredOutputError`
   * (`mismatch`) at an element that is not valid.
   */
  get elements(): AsyncIterable<ElementOf<T>>;
  /**
   * The data of the whole response, validated; `null` when the model called a function instead. Reads the stream unless
   * somebody else does. Rejects with the stream's error, like `parse` with `StructuredOutputError`, and for a failed
   * response with the error that it carries.
   */
  finalParsed(): Promise<T | null>;
  /** The response as far as its events were handed out. */
  get currentResponse(): ModelResponse;
  /** The response of the terminal event, failed and incomplete ones included; `null` before. */
  get completedResponse(): ModelResponse | null;
  /** All answer text so far. */
  get outputText(): string;
  /**
   * The whole response, as the call without streaming would have returned it; look at its `status`. Reads the stream
   * unless somebody else does; then it settles when they have read to the end. Rejects with the stream's error.
   */
  finalResponse(): Promise<ModelResponse>;
  /** The answer text of the whole response. */
  finalText(): Promise<string>;
  /** Token usage: complete when the stream has ended, the best known before, `null` when none was reported. */
  get usage(): ResponseUsage | null;
  /** Route and cost: complete when the stream has ended, the best known before, `null` when none was reported. */
  get routingMetadata(): RoutingMetadata | null;
}

/** Options of `toSSEResponse()`. */
export interface SSEResponseInit {
  /** HTTP status. Default: 200. */
  status?: number | undefined;
  /** Headers that are added to, or replace, those of an event stream. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Where a stream is in its life.
 *
 * ```text
 * idle ──claim──▶ reading ──┬─finish─▶ finished   the message is complete
 *   │                       ├─fail───▶ failed     an error was or will be thrown
 *   └───────────────────────┴─close──▶ closed     the consumer lost interest
 * ```
 */
export type StreamState = "idle" | "reading" | "finished" | "failed" | "closed";

/** Options of `tee()`. */
export interface TeeOptions {
  /**
   * How many events one branch may be ahead of the other. At that distance it waits for the other; if nobody has begun
   * to read the other, it fails with an error of code `tee_limit_reached`, since waiting could last forever. Default:
   * 1024. `Infinity` removes the limit, and the bound on memory with it.
   */
  limit?: number | undefined;
}

// ---- routing ---------------------------------------------------------------------------------------------

/** Strategies for `gateway.routing.optimize`. Any other string is sent as written, too. */
export declare const Optimize: {
  /** Cost first, well rounded. */
  readonly COST: "cost";
  /** Almost only cost; the server's default. */
  readonly COST_FOCUS: "cost-focus";
  /** Time to first token first, well rounded. */
  readonly TTFT: "ttft";
  /** Almost only time to first token. */
  readonly TTFT_FOCUS: "ttft-focus";
  /** Throughput first, well rounded. */
  readonly TPS: "tps";
  /** Almost only throughput. */
  readonly TPS_FOCUS: "tps-focus";
  /** Cost, time to first token and throughput weigh the same. */
  readonly BALANCED: "balanced";
};

/** A routing strategy: those of today, the older `cheapest`, `speed` and `throughput`, and any that the API adds. */
export type Optimize =
  | (typeof Optimize)[keyof typeof Optimize]
  | "cheapest"
  | "speed"
  | "throughput"
  | (string & {});

/** How several models are combined, for `gateway.routing.mode`. */
export declare const Mode: {
  /** The best candidate over all models; the server's default. */
  readonly POOL: "pool";
  /** All providers of the first model, then those of the next. */
  readonly FALLBACK: "fallback";
};

/** A way to combine models: those of today, and any that the API adds. */
export type Mode = (typeof Mode)[keyof typeof Mode] | (string & {});

/** What a provider may do with the data, for `gateway.routing.data_policy`. */
export declare const DataPolicy: {
  /** No demands. */
  readonly NONE: "none";
  /** No training on the data. */
  readonly NO_TRAINING: "no_training";
  /** Zero data retention. */
  readonly ZDR: "zdr";
};

/** A data policy: those of today, and any that the API adds. */
export type DataPolicy = (typeof DataPolicy)[keyof typeof DataPolicy] | (string & {});

/** Which percentile of a provider's measurements counts. */
export declare const MetricPercentile: {
  /** The median. */
  readonly P50: "p50";
  /** 95 of 100 requests are at least as good. */
  readonly P95: "p95";
};

/** A percentile: those of today, and any that the API adds. */
export type MetricPercentile = (typeof MetricPercentile)[keyof typeof MetricPercentile] | (string & {});

/**
 * The routing metadata of an answer that another library has read, such as a completion of the OpenAI SDK; `null` when
 * there is none. Never throws.
 */
export declare function parseRoutingMetadata(response: unknown): RoutingMetadata | null;

/** What the request cost. */
export interface RoutingCost {
  /** Billed cost in USD. */
  usd?: number;
  /** Saved by prompt caching, 0–100; only when above 0. */
  cache_savings_percent?: number;
  /** Saved by prompt caching, in USD; only when above 0. */
  cache_savings_usd?: number;
  /** Cost of hosted tools, in USD. */
  hosted_tool_usd?: number;
  /** @deprecated Older answers: billed cost in USD; now `usd`. */
  billable_cost_usd?: number;
  /** @deprecated Older answers only. */
  input_tokens?: number;
  /** @deprecated Older answers only. */
  output_tokens?: number;
  [key: string]: unknown;
}

/** Kind of a warning. */
export type RoutingWarningType =
  | "unsupported_parameter"
  | "unsupported_feature"
  | "unsupported_field"
  | "ignored_extension"
  | "unknown_provider"
  | "blocked_field"
  | "provider_timeout"
  | (string & {});

/** Something that Auriko changed or left out, while the request succeeded. */
export interface StructuredWarning {
  type?: RoutingWarningType;
  code?: string;
  message: string;
  [key: string]: unknown;
}

/** A warning as servers send it: an object, or plain text. `summarizeRouting` makes them all alike. */
export type RoutingWarning = StructuredWarning | string;

/** How a request was routed. Fields that only older answers carry are marked as deprecated. */
export interface RoutingMetadata {
  /** The provider that answered, for example `fireworks_ai`. */
  provider: string;
  /** The provider's own id of the model. */
  provider_model_id: string;
  /** Canonical id of the requested model. */
  model_canonical: string;
  /** The strategy that was used, or `custom`. */
  routing_strategy: string;
  /** Time to first token in milliseconds. */
  ttft_ms?: number;
  /** Tokens per second. */
  throughput_tps?: number;
  cost?: RoutingCost | null;
  warnings?: RoutingWarning[] | null;
  /** @deprecated Older answers: pricing tier, for example `flex`. */
  tier?: string | null;
  /** @deprecated Older answers: whole duration in milliseconds. */
  total_latency_ms?: number;
  /** @deprecated Older answers: time that the choice took, in milliseconds. */
  routing_decision_ms?: number;
  /** @deprecated Older answers: candidates that were looked at. */
  candidates_total?: number;
  /** @deprecated Older answers: candidates that fitted. */
  candidates_viable?: number;
  [key: string]: unknown;
}

/** Custom scoring in place of a strategy. Each weight is 0 or more; at least one is above 0. */
export interface RoutingWeights {
  /** Price. */
  cost?: number | null | undefined;
  /** Time to first token. */
  ttft?: number | null | undefined;
  /** Tokens per second. */
  throughput?: number | null | undefined;
}

/** How Auriko chooses a provider. Everything is optional; a field that is `null` or `undefined` is not sent. */
export interface RoutingOptions {
  /** Strategy. Server default: `cost-focus`. */
  optimize?: Optimize | null | undefined;
  /** Custom scoring; the answer then reports the strategy `custom`. */
  weights?: RoutingWeights | null | undefined;
  /** Ceiling on the mean of input and output price, in USD per 1M tokens. Above 0. */
  max_cost_per_1m?: number | null | undefined;
  /** Ceiling on the time to first token, in milliseconds. Integer above 0. */
  max_ttft_ms?: number | null | undefined;
  /** Floor on the throughput, in tokens per second. Above 0. */
  min_throughput_tps?: number | null | undefined;
  /** Percentile used for the time to first token. */
  ttft_percentile?: MetricPercentile | null | undefined;
  /** Percentile used for the throughput. */
  throughput_percentile?: MetricPercentile | null | undefined;
  /** Only these providers; when none of them fits, the request fails. */
  providers?: readonly string[] | null | undefined;
  /** Never these providers. */
  exclude_providers?: readonly string[] | null | undefined;
  /** Preferred provider; when it doesn't fit, another is used. */
  prefer?: string | null | undefined;
  /** How several models are combined. Server default: `pool`. */
  mode?: Mode | null | undefined;
  /** Whether another candidate is tried after a failure. */
  allow_fallbacks?: boolean | null | undefined;
  /** How many other candidates are tried at most. Integer, 1–19. */
  max_fallback_attempts?: number | null | undefined;
  /** Server-side limit per attempt, in milliseconds. Integer above 0. */
  timeout_ms?: number | null | undefined;
  /** Server-side limit for the whole request, in milliseconds. Integer above 0, not below `timeout_ms`. */
  deadline_ms?: number | null | undefined;
  /** What a provider may do with the data. */
  data_policy?: DataPolicy | null | undefined;
  /** Only your own provider keys. Not together with `only_platform`. */
  only_byok?: boolean | null | undefined;
  /** Only Auriko's provider keys. Not together with `only_byok`. */
  only_platform?: boolean | null | undefined;
  /** Only providers that accept every optional parameter of the request. */
  require_parameters?: boolean | null | undefined;
  /** Opts in to premium offers; `priority` asks for Anthropic's fast mode, at a higher price. */
  tier?: "priority" | (string & {}) | null | undefined;
}

/** Marks on a request, for your own accounting at Auriko. */
export interface GatewayMetadata {
  /** Labels to group requests by. */
  tags?: readonly string[] | null | undefined;
  /** Your id of the end user. */
  user_id?: string | null | undefined;
  /** Your id of the trace that the request belongs to. */
  trace_id?: string | null | undefined;
  /** Anything else, as text. */
  custom_fields?: Readonly<Record<string, string>> | null | undefined;
}

/** Everything in a request that is for Auriko itself. */
export interface GatewayOptions {
  /** Several models to route over, in place of `model`. */
  models?: readonly string[] | null | undefined;
  /** How a provider is chosen. */
  routing?: RoutingOptions | null | undefined;
  /** Marks on the request. */
  metadata?: GatewayMetadata | null | undefined;
}

/** A warning in one shape, whatever shape the server chose. */
export interface RoutingWarningSummary {
  type: RoutingWarningType | null;
  code: string | null;
  message: string;
}

/** The route of a request in one shape; `null` where the answer does not say. */
export interface RoutingSummary {
  provider: string | null;
  providerModelId: string | null;
  /** Canonical id of the requested model. */
  model: string | null;
  strategy: string | null;
  /** Billed cost in USD. */
  costUsd: number | null;
  /** Saved by prompt caching, in USD. */
  cacheSavingsUsd: number | null;
  /** Time to first token in milliseconds. */
  ttftMs: number | null;
  /** Tokens per second. */
  throughputTps: number | null;
  /** Whole duration in milliseconds; only older answers say it. */
  latencyMs: number | null;
  warnings: RoutingWarningSummary[];
}

/**
 * Reads provider, model, cost, latency and warnings out of routing metadata of any generation. Never throws; `null`
 * when there is no metadata.
 */
export declare function summarizeRouting(metadata: RoutingMetadata | null | undefined): RoutingSummary | null;

// ---- responses -------------------------------------------------------------------------------------------

/** Why a response failed. */
export interface ResponseFailure {
  code: string;
  message: string;
  type?: string | null;
  param?: string | null;
  doc_url?: string | null;
  provider?: string | null;
  suggestion?: string | null;
  [key: string]: unknown;
}

/** The answer to a Responses request. Fields that the API adds are kept. */
export interface ModelResponse {
  id: string;
  object: "response";
  /** Unix time in seconds. */
  created_at: number;
  /** Unix time in seconds. */
  completed_at?: number | null;
  model: string;
  status: "completed" | "failed" | "incomplete" | "in_progress" | (string & {});
  output: ResponseOutputItem[];
  /** The text of the answer, as the server joined it. */
  output_text?: string;
  usage?: ResponseUsage | null;
  /** Why the response failed. */
  error?: ResponseFailure | null;
  /** Why it is incomplete, in `reason`. */
  incomplete_details?: {
    reason?: string;
    [key: string]: unknown;
  } | null;
  /** How the request was routed and what it cost. */
  routing_metadata?: RoutingMetadata | null;
  metadata?: Record<string, string> | null;
  tools?: unknown[];
  tool_choice?: unknown;
  parallel_tool_calls?: boolean | null;
  /** What hosted tools used. */
  tool_usage?: ResponseToolUsage | null;
  temperature?: number | null;
  top_p?: number | null;
  max_output_tokens?: number | null;
  frequency_penalty?: number | null;
  presence_penalty?: number | null;
  top_logprobs?: number | null;
  instructions?: unknown;
  truncation?: string | null;
  reasoning?: Record<string, unknown> | null;
  text?: Record<string, unknown> | null;
  user?: string | null;
  prompt_cache_key?: string | null;
  safety_identifier?: string | null;
  max_tool_calls?: number | null;
  store?: boolean | null;
  previous_response_id?: string | null;
  background?: boolean | null;
  service_tier?: string | null;
  [key: string]: unknown;
}

/** The response exists; first event of the stream. */
export interface ResponseCreatedEvent extends LifecycleEvent<"response.created"> {}

interface LifecycleEvent<Type extends string> extends EventBase<Type> {
  response: ModelResponse;
}

interface EventBase<Type extends string> {
  type: Type;
  /** Counts the events of a stream. */
  sequence_number: number;
  [key: string]: unknown;
}

/** The model has begun. */
export interface ResponseInProgressEvent extends LifecycleEvent<"response.in_progress"> {}

/** The response is complete; last event of the stream. */
export interface ResponseCompletedEvent extends LifecycleEvent<"response.completed"> {}

/** The response ended early, see `incomplete_details`; last event of the stream. */
export interface ResponseIncompleteEvent extends LifecycleEvent<"response.incomplete"> {}

/** The response failed, see its `error`; last event of the stream. */
export interface ResponseFailedEvent extends LifecycleEvent<"response.failed"> {}

/** A new output item, still empty. */
export interface ResponseOutputItemAddedEvent extends ItemEvent<"response.output_item.added"> {}

interface ItemEvent<Type extends string> extends EventBase<Type> {
  output_index: number;
  item: ResponseOutputItem;
}

/** An output item is complete. */
export interface ResponseOutputItemDoneEvent extends ItemEvent<"response.output_item.done"> {}

/** A new part of a message, still empty. */
export interface ResponseContentPartAddedEvent extends ContentEvent<"response.content_part.added"> {
  part: ResponseOutputContentPart;
}

interface ContentEvent<Type extends string> extends EventBase<Type> {
  item_id: string;
  output_index: number;
  content_index: number;
}

/** A part of a message is complete. */
export interface ResponseContentPartDoneEvent extends ContentEvent<"response.content_part.done"> {
  part: ResponseOutputContentPart;
}

/** A piece of text. */
export interface ResponseTextDeltaEvent extends ContentEvent<"response.output_text.delta"> {
  delta: string;
  logprobs?: unknown[] | null;
}

/** The whole text of a part. */
export interface ResponseTextDoneEvent extends ContentEvent<"response.output_text.done"> {
  text: string;
  logprobs?: unknown[] | null;
}

/** A new part of a reasoning summary, still empty. */
export interface ResponseReasoningSummaryPartAddedEvent
  extends SummaryEvent<"response.reasoning_summary_part.added"> {
  part: ResponseReasoningSummary;
}

interface SummaryEvent<Type extends string> extends EventBase<Type> {
  item_id: string;
  output_index: number;
  summary_index: number;
}

/** A part of a reasoning summary is complete. */
export interface ResponseReasoningSummaryPartDoneEvent
  extends SummaryEvent<"response.reasoning_summary_part.done"> {
  part: ResponseReasoningSummary;
}

/** A piece of a reasoning summary. */
export interface ResponseReasoningSummaryTextDeltaEvent
  extends SummaryEvent<"response.reasoning_summary_text.delta"> {
  delta: string;
}

/** The whole text of a reasoning summary. */
export interface ResponseReasoningSummaryTextDoneEvent
  extends SummaryEvent<"response.reasoning_summary_text.done"> {
  text: string;
}

/** A piece of the arguments of a function call. */
export interface ResponseFunctionCallArgumentsDeltaEvent
  extends EventBase<"response.function_call_arguments.delta"> {
  item_id: string;
  output_index: number;
  delta: string;
}

/** The whole arguments of a function call. */
export interface ResponseFunctionCallArgumentsDoneEvent
  extends EventBase<"response.function_call_arguments.done"> {
  item_id: string;
  output_index: number;
  arguments: string;
  name?: string | null;
}

/** An error as it stands on the wire; the stream throws it, so that a consumer sees an error of the SDK instead. */
export interface ResponseErrorEvent {
  type: "error";
  code: string;
  message: string;
  sequence_number?: number;
  param?: string | null;
  doc_url?: string | null;
  provider?: string | null;
  suggestion?: string | null;
  [key: string]: unknown;
}

/**
 * An event that this version of the SDK doesn't list; its fields are as they came. To look for a certain one, compare
 * `String(event.type)`.
 */
export interface UnknownStreamEvent {
  type: Unlisted;
  sequence_number?: number;
  [key: string]: unknown;
}

/**
 * A `type` that this version of the SDK doesn't list: any string. It is declared as an enum of its own because no
 * string literal overlaps with that, so `item.type === "message"` narrows to exactly one member of a union, which an
 * alternative with `type: string` would spoil. To look for a certain one, compare `String(item.type)`.
 */
declare enum Unlisted {
  type = "(any type that is not listed)",
}

/** The events that this version of the SDK lists. */
export type KnownResponseStreamEvent =
  | ResponseCreatedEvent
  | ResponseInProgressEvent
  | ResponseCompletedEvent
  | ResponseIncompleteEvent
  | ResponseFailedEvent
  | ResponseOutputItemAddedEvent
  | ResponseOutputItemDoneEvent
  | ResponseContentPartAddedEvent
  | ResponseContentPartDoneEvent
  | ResponseTextDeltaEvent
  | ResponseTextDoneEvent
  | ResponseReasoningSummaryPartAddedEvent
  | ResponseReasoningSummaryPartDoneEvent
  | ResponseReasoningSummaryTextDeltaEvent
  | ResponseReasoningSummaryTextDoneEvent
  | ResponseFunctionCallArgumentsDeltaEvent
  | ResponseFunctionCallArgumentsDoneEvent
  | ResponseErrorEvent;

/** An event of a Responses stream. `type` tells which; those that the API adds are `UnknownStreamEvent`. */
export type ResponseStreamEvent = KnownResponseStreamEvent | UnknownStreamEvent;

/** Text in an input message. */
export interface InputTextPart {
  type: "input_text";
  text: string;
}

/** An image in an input message. */
export interface InputImagePart {
  type: "input_image";
  /** An http(s) URL, or a data URL with the image in base64. */
  image_url?: string | null | undefined;
  detail?: "auto" | "low" | "high" | (string & {}) | null | undefined;
}

/** Text that the model has said before. */
export interface OutputTextPartParam {
  type: "output_text";
  text: string;
  annotations?: readonly unknown[] | null | undefined;
}

/** What the content of an input message is made of. */
export type ResponseInputContentPart = InputTextPart | InputImagePart | OutputTextPartParam;

/** A message of the conversation. */
export interface ResponseInputMessage {
  type?: "message" | undefined;
  role: "user" | "assistant" | "system" | "developer";
  content: string | readonly ResponseInputContentPart[];
  /** Of an earlier output message; keep it. */
  phase?: string | null | undefined;
  id?: string | undefined;
  status?: string | undefined;
}

/** A function call of the model, sent back in the next turn. */
export interface ResponseFunctionCallParam {
  type: "function_call";
  call_id: string;
  name: string;
  /** JSON as text. */
  arguments: string;
  id?: string | undefined;
  status?: string | undefined;
}

/** The result of a function call. */
export interface ResponseFunctionCallOutput {
  type: "function_call_output";
  /** `call_id` of the call that this answers. */
  call_id: string;
  output: string;
}

/** Reasoning of an earlier answer; send the whole item back, or reasoning starts from scratch. */
export interface ResponseReasoningParam {
  type: "reasoning";
  id?: string | undefined;
  summary?:
    | readonly {
        type: "summary_text";
        text: string;
      }[]
    | undefined;
  encrypted_content?: string | null | undefined;
  status?: string | null | undefined;
}

/** An input item. Output items of an earlier response can be sent back as they are. */
export type ResponseInputItem =
  | ResponseInputMessage
  | ResponseFunctionCallParam
  | ResponseFunctionCallOutput
  | ResponseReasoningParam
  | ResponseOutputItem;

/** How far an output item has come. */
export type ResponseItemStatus = "in_progress" | "completed" | "incomplete" | (string & {});

/** Text in an output message. */
export interface ResponseOutputText {
  type: "output_text";
  text: string;
  annotations?: unknown[];
  logprobs?: unknown[] | null;
  [key: string]: unknown;
}

/** The model's refusal, in place of text. */
export interface ResponseOutputRefusal {
  type: "refusal";
  refusal: string;
  [key: string]: unknown;
}

/** A part that this version of the SDK doesn't list; its fields are as they came. */
export interface UnknownContentPart {
  type: Unlisted;
  [key: string]: unknown;
}

/** What the content of an output message is made of. */
export type ResponseOutputContentPart = ResponseOutputText | ResponseOutputRefusal | UnknownContentPart;

/** What the model said. */
export interface ResponseMessageOutputItem {
  type: "message";
  id: string;
  role: "assistant";
  status?: ResponseItemStatus;
  content: ResponseOutputContentPart[];
  /** Whether this is commentary or the final answer; only newer OpenAI models say it. Keep it when sending back. */
  phase?: "commentary" | "final_answer" | (string & {}) | null;
  [key: string]: unknown;
}

/** A function that the model wants called. */
export interface ResponseFunctionCallOutputItem {
  type: "function_call";
  id: string;
  /** Goes into the `function_call_output` item that answers. */
  call_id: string;
  name: string;
  /** JSON as text, as the model wrote it; it may be invalid. */
  arguments: string;
  status?: ResponseItemStatus;
  [key: string]: unknown;
}

/** A summary of reasoning. */
export interface ResponseReasoningSummary {
  type: "summary_text";
  text: string;
  [key: string]: unknown;
}

/** The model's reasoning; send the whole item back in the next turn. */
export interface ResponseReasoningOutputItem {
  type: "reasoning";
  id: string;
  summary: ResponseReasoningSummary[];
  encrypted_content?: string | null;
  status?: ResponseItemStatus | null;
  [key: string]: unknown;
}

/** An image that the model made. */
export interface ResponseImageGenerationCallOutputItem {
  type: "image_generation_call";
  id: string;
  status: "in_progress" | "generating" | "completed" | "failed" | (string & {});
  /** The image in base64. */
  result?: string | null;
  [key: string]: unknown;
}

/** An item that this version of the SDK doesn't list; its fields are as they came. */
export interface UnknownOutputItem {
  type: Unlisted;
  [key: string]: unknown;
}

/** A piece of the answer. `type` tells which; those that the API adds are `UnknownOutputItem`. */
export type ResponseOutputItem =
  | ResponseMessageOutputItem
  | ResponseFunctionCallOutputItem
  | ResponseReasoningOutputItem
  | ResponseImageGenerationCallOutputItem
  | UnknownOutputItem;

/** A function that the model may call. Unlike in chat, its fields are not nested. */
export interface ResponseFunctionTool {
  type: "function";
  name: string;
  /** Tells the model when and how to call it. */
  description?: string | null | undefined;
  /** JSON Schema of the arguments. */
  parameters?: JsonSchema | null | undefined;
  /** Whether the arguments must follow the schema exactly. */
  strict?: boolean | null | undefined;
}

/** A tool that runs at the provider, such as web search; its fields are the provider's. */
export interface ResponseHostedTool {
  type: string;
  [key: string]: unknown;
}

/** A tool that the model may use. */
export type ResponseTool = ResponseFunctionTool | ResponseHostedTool;

/** Which tool the model has to use. Server default: `auto`. */
export type ResponseToolChoice = "auto" | "none" | "required" | Readonly<Record<string, unknown>>;

/** How the model reasons. */
export interface ResponseReasoning {
  effort?:
    | "none"
    | "minimal"
    | "low"
    | "medium"
    | "high"
    | "xhigh"
    | "max"
    | "off"
    | (string & {})
    | null
    | undefined;
  /** Asks for a summary of the reasoning. */
  summary?: "auto" | "concise" | "detailed" | (string & {}) | null | undefined;
  /** Alias of `summary`. */
  generate_summary?: "auto" | "concise" | "detailed" | (string & {}) | null | undefined;
}

/** The form of the text. Unlike in chat, the fields of a schema stand beside `type`. */
export type ResponseTextFormat =
  | {
      type: "text";
    }
  | {
      type: "json_object";
    }
  | {
      type: "json_schema";
      name: string;
      schema: JsonSchema;
      strict?: boolean | null | undefined;
    };

/**
 * A Responses request. Names are those of the wire. A field that is `null` or `undefined` is not sent; a field that is
 * not listed here goes into the `extraBody` option.
 */
export interface ResponseCreateParamsBase {
  /** The conversation: a text, or items. */
  input: string | readonly ResponseInputItem[];
  /** Canonical id or alias of a model. Not together with `gateway.models`. */
  model?: string | null | undefined;
  /** System prompt. */
  instructions?: string | null | undefined;
  tools?: readonly ResponseTool[] | null | undefined;
  tool_choice?: ResponseToolChoice | null | undefined;
  parallel_tool_calls?: boolean | null | undefined;
  /** Most tokens of the answer, reasoning included. */
  max_output_tokens?: number | null | undefined;
  /** 0–2. */
  temperature?: number | null | undefined;
  /** 0–1. */
  top_p?: number | null | undefined;
  /** Integer. */
  top_k?: number | null | undefined;
  /** Integer, 0–20. */
  top_logprobs?: number | null | undefined;
  frequency_penalty?: number | null | undefined;
  presence_penalty?: number | null | undefined;
  /** Most calls of hosted tools. */
  max_tool_calls?: number | null | undefined;
  /** How the model reasons; takes the place of chat's `reasoning_effort`. */
  reasoning?: ResponseReasoning | null | undefined;
  /** The form of the text; takes the place of chat's `response_format`. */
  text?:
    | {
        format?: ResponseTextFormat | null | undefined;
      }
    | null
    | undefined;
  /** Your id of the end user, for abuse detection. */
  user?: string | null | undefined;
  metadata?: Readonly<Record<string, string>> | null | undefined;
  /** What else the answer should hold. */
  include?: readonly string[] | null | undefined;
  prompt_cache_key?: string | null | undefined;
  safety_identifier?: string | null | undefined;
  truncation?: string | null | undefined;
  /** Everything that is for Auriko itself: routing, several models, marks. */
  gateway?: GatewayOptions | null | undefined;
  /** Fields for single providers. */
  extensions?: Extensions | null | undefined;
  /** Shorthand, sent as `gateway.routing`. Not together with that. */
  routing?: RoutingOptions | null | undefined;
  /** Shorthand, sent as `gateway.models`. Not together with that, nor with `model`. */
  models?: readonly string[] | null | undefined;
}

/** A request whose answer comes whole. */
export interface ResponseCreateParamsNonStreaming extends ResponseCreateParamsBase {
  stream?: false | null | undefined;
}

/** A request whose answer comes in events. */
export interface ResponseCreateParamsStreaming extends ResponseCreateParamsBase {
  stream: true;
}

/** A request whose `stream` is only known at run time. */
export interface ResponseCreateParamsOpen extends ResponseCreateParamsBase {
  stream?: boolean | null | undefined;
}

/** A Responses request, streaming or not. */
export type ResponseCreateParams =
  | ResponseCreateParamsNonStreaming
  | ResponseCreateParamsStreaming
  | ResponseCreateParamsOpen;

/** Tokens that a response used. */
export interface ResponseUsage {
  input_tokens: number;
  output_tokens: number;
  total_tokens: number;
  input_tokens_details?: ResponseInputTokensDetails | null;
  output_tokens_details?: ResponseOutputTokensDetails | null;
  [key: string]: unknown;
}

/** Where the input tokens come from. */
export interface ResponseInputTokensDetails {
  /** Read from the prompt cache. */
  cached_tokens?: number | null;
  /** Written to the prompt cache. */
  cache_write_tokens?: number | null;
  [key: string]: unknown;
}

/** What the output tokens are. */
export interface ResponseOutputTokensDetails {
  reasoning_tokens?: number | null;
  image_tokens?: number | null;
  [key: string]: unknown;
}

/** What hosted tools used. */
export interface ResponseToolUsage {
  image_gen?: ImageGenUsage | null;
  web_search?: {
    num_requests?: number | null;
    [key: string]: unknown;
  } | null;
  [key: string]: unknown;
}

/** Tokens that image generation used. */
export interface ImageGenUsage {
  input_tokens?: number | null;
  output_tokens?: number | null;
  total_tokens?: number | null;
  input_tokens_details?: ImageGenTokensDetails | null;
  output_tokens_details?: ImageGenTokensDetails | null;
  input_text_tokens?: number | null;
  input_image_tokens?: number | null;
  output_image_tokens?: number | null;
  [key: string]: unknown;
}

/** Tokens of image generation by kind. */
export interface ImageGenTokensDetails {
  image_tokens?: number | null;
  text_tokens?: number | null;
  [key: string]: unknown;
}

/** All answer text of a response: the server's `output_text` where it sent one, otherwise the joined text parts. */
export declare function outputTextOf(response: ModelResponse): string;

// ---- models ----------------------------------------------------------------------------------------------

/** A model that supports prompt caching somewhere. */
export interface CachingModel {
  /** Canonical id. */
  id: string;
  displayName: string;
  offers: CachingOffer[];
}

/** An offer with prompt caching. Prices are in USD per 1M tokens; `null` when they are not listed. */
export interface CachingOffer {
  provider: string;
  providerModelId: string;
  /** `null` for a provider that lists no prices. */
  tier: string | null;
  inputPrice: number | null;
  cacheReadPrice: number | null;
  cacheWritePrice: number | null;
}

/** The models of the directory that support prompt caching, each with its offers and their cache prices. */
export declare function cachingModels(directory: DirectoryResponse): CachingModel[];

/** A model of the registry. */
export interface CanonicalModel {
  id: string;
  family: string;
  display_name: string;
  capabilities: Record<string, boolean>;
  input_modalities: string[];
  output_modalities: string[];
  /** Provider ids. */
  providers: string[];
  has_free_provider: boolean;
  author?: string | null;
  [key: string]: unknown;
}

/** The registry of canonical models. */
export interface ModelsListResponse {
  models: CanonicalModel[];
  count: number;
  playground_defaults?: string[] | null;
  [key: string]: unknown;
}

/** A provider. */
export interface ProviderInfo {
  id: string;
  display_name: string;
  description: string;
  icon: string;
  data_policy: string;
  [key: string]: unknown;
}

/** All providers. */
export interface ProviderList {
  providers: ProviderInfo[];
  count: number;
  [key: string]: unknown;
}

/** What the price is computed for. */
export interface CheapestProviderOptions extends TokenCounts {
  /** Only this tier. Default: every tier but `priority`, which Auriko chooses only on request. */
  tier?: string | undefined;
  /** The time at which the offer has to be open. Default: now. */
  at?: Date | undefined;
}

/** An offer and its price. */
export interface ProviderOffer {
  provider: string;
  providerModelId: string;
  tier: string;
  /** Estimate for the token counts that were asked for, in USD. */
  costUsd: number;
}

/**
 * The cheapest offer of a model for the expected token counts, by the directory's list prices; `null` when the model
 * is not in the directory or no offer has prices. Without counts, input and output weigh the same (1M tokens each).
 */
export declare function cheapestProvider(
  directory: DirectoryResponse,
  model: string,
  options?: CheapestProviderOptions,
): ProviderOffer | null;

/** A price that applies under conditions, such as long prompts. */
export interface PriceVariant {
  /** What is priced, for example input or output. */
  role: string;
  /** USD per 1M tokens. */
  price: number;
  constraints: Record<string, string>;
  description?: string | null;
  [key: string]: unknown;
}

/** Prices of one tier of an offer, in USD per 1M tokens. */
export interface TierEntry {
  /** For example `standard`, `flex` or `priority`. */
  name: string;
  input_price?: number | null;
  output_price?: number | null;
  /** Of input tokens that are read from the prompt cache. */
  cache_read_price?: number | null;
  /** Of input tokens that are written to the prompt cache. */
  cache_write_price?: number | null;
  latency_hint?: string | null;
  price_variants?: PriceVariant[] | null;
  [key: string]: unknown;
}

/** One provider's offer of a model. */
export interface ProviderEntry {
  provider: string;
  provider_model_id: string;
  /** In tokens. */
  context_window?: number | null;
  /** In tokens. */
  max_output_tokens?: number | null;
  /** What the offer can do, for example `supports_prompt_caching`. */
  capabilities?: Record<string, boolean> | null;
  input_modalities?: string[] | null;
  output_modalities?: string[] | null;
  tools?: unknown;
  tiers?: TierEntry[] | null;
  updated_at?: string | null;
  data_policy?: string | null;
  accepted_params?: string[] | null;
  supported_parameters?: string[] | null;
  supported_endpoints?: string[] | null;
  /** When the offer ends. */
  shutdown_at?: string | null;
  [key: string]: unknown;
}

/** A model of the directory, with everyone who offers it. */
export interface DirectoryModel {
  family: string;
  display_name: string;
  providers: ProviderEntry[];
  author?: string | null;
  supported_parameters?: string[] | null;
  aliases?: string[] | null;
  [key: string]: unknown;
}

/** The public directory of all models. */
export interface DirectoryResponse {
  /** Canonical id → model. */
  models: Record<string, DirectoryModel>;
  generated_at: string;
  [key: string]: unknown;
}

/** Prices in USD per 1M tokens; a tier of the directory has this form. */
export interface TokenPrices {
  readonly input_price?: number | null;
  readonly output_price?: number | null;
  /** Default: `input_price`. */
  readonly cache_read_price?: number | null;
  /** Default: `input_price`. */
  readonly cache_write_price?: number | null;
}

/** How many tokens are priced. */
export interface TokenCounts {
  /** All input tokens, cached ones included. Default 0. */
  inputTokens?: number | undefined;
  /** Default 0. */
  outputTokens?: number | undefined;
  /** How many of the input tokens are read from the prompt cache. Default 0. */
  cachedTokens?: number | undefined;
  /** How many of the input tokens are written to the prompt cache. Default 0. */
  cacheWriteTokens?: number | undefined;
}

/**
 * What tokens cost at the given prices, in USD; `null` when a price that matters is not known. An estimate: price
 * variants, hosted tools and your own keys are not considered. What a request really cost stands in its routing metadata.
 */
export declare function estimatePrice(prices: TokenPrices, tokens: TokenCounts): number | null;

/** The usage of an answer in the format of Anthropic's Messages, as `POST /messages` gives it. */
export interface MessagesUsage {
  /** Only the part of the prompt that did not come from a cache and was not written to one. */
  input_tokens: number;
  output_tokens: number;
  cache_read_input_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
  [key: string]: unknown;
}

/**
 * The counts in the usage of a chat completion, of a response, or of an answer of `/messages`, for `estimatePrice`.
 * `inputTokens` is the whole prompt in each case.
 */
export declare function tokenCountsOf(usage: Usage | ResponseUsage | MessagesUsage): TokenCounts;

/** An offer for a callable model. */
export interface ModelProvider {
  /** Provider id, for example `fireworks_ai`. */
  name: string;
  /** USD per 1M tokens. */
  input_price: number;
  /** USD per 1M tokens. */
  output_price: number;
  data_policy?: string | null;
  [key: string]: unknown;
}

/** A model that can be called with your key. */
export interface Model {
  /** Canonical id. */
  id: string;
  object: "model";
  /** Unix time in seconds. */
  created: number;
  owned_by: string;
  /** In tokens; the largest over all providers. */
  context_window?: number | null;
  /** Endpoints that can call it, for example `chat_completions` and `responses`. */
  supported_endpoints?: string[] | null;
  providers?: ModelProvider[] | null;
  [key: string]: unknown;
}

/** The models that can be called with your key. */
export interface ModelList {
  object: "list";
  data: Model[];
  catalog_version?: string | number | null;
  /** How old the catalogue is, in seconds. */
  catalog_age_seconds?: number | null;
  [key: string]: unknown;
}

/** Which models are listed. */
export interface ModelListParams {
  /** Only models of this endpoint. Server default: `chat_completions`; `responses` adds those that only it can call. */
  endpoint?: "chat_completions" | "responses" | (string & {}) | null | undefined;
}

// ---- errors ----------------------------------------------------------------------------------------------

/**
 * The base of every error that the SDK throws.
 *
 * `instanceof` also recognises errors of a second copy of this package; `AurikoAPIError.isInstance(value)` says the
 * same as a type guard.
 */
export declare class AurikoAPIError extends Error {
  readonly [brand]: Brand<"AurikoAPIError">;
  /** HTTP status; 0 when there was no response, 200 for an error that arrived inside a stream. */
  readonly statusCode: number;
  /** Kind of error as the API names it, for example `rate_limit_error`; `null` when no server was involved. */
  readonly type: ErrorType | (string & {}) | null;
  /** Stable name of the error, for example `model_not_found`. Branch on this. */
  readonly code: ErrorCode | null;
  /** Path of the field that caused the error, for example `gateway.routing.max_ttft_ms`. */
  readonly param: string | null;
  /** The request's id at Auriko; quote it when you ask for support. */
  readonly requestId: string | null;
  /** The upstream provider that failed. */
  readonly provider: string | null;
  /** Page that explains the error. */
  readonly docUrl: string | null;
  /** The server's hint on how to avoid the error. */
  readonly suggestion: string | null;
  /** How long the server asks to wait, in seconds. */
  readonly retryAfterSeconds: number | null;
  /** How many times the request was sent, the first included; 0 when it never left. */
  readonly attempts: number;
  /** Whether sending the same request again may succeed. The SDK's own retries are already behind you. */
  readonly retryable: boolean;
  /** Headers of the answer; `null` when there was none. Not enumerable. */
  readonly responseHeaders: ResponseHeaders | null;
  /** The whole answer: parsed JSON, at most 4096 characters of a body that is not JSON, or `null`. Not enumerable. */
  readonly body: unknown;
  /**
   * What had arrived when a stream failed: the answer so far, told apart by `object` ("chat.completion" or "response").
   * Not enumerable.
   */
  readonly partial?: ChatCompletion | ModelResponse;
  /** Token usage, as far as it was known when a stream failed. */
  readonly usage?: Usage | ResponseUsage;
  /** Route and cost, as far as they were known when a stream failed. */
  readonly routingMetadata?: RoutingMetadata;
  /** How long the call took, and on what, attempt by attempt; absent where no call was made. Not enumerable. */
  readonly timings?: CallTimings;
  static [Symbol.hasInstance](value: unknown): boolean;
  /** Whether a value is an error of this SDK, whichever copy or realm made it. */
  static isInstance(value: unknown): value is AurikoAPIError;
  constructor(message: string, init?: ErrorInit);
  /** The same as `statusCode`, under the name that the OpenAI SDK uses. */
  get status(): number;
  /** Name and message, with `[provider]` before the message when a provider is known. */
  toString(): string;
  /**
   * The error as plain data for logs: fields that are known, without stack, response headers and partial message.
   * Anything in it that looks like an API key is masked.
   */
  toJSON(): Record<string, unknown>;
}

/**
 * What makes an error ours. The brand lives on prototypes under a registered symbol, so that `instanceof` also holds
 * for errors from another realm or from a second copy of the package, which ordinary prototype identity would miss.
 */
declare const brand: unique symbol;

/** The classes that an error belongs to, by name. Distinct per class, which also keeps `instanceof` narrowing exact. */
type Brand<Name extends string> = {
  readonly [K in Name]: true;
};

/**
 * The request was stopped by its `AbortSignal` or by `client.close()`. `cause` is the signal's reason. Its `name` is
 * "AbortError", as code that handles aborted fetches expects.
 */
export declare class APIUserAbortError extends AurikoAPIError {
  readonly [brand]: Brand<"AurikoAPIError" | "APIUserAbortError">;
  constructor(message?: string, init?: ErrorInit);
}

/** What is known about an error besides its message. */
export interface ErrorInit {
  /** Default: 0, no response. */
  statusCode?: number | undefined;
  type?: ErrorType | (string & {}) | null | undefined;
  code?: ErrorCode | null | undefined;
  param?: string | null | undefined;
  provider?: string | null | undefined;
  /** Default: the documentation page of `code`, if that is a registered code. */
  docUrl?: string | null | undefined;
  suggestion?: string | null | undefined;
  /** Default: taken from `responseHeaders`. */
  retryAfterSeconds?: number | null | undefined;
  /** How many times the request was sent. Default: 0. */
  attempts?: number | undefined;
  responseHeaders?: ResponseHeaders | null | undefined;
  /** Default: taken from `responseHeaders`. */
  requestId?: string | null | undefined;
  body?: unknown;
  cause?: unknown;
  partial?: unknown;
  usage?: unknown;
  routingMetadata?: unknown;
  /** Default: follows from type, code and status. */
  retryable?: boolean | undefined;
}

/** All error codes that the API documents. */
export declare const ERROR_CODES: readonly RegisteredErrorCode[];

/** Any error code: those known today, and any that the API adds. Branch on this, not on the message. */
export type ErrorCode = RegisteredErrorCode | SdkErrorCode | (string & {});

/** A code that the SDK makes itself, without the server having sent it. */
type SdkErrorCode =
  | "missing_api_key"
  | "missing_required_parameter"
  | "invalid_parameter_value"
  | "malformed_response"
  | "invalid_response"
  | "api_connection_error"
  | "request_aborted"
  | "spend_limit_reached"
  | "client_closed"
  | "native_load_failed"
  | "stream_consumed"
  | "tee_limit_reached"
  | "accumulation_limit"
  | "queue_full"
  | "listener_failed"
  | "max_steps"
  | "tool_timeout"
  | "unknown_tool"
  | "structured_output_refusal"
  | "structured_output_truncated"
  | "structured_output_content_filter"
  | "structured_output_invalid_json"
  | "structured_output_mismatch";

/** The six `type` values of an error envelope; the class of an error follows from it. */
export type ErrorType =
  | "invalid_request_error"
  | "authentication_error"
  | "permission_error"
  | "not_found_error"
  | "rate_limit_error"
  | "api_error";

/** An error code that the API documents. */
export type RegisteredErrorCode =
  | "invalid_api_key"
  | "expired_api_key"
  | "insufficient_permissions"
  | "feature_disabled"
  | "mfa_required"
  | "invalid_recovery_code"
  | "mfa_verification_failed"
  | "invalid_request"
  | "missing_required_parameter"
  | "invalid_parameter_value"
  | "payload_too_large"
  | "context_length_exceeded"
  | "content_filtered"
  | "idempotency_conflict"
  | "idempotency_replay_unavailable"
  | "field_immutable"
  | "operation_not_allowed"
  | "unknown_field"
  | "state_precondition_failed"
  | "duplicate_resource"
  | "method_not_allowed"
  | "payment_declined"
  | "payment_method_invalid"
  | "tools_not_supported"
  | "json_mode_not_supported"
  | "structured_output_not_supported"
  | "tools_with_structured_output_not_supported"
  | "vision_not_supported"
  | "reasoning_not_supported"
  | "thinking_disable_not_supported"
  | "streaming_not_supported"
  | "non_streaming_not_supported"
  | "batch_only"
  | "tier_opt_in_required"
  | "tool_choice_required_not_supported"
  | "cost_constraint_exceeded"
  | "latency_constraint_exceeded"
  | "throughput_constraint_not_met"
  | "provider_not_in_allowlist"
  | "provider_blocked"
  | "required_params_not_supported"
  | "byok_keys_required"
  | "platform_keys_unavailable"
  | "unsupported_modalities"
  | "no_compatible_endpoint"
  | "no_responses_endpoint"
  | "input_requires_responses_endpoint"
  | "response_api_only"
  | "hosted_tool_not_supported"
  | "no_tools_on_endpoint"
  | "model_not_found"
  | "resource_not_found"
  | "rate_limit_exceeded"
  | "budget_exhausted"
  | "insufficient_quota"
  | "no_provider_available"
  | "upstream_error"
  | "upstream_timeout"
  | "client_disconnected"
  | "stream_duration_exceeded"
  | "model_unavailable"
  | "internal_error"
  | "service_unavailable";

/** No answer came, or it was lost on the way; `cause` says why. */
export declare class APIConnectionError extends AurikoAPIError {
  readonly [brand]: ConnectionBrand;
  constructor(message: string, init?: ErrorInit);
}

type ConnectionBrand<Name extends string = never> = Brand<"AurikoAPIError" | "APIConnectionError" | Name>;

/** Which limit passed; `body`, for an answer that is no stream, is twice `idle`. */
export type TimeoutPhase = "connect" | "headers" | "idle" | "body" | "total";

/** A limit of the `timeout` option passed; `phase` says which. */
export declare class APITimeoutError extends APIConnectionError {
  readonly [brand]: ConnectionBrand<"APITimeoutError">;
  /** The limit that passed: `timeout.connect`, `timeout.headers`, `timeout.idle` or `timeout.total`. */
  readonly phase: TimeoutPhase;
  /** The limit in milliseconds, or `null` when it is not known. */
  readonly limitMs: number | null;
  constructor(message: string, init: TimeoutErrorInit);
}

/** What is known about a timeout. */
interface TimeoutErrorInit extends ErrorInit {
  phase: TimeoutPhase;
  /** The limit, in milliseconds. */
  limitMs?: number | undefined;
}

/** The connection broke inside an answer, usually a stream; for a stream, `partial` holds what had arrived. */
export declare class StreamDroppedError extends APIConnectionError {
  readonly [brand]: ConnectionBrand<"StreamDroppedError">;
}

/** The body of a stream ended properly, its message had not; `partial` holds what had arrived. */
export declare class StreamTruncatedError extends APIConnectionError {
  readonly [brand]: ConnectionBrand<"StreamTruncatedError">;
}

/**
 * The error that belongs to a code alone, such as the `error` event of a Responses stream brings. A code that is not
 * registered counts as `api_error` with status 500; an empty one as `malformed_response`.
 */
export declare function errorFromCode(code: string, message: string, init?: ErrorInit): AurikoAPIError;

/**
 * The error of this SDK that an error of the `openai` package stands for, by the same rules as for our own requests. The
 * given error is its `cause`, and `body` is the error object that it carried.
 *
 * Errors of this SDK come back as they are. So does everything that has no HTTP status, such as connection errors and
 * errors inside a stream: there is nothing to map them by.
 */
export declare function mapOpenAIError(error: unknown): unknown;

/**
 * Whether sending the request again may succeed: connection failures, timeouts, dropped or truncated streams, rate
 * limits and most server errors. False for anything that is not an error of this SDK.
 */
export declare function isRetryable(error: unknown): boolean;

/** `maxCostUsd` is reached: the request was not sent, or its stream was stopped. */
export declare class SpendLimitError extends AurikoAPIError {
  readonly [brand]: Brand<"AurikoAPIError" | "SpendLimitError">;
  /** The limit (`maxCostUsd`), in USD. */
  readonly limitUsd: number | null;
  /** What had been spent, in USD; an estimate when the limit was reached inside a stream. */
  readonly spentUsd: number | null;
  constructor(message: string, init?: SpendLimitErrorInit);
}

/** What is known when a spend limit is reached. */
interface SpendLimitErrorInit extends ErrorInit {
  /** The limit (`maxCostUsd`), in USD. */
  limitUsd?: number | undefined;
  /** What had been spent, in USD; an estimate when the limit was reached inside a stream. */
  spentUsd?: number | undefined;
}

/**
 * The server answered with an error, or with something that can't be understood. Also thrown for errors that arrive
 * inside a stream (`statusCode` 200), and with the codes `malformed_response` and `invalid_response`.
 */
export declare class APIStatusError extends AurikoAPIError {
  readonly [brand]: StatusBrand;
}

type StatusBrand<Name extends string = never> = Brand<"AurikoAPIError" | "APIStatusError" | Name>;

/** The request is wrong: the server refused it, or the SDK did before sending it. `param` names the field. */
export declare class BadRequestError extends APIStatusError {
  readonly [brand]: StatusBrand<"BadRequestError">;
}

/** The API key is missing, wrong or expired. */
export declare class AuthenticationError extends APIStatusError {
  readonly [brand]: StatusBrand<"AuthenticationError">;
}

/** The API key is valid but may not do this. */
export declare class PermissionDeniedError extends APIStatusError {
  readonly [brand]: StatusBrand<"PermissionDeniedError">;
}

/** The model or the resource does not exist. */
export declare class NotFoundError extends APIStatusError {
  readonly [brand]: StatusBrand<"NotFoundError">;
}

/** The request clashes with the present state of the resource. */
export declare class ConflictError extends APIStatusError {
  readonly [brand]: StatusBrand<"ConflictError">;
}

/** A rate limit, a budget (`budget_exhausted`) or a quota (`insufficient_quota`) is used up. */
export declare class RateLimitError extends APIStatusError {
  readonly [brand]: StatusBrand<"RateLimitError">;
}

/** The server failed with status 500. */
export declare class InternalServerError extends APIStatusError {
  readonly [brand]: StatusBrand<"InternalServerError">;
}

/**
 * Why an answer could not be read as the asked-for data:
 * - `refusal`: the model refused to answer
 * - `truncated`: the answer ended at the token limit
 * - `content_filter`: a filter stopped the answer
 * - `invalid_json`: the answer is complete but no JSON
 * - `mismatch`: it is JSON that the validator refuses
 */
export type StructuredOutputReason = "refusal" | "truncated" | "content_filter" | "invalid_json" | "mismatch";

/** What a validator objects to. */
export interface StructuredOutputIssue {
  /** Where in the data, for example `items[0].price`; empty for the whole. */
  path: string;
  message: string;
}

/** The model answered, but not with the asked-for data; `partial` holds the whole answer. */
export declare class StructuredOutputError extends AurikoAPIError {
  readonly [brand]: Brand<"AurikoAPIError" | "StructuredOutputError">;
  /** Why the data could not be read. */
  readonly reason: StructuredOutputReason;
  /** The text of the answer, or of the refusal. */
  readonly text: string | null;
  /** What the validator objects to, for `mismatch`. */
  readonly issues: readonly StructuredOutputIssue[];
  constructor(message: string, init: StructuredOutputErrorInit);
}

/** What is known about data that could not be read. */
interface StructuredOutputErrorInit extends ErrorInit {
  reason: StructuredOutputReason;
  text?: string | null | undefined;
  issues?: readonly StructuredOutputIssue[] | undefined;
}

// ---- batch -----------------------------------------------------------------------------------------------

/** The requests of a batch: the path of a file with a line of JSON for each, or what gives them one by one. */
export type BatchInput = string | Iterable<BatchRequest> | AsyncIterable<BatchRequest>;

/** Told how far a batch is. */
export type BatchProgressListener = (progress: BatchProgress) => void;

/**
 * A batch that runs: await it for its summary, loop over it for its results, in the order in which they end.
 *
 * With an `output`, it starts at once and its results go there. Without one, it starts when a loop asks for results, and
 * goes no faster than the loop.
 */
export declare class Batch implements PromiseLike<BatchSummary>, AsyncIterable<BatchResult> {
  #private;
  /** How far it was when it was told last; undefined before. */
  get progress(): BatchProgress | undefined;
  /** Listens to progress: every second, or as `progressInterval` says, and at the end. */
  on(event: "progress", listener: BatchProgressListener): this;
  /** Listens no more. */
  off(event: "progress", listener: BatchProgressListener): this;
  /** Ends it in order: what is in flight is finished, and the summary says that it was stopped. */
  stop(): void;
  /** The summary. Rejects as `client.batch` says. */
  then<A = BatchSummary, B = never>(
    onFulfilled?: ((summary: BatchSummary) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B>;
  /** As of a promise. */
  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<BatchSummary | B>;
  /** As of a promise. */
  finally(onFinally?: (() => void) | null): Promise<BatchSummary>;
  /**
   * The results, in the order in which they end. Leaving the loop gives up what is in flight.
   *
   * Throws what the batch rejects with.
   */
  [Symbol.asyncIterator](): AsyncGenerator<BatchResult, void, undefined>;
}

/** What one request of a batch sends: the parameters of `chat.completions.create` or of `responses.create`. */
export type BatchBody = ChatCompletionCreateParamsNonStreaming | ResponseCreateParamsNonStreaming;

/** A request of a batch with an id, in the form in which other batch APIs take it. */
export interface BatchEnvelope {
  /** By which its result is found. Default: its number, the first being 1. */
  custom_id?: string | null | undefined;
  /** Always POST. */
  method?: "POST" | null | undefined;
  /** Where it goes. Default: by its body; `messages` make a chat completion. */
  url?: "/v1/chat/completions" | "/v1/responses" | null | undefined;
  /** What is sent. Without a model, it gets that of the batch. */
  body:
    | BatchBody
    | (Omit<BatchBody, "model"> & {
        model?: undefined;
      });
}

/** A request of a batch: in an envelope with its id, or bare. */
export type BatchRequest = BatchEnvelope | BatchBody;

/** A line of a batch's output. */
export interface BatchResult {
  /** Made from `custom_id`; the same in every run. */
  id: string;
  /** The id of the request; `null` for a line that is no request, or whose id an earlier line had. */
  custom_id: string | null;
  /** What the server answered; `null` where there was no answer. */
  response: BatchResponse | null;
  /** Why there is no answer; `null` if there is one. */
  error: BatchError | null;
  /** What is known besides; absent for a line that is no request. */
  facts?: BatchFacts;
}

/** The answer to one request of a batch. */
export interface BatchResponse {
  status_code: number;
  /** Quote it when you ask for support. */
  request_id: string | null;
  /** The body, as the server sent it. */
  body: ChatCompletion | ModelResponse | Record<string, unknown> | null;
}

/** Why a request of a batch has no answer. */
export interface BatchError {
  /** Stable name: of the API, one that the SDK makes itself, `invalid_line` or `repeated_custom_id`. */
  code: string | null;
  /** For people. */
  message: string;
  /** Status of the answer, where there was one. */
  status: number | null;
  /** How many times it was sent; 0 when it never left. */
  attempts: number;
  /** The line of the input. */
  line: number | null;
}

/** What a batch notes about each request. */
export interface BatchFacts {
  /** The line of the input. */
  line: number;
  /** The model that was asked for; `null` where several were. */
  model: string | null;
  /** When it ended, in milliseconds since 1970. */
  finished_at: number;
  /** How long it took, retries and waits included, in milliseconds. */
  duration_ms: number;
  /** How many times it was sent. */
  attempts: number;
}

/** Sums over lines of a batch that have ended. */
export interface BatchTotals {
  /** Requests that have an answer. */
  succeeded: number;
  /** Lines that have none: requests that failed for good, and lines that are no requests. */
  failed: number;
  /** All input tokens, cached ones included. */
  inputTokens: number;
  /** Input tokens that were read from the prompt cache. */
  cachedTokens: number;
  /** All output tokens, reasoning included. */
  outputTokens: number;
  /** Cost that Auriko reported, in USD. */
  costUsd: number;
  /** What prompt caching saved, as far as Auriko reported it, in USD. */
  savingsUsd: number;
  /** Requests with an answer whose cost was not reported. */
  unknownCost: number;
}

/** Sums over the lines of one model and one provider. */
export interface BatchRouteTotals extends BatchTotals {
  /** Canonical id of the model, as far as it was told, else what was asked for; `(unknown)` where that was nothing. */
  model: string;
  /** The provider; `(unknown)` for failures, and where the answer did not say. */
  provider: string;
}

/** How many lines have no answer for one reason. */
export interface BatchErrorTotals {
  /**
   * Stable name of the error, for example `model_not_found`, or `invalid_line` for lines that are no requests; `(unknown)` where
   * the output does not say, and `(others)` for what lies beyond the hundredth reason.
   */
  code: string;
  /** For people: at most 300 characters, without the number of a line. */
  message: string;
  /** How many lines. */
  count: number;
}

/** How far a batch is. */
export interface BatchProgress {
  /** What this run has come to. */
  run: BatchTotals;
  /** What this and all earlier runs of the same output have come to. */
  total: BatchTotals;
  /** Requests that have been sent and have not ended. */
  inFlight: number;
  /** Lines that earlier runs had finished and this one has met. */
  skipped: number;
  /** Lines of this run that ended in a second, lately. */
  perSecond: number;
  /** How much of the input has been read, from 0 to 1; `null` where its size is not known. */
  read: number | null;
  /** How long it will take at this rate, in milliseconds; `null` where that is not known. */
  remaining: number | null;
  /** How long it has been running, in milliseconds. */
  elapsed: number;
}

/** Why a batch ended before its input did. */
export type BatchStop = "requested" | "max_cost" | "max_failures";

/** What a batch has come to when it ended. */
export interface BatchSummary {
  /** Whether every line has an answer. */
  complete: boolean;
  /** Why it ended before its input did: `requested` by its signal or `stop()`, or by a limit; `null` if it did not. */
  stopped: BatchStop | null;
  /** What this run has come to. */
  run: BatchTotals;
  /** What this and all earlier runs of the same output have come to. */
  total: BatchTotals;
  /** The same by model and provider, this run alone. */
  routes: BatchRouteTotals[];
  /** The same by model and provider, earlier runs included. */
  totalRoutes: BatchRouteTotals[];
  /** Why lines have no answer, earlier runs included; the most frequent reason first. */
  errors: BatchErrorTotals[];
  /** Lines that earlier runs had finished, so that they were not asked again. */
  skipped: number;
  /** Lines that belong to other shards. */
  otherShards: number;
  /** Requests that were, or may have been, in flight when an earlier run broke off, and were asked again. */
  askedAgain: number;
  /** Failures of earlier runs that were taken out of the output to be asked again. */
  retried: number;
  /** Whether the last line of the output had been half written and was taken out. */
  repaired: boolean;
  /** How long this run took, in milliseconds. */
  elapsed: number;
}

/** A part of a batch: `index`, counted from 0, of `count`. */
export interface BatchShard {
  index: number;
  count: number;
}

/** Options of `client.batch`. */
export interface BatchOptions {
  /**
   * The path of the file that results are written to, a line each. What it holds already is not asked again. Default: none;
   * the results are what a loop over the batch gives.
   */
  output?: string | null | undefined;
  /** The most requests in flight. Default: 64. */
  concurrency?: number | null | undefined;
  /** The model of requests that name none. */
  model?: string | null | undefined;
  /**
   * Stops when reported cost reaches this many USD, that of earlier runs of the same output included. What is in flight then
   * is finished. The limit of the client holds as well. Default: none.
   */
  maxCostUsd?: number | null | undefined;
  /** Stops when so many lines have failed, those of earlier runs of the same output included. Default: none. */
  maxFailures?: number | null | undefined;
  /**
   * Asks only for a part of the input, so that many machines share one without talking to each other: `"3/16"`, or index and
   * count; counted from 0. Default: all of it.
   */
  shard?: string | BatchShard | null | undefined;
  /** Takes the failures of earlier runs out of the output and asks for them again. Default: false. */
  retryFailed?: boolean | null | undefined;
  /** Attempts after the first of each request. Default: 5, or those of the client where they are more. */
  maxRetries?: number | null | undefined;
  /**
   * How long results may be lost when the power is: milliseconds, `"always"` for not at all, `"never"` for as long as the
   * system likes. A killed process loses nothing in any case. Default: 1000.
   */
  sync?: number | "always" | "never" | null | undefined;
  /** Ends the batch in order when it is aborted: what is in flight is finished, and the summary says that it was stopped. */
  signal?: AbortSignal | null | undefined;
  /** How often `progress` is told, in milliseconds. Default: 1000. */
  progressInterval?: number | null | undefined;
}

/** What `mergeBatches` joins, and where to. */
export interface MergeBatchesOptions {
  /** The paths of outputs. */
  outputs: readonly string[];
  /** The path of the file that all results go to: one line for each id, an answer rather than a failure. */
  output: string;
  /** The path of the input, to find what is missing. Default: none; then nothing is known to be missing. */
  input?: string | null | undefined;
  /** The path of the file that lines of the input go to that have no result. Needs `input`. Default: nowhere. */
  missing?: string | null | undefined;
}

/** What came of joining outputs. */
export interface MergeBatchesSummary {
  /** Whether every line has an answer, as far as is known. */
  complete: boolean;
  /** Sums over all results. */
  total: BatchTotals;
  /** The same by model and provider. */
  routes: BatchRouteTotals[];
  /** Why lines have no answer, the most frequent reason first. */
  errors: BatchErrorTotals[];
  /** Lines that were left out, because another one is about the same request. */
  doubled: number;
  /** Lines at the end of an output that were half written, and left out. */
  torn: number;
  /** Lines of the input that have no result; `null` without `input`. */
  missing: number | null;
  /** Results that are about no line of the input; `null` without `input`. */
  unknown: number | null;
}

/**
 * Joins the outputs of batches, such as those of shards, to one file, each id once, and finds what is missing. The outputs
 * must not be written to meanwhile.
 *
 * Rejects with `BadRequestError` for a file that can't be read, is no output, or can't be written.
 */
export declare function mergeBatches(options: MergeBatchesOptions): Promise<MergeBatchesSummary>;

// ---- estimate --------------------------------------------------------------------------------------------

/** A chat request to estimate: the parameters of `create`, `parse` or `runTools`. */
export interface ChatEstimateParams
  extends Omit<ChatCompletionCreateParamsBase, "tools" | "response_format"> {
  tools?: readonly (Tool | NonNullable<ChatCompletionCreateParamsBase["tools"]>[number])[] | null | undefined;
  response_format?: ChatCompletionCreateParamsBase["response_format"] | StandardSchema;
  stream?: boolean | null | undefined;
}

/** A Responses request to estimate: the parameters of `create`, `parse` or `runTools`. */
export interface ResponseEstimateParams extends Omit<ResponseCreateParamsBase, "tools" | "text"> {
  tools?: readonly (Tool | NonNullable<ResponseCreateParamsBase["tools"]>[number])[] | null | undefined;
  text?:
    | {
        format?: unknown;
      }
    | null
    | undefined;
  stream?: boolean | null | undefined;
}

/** What a request would cost at one offer of a model, by the directory's list prices. */
export interface OfferEstimate {
  /** Canonical id of the model. */
  model: string;
  provider: string;
  providerModelId: string;
  tier: string;
  /** Cost in USD with the tokens of the estimate; `null` when the prices are not listed. */
  costUsd: number | null;
  /**
   * Cost in USD when all of the prompt but its last message comes from the prompt cache, as in a conversation that goes
   * on; `null` when the offer lists no price for that.
   */
  cachedCostUsd: number | null;
  /** Whether prompt and answer fit into the context window; `null` when that is not listed. */
  fits: boolean | null;
}

/** What a request would cost. */
export interface RequestEstimate {
  /** About how many tokens the prompt has. */
  inputTokens: number;
  /** How many tokens the answer is taken to have: see the options. */
  outputTokens: number;
  /** Of the prompt, how many are taken to come from the prompt cache. */
  cachedTokens: number;
  /** The lowest cost of all offers, in USD; `null` when none has prices. */
  costUsd: number | null;
  /** Every offer that the request admits, the cheapest first, those without prices last. */
  offers: OfferEstimate[];
}

/** What an estimate reckons with. */
export interface EstimateOptions {
  /** How many tokens the answer will have. Default: the most that the request allows, or 1000 if it sets no limit. */
  outputTokens?: number | undefined;
  /** How many tokens of the prompt will come from the prompt cache. Default: 0. */
  cachedTokens?: number | undefined;
  /** The time at which an offer has to be open. Default: now. */
  at?: Date | undefined;
  /** Stops the loading of the directory. */
  signal?: AbortSignal | null | undefined;
}

// ---- fetch -----------------------------------------------------------------------------------------------

/** Options of `createFetch`. */
export interface FetchOptions {
  /**
   * Whether requests to the client's own origin get the client's key, unless they have an `Authorization` of their own.
   * No other origin ever gets it. Default: false.
   */
  auth?: boolean | undefined;
}

/**
 * A WHATWG `fetch` over the transport of a client: with its proxies, certificates and connections, for any origin. For
 * every library that takes a `fetch`.
 *
 * It behaves as the runtime's own: nothing is retried, every status is an answer, a failure is a `TypeError` whose
 * `cause` is an error of this SDK, an abort rejects with the signal's reason. Of the client's timeouts only `connect` and
 * `idle` apply. `client.close()` stops what it has under way.
 *
 * Different from the runtime's: request bodies are read whole before they are sent, no compression is asked for unless
 * the request does, and a `dispatcher` is refused.
 */
export declare function createFetch(client: Client, { auth }?: FetchOptions): typeof fetch;

// ---- identity --------------------------------------------------------------------------------------------

/** The workspace that a key belongs to. */
export interface ApiKeyWorkspace {
  id: string;
  name: string;
  [key: string]: unknown;
}

/** Requests per minute that a key may make. */
export interface ApiKeyRateLimits {
  inference_rpm?: number | null;
  management_reads_rpm?: number | null;
  management_writes_rpm?: number | null;
  [key: string]: unknown;
}

/** Who the API key belongs to and what it may do. */
export interface ApiKeyIdentity {
  credential_type?: "api_key" | (string & {});
  status?: string;
  profile?: "inference" | "management" | "mixed" | (string & {});
  key_id?: string;
  /** The beginning of the key, enough to recognise it. */
  key_prefix?: string;
  key_name?: string;
  workspace?: ApiKeyWorkspace;
  scopes?: string[];
  rate_limits?: ApiKeyRateLimits;
  /** `null`: never. */
  expires_at?: string | null;
  created_at?: string;
  /** @deprecated Older answers: `api_key_identity`. */
  object?: string;
  /** @deprecated Older answers only. */
  user_id?: string | null;
  /** @deprecated Older answers: now `workspace.id`. */
  workspace_id?: string | null;
  /** @deprecated Older answers only. */
  tier?: string | null;
  /** @deprecated Older answers: now `rate_limits.inference_rpm`. */
  rate_limit_rpm?: number | null;
  [key: string]: unknown;
}

// ---- ledger ----------------------------------------------------------------------------------------------

/** What a ledger knows, as plain data. */
export interface LedgerSummary {
  total: LedgerTotals;
  byModel: Record<string, LedgerTotals>;
  byProvider: Record<string, LedgerTotals>;
  byTag: Record<string, LedgerTotals>;
}

/**
 * What the requests of a client used and cost. Requests are added when they end, whatever their outcome; what an aborted
 * stream had reported by then is included.
 */
export declare class Ledger {
  #private;
  /** Sums over all requests that have ended. */
  get total(): LedgerTotals;
  /** Sums by canonical model id. At most 1000 models; further ones count as `(others)`. */
  get byModel(): Record<string, LedgerTotals>;
  /** Sums by provider id; `(unknown)` where the answer did not say. At most 1000 providers. */
  get byProvider(): Record<string, LedgerTotals>;
  /** Sums by tag (`gateway.metadata.tags`); a request with two tags counts in both. At most 1000 tags. */
  get byTag(): Record<string, LedgerTotals>;
  /** Requests that have been sent and have not ended. */
  get inFlight(): number;
  /** The limit (`maxCostUsd` of the client), in USD; `null` when there is none. */
  get maxCostUsd(): number | null;
  /** What counts towards the limit: reported cost, and estimates where none was reported, in USD. */
  get spentUsd(): number;
  /** What running requests have reserved, in USD. */
  get reservedUsd(): number;
  /** What may still be spent, in USD; `Infinity` without a limit, never below 0. */
  get remainingUsd(): number;
  /**
   * Loads the list prices of all models from Auriko's directory, so that limits hold in the middle of a stream and cost
   * can be estimated where none is reported. Prices that were passed to the client come first. Returns how many models
   * have prices. Rejects as `client.models` does; calls at the same time share one request.
   */
  loadPrices(): Promise<number>;
  /** Sets all sums, and what counts towards the limit, back to zero. Requests that are running keep their reservation. */
  reset(): void;
  /** All sums as plain data. */
  toJSON(): LedgerSummary;
}

/** Sums over requests that have ended. */
export interface LedgerTotals {
  /** Requests that have ended, whatever their outcome. */
  readonly requests: number;
  readonly completed: number;
  readonly failed: number;
  /** Stopped by the caller. */
  readonly aborted: number;
  /** All input tokens, cached ones included. */
  readonly inputTokens: number;
  /** All output tokens, reasoning included. */
  readonly outputTokens: number;
  /** Input tokens that were read from the prompt cache. */
  readonly cachedTokens: number;
  /** Cost that Auriko reported, in USD. */
  readonly costUsd: number;
  /** Estimated cost of requests whose cost was not reported, in USD; needs prices. */
  readonly estimatedUsd: number;
  /** What prompt caching saved, as far as Auriko reported it, in USD. */
  readonly savingsUsd: number;
  /** Requests whose cost was neither reported nor could be estimated, although an answer had begun. */
  readonly unknownCost: number;
}

/** Prices by model id, in USD per 1M tokens. */
export type ModelPrices = Readonly<Record<string, TokenPrices>>;

// ---- management ------------------------------------------------------------------------------------------

/** A spending limit of one key. */
export interface ApiKeyBudget {
  /** In USD. */
  limit_usd?: number;
  /** Whether requests beyond the limit are refused. */
  enforce?: boolean;
  /** Whether requests over your own provider keys count. */
  include_byok?: boolean;
  [key: string]: unknown;
}

/** An API key without its secret. */
export interface ManagedApiKey {
  id: string;
  workspace_id: string;
  name: string;
  /** The beginning of the key, enough to recognise it. */
  key_prefix: string;
  /** Follows from the scopes. */
  profile?: "inference" | "management" | "mixed" | (string & {});
  /** Fixed when the key is created. */
  scopes: string[];
  is_active: boolean;
  created_at: string;
  /** Requests per minute; `null`: the workspace's default. */
  rate_limit_rpm?: number | null;
  /** `null`: never. */
  expires_at?: string | null;
  /** `null`: not yet. */
  last_used_at?: string | null;
  /** The key that created this one. */
  created_by_key_id?: string | null;
  /** `pending`: the change is stored, and takes effect within a minute. */
  propagation_status?: "pending" | (string & {}) | null;
  [key: string]: unknown;
}

/** A new API key. */
export interface CreatedApiKey extends ManagedApiKey {
  /**
   * The secret, shown this once. The property is not enumerable: it is in no log, `console.log` or JSON of the object
   * unless you put it there.
   */
  readonly api_key: string;
}

/** The workspace that a management call is about. */
export interface WorkspaceParams {
  /** The workspace's id: `(await client.me.get()).workspace.id`. */
  workspace_id: string;
}

/** What a new API key is. Keys made with an API key can only call models; others come from the dashboard. */
export interface ApiKeyCreateParams extends WorkspaceParams {
  /** 1 to 255 characters. */
  name: string;
  /** Only `api`. */
  key_type?: "api" | (string & {}) | null | undefined;
  /** What the key may do; can't be changed later. */
  scopes?: readonly string[] | null | undefined;
  /** Requests per minute, 1 or more. Default: the workspace's. */
  rate_limit_rpm?: number | null | undefined;
  /** Date and time in ISO 8601. Default: never. */
  expires_at?: string | null | undefined;
  /** A spending limit. Default: none. */
  budget?: ApiKeyBudget | null | undefined;
}

/** Which API keys to list. */
export interface ApiKeyListParams extends WorkspaceParams {
  /** Also those that were revoked. Default: false. */
  include_revoked?: boolean | null | undefined;
}

/** What to change about an API key; scopes can't be changed. `null` is sent as it is. */
export interface ApiKeyUpdateParams extends WorkspaceParams {
  /** 1 to 255 characters. */
  name?: string | null | undefined;
  /** Requests per minute, 1 or more. */
  rate_limit_rpm?: number | null | undefined;
  /** Date and time in ISO 8601. */
  expires_at?: string | null | undefined;
  /** `false` switches the key off. */
  is_active?: boolean | null | undefined;
  /** A spending limit. */
  budget?: ApiKeyBudget | null | undefined;
}

/** Which span of usage to report. */
export interface ApiKeyUsageParams extends WorkspaceParams {
  /** Server default: `month`. */
  period?: "day" | "week" | "month" | (string & {}) | null | undefined;
}

/** All API keys of a workspace. */
export interface ApiKeyList {
  object: "list";
  data: ManagedApiKey[];
  /** How many there are; lists have no pages. */
  count: number;
  [key: string]: unknown;
}

/** What one API key was used for. */
export interface ApiKeyUsage {
  key_id: string;
  workspace_id: string;
  period: "day" | "week" | "month" | (string & {});
  start_date: string;
  end_date: string;
  request_count: number;
  error_count: number;
  rate_limit_count: number;
  tokens_input: number;
  tokens_output: number;
  tokens_total: number;
  cost_usd: number;
  [key: string]: unknown;
}

/**
 * The answer to a deletion. `pending`: it is stored, and takes effect within a minute for API keys, within about five
 * for provider keys. A server that has deleted at once may answer without a body: then all that is known is the id.
 */
export interface DeletedKey {
  id: string;
  propagation_status?: "pending" | (string & {}) | null;
  message?: string;
  [key: string]: unknown;
}

/** Your own key at a provider ("bring your own key"). No endpoint ever returns the secret. */
export interface ByokKey {
  id: string;
  workspace_id: string;
  /** The provider's id, from `client.byokProviders.list()`. */
  provider: string;
  name: string;
  /** The beginning of the secret, masked. */
  key_prefix: string;
  /** Whether it is its provider's default for routing. */
  is_default: boolean;
  /** Not used for routing; the secret is kept. */
  disabled: boolean;
  validation_status?: "valid" | "pending" | "invalid" | "error" | (string & {});
  created_at?: string;
  updated_at?: string;
  /** The account's tier at the provider, which decides rate limits and data policy. */
  account_tier?: string | null;
  tier_source?: "auto_detected" | "user_specified" | "fallback" | (string & {}) | null;
  /** `null`: never. */
  last_validated_at?: string | null;
  /** `pending`: stored, and takes effect within about five minutes. */
  propagation_status?: "pending" | (string & {}) | null;
  [key: string]: unknown;
}

/** What to store as your own key. */
export interface ByokKeyCreateParams extends WorkspaceParams {
  /** The provider's id, from `client.byokProviders.list()`. */
  provider: string;
  /** The provider's secret, 10 characters or more. It goes in once and is never shown again. */
  api_key: string;
  /** 1 to 100 characters. Default: made from the provider's name. */
  name?: string | null | undefined;
  /** Makes it the provider's default for routing. */
  is_default?: boolean | null | undefined;
  /** One of `client.byokProviders.tiers(provider)`. Default: detected, else the provider's most careful one. */
  account_tier?: string | null | undefined;
}

/** Which keys to list. */
export interface ByokKeyListParams extends WorkspaceParams {
  /** Only those of this provider. */
  provider?: string | null | undefined;
}

/** What to change about a key; at least one field. The secret can't be changed: store a new key and delete the old one. */
export interface ByokKeyUpdateParams extends WorkspaceParams {
  /** 1 to 100 characters. */
  name?: string | null | undefined;
  /** `true` makes it the provider's default, `false` no longer. A disabled key has to be enabled with it. */
  is_default?: boolean | null | undefined;
  /** One of `client.byokProviders.tiers(provider)`. */
  account_tier?: string | null | undefined;
  /** `true` takes it out of routing and keeps the secret. */
  disabled?: boolean | null | undefined;
}

/** All your own keys of a workspace. */
export interface ByokKeyList {
  object: "list";
  data: ByokKey[];
  /** How many there are; lists have no pages. */
  count: number;
  [key: string]: unknown;
}

/** A provider that takes your own keys. */
export interface ByokProvider {
  [key: string]: unknown;
}

/** All providers that take your own keys. */
export interface ByokProviderList {
  object?: "list" | (string & {});
  data: ByokProvider[];
  count?: number;
  [key: string]: unknown;
}

/** A kind of account at a provider. */
export interface ByokProviderTier {
  tier: string;
  display_name?: string;
  /** What an account needs to be of this tier. */
  qualification?: string;
  [key: string]: unknown;
}

/** All kinds of account at one provider. */
export interface ByokProviderTierList {
  object: "list";
  provider: string;
  data: ByokProviderTier[];
  count: number;
  [key: string]: unknown;
}

// ---- native ----------------------------------------------------------------------------------------------

/**
 * One attempt of a call, as the core saw it. Times are in milliseconds, with fractions; durations count from the start of
 * the attempt.
 */
export interface AttemptFacts {
  /** 1 for the first. */
  readonly number: number;
  /** When it began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Until the response headers were there. `null` where none came. */
  readonly headersMs: number | null;
  /** Until the first event of a stream, or the first piece of a body that is read piece by piece. */
  readonly firstEventMs: number | null;
  /** Until it was over: its body read to the end, or failed. `null` while it runs, and where it was given up. */
  readonly endMs: number | null;
  /** Bytes of the request's body; 0 where there was no connection to send it over. */
  readonly bytesSent: number;
  /** Bytes of the response's body that were read, unpacked. */
  readonly bytesReceived: number;
  /** The HTTP version of the answer: `"1.0"`, `"1.1"` or `"2"`. */
  readonly httpVersion: string | null;
  /** Whether its connection had served an earlier request. `null` where that can't be told. */
  readonly connectionReused: boolean | null;
  readonly status: number | null;
  /** Redirects that were followed. */
  readonly redirects: number;
  /**
   * Why it failed; `null` for one that did not. `status` is an answer with an error status, `connect`, `tls` and `proxy`
   * are connections that never were, `network` one that broke, `protocol` an answer that is no valid HTTP, `timeout` a
   * limit that passed, `too_large` an answer above its cap.
   */
  readonly failure: AttemptFailure | null;
  /** The wait before the next attempt; `null` where there is none. */
  readonly waitMs: number | null;
  /** What decided how long that wait is. */
  readonly waitReason: "backoff" | "retry-after" | null;
  /** How long it waited for its turn before it began; `null` for a client without `limits`. */
  readonly queuedMs: number | null;
}

/** Why an attempt failed. */
export type AttemptFailure =
  | "status"
  | "connect"
  | "tls"
  | "proxy"
  | "network"
  | "protocol"
  | "timeout"
  | "too_large"
  | (string & {});

// ---- observability ---------------------------------------------------------------------------------------

/**
 * The one stream of facts of a call. Hooks, loggers, diagnostics channels and OpenTelemetry are told the same events, in
 * the same order, so that they tell the same story:
 *
 * ```text
 * start ─▶ (attempt ─▶ retry)* ─▶ attempt ─▶ headers ─▶ first-event ─▶ end
 *   └──────────────┴─────────────────┴──────────┴─────────────┴──────▶ error
 * ```
 *
 * - `start` comes once, first, synchronously inside the method that was called.
 * - Exactly one of `end` and `error` comes, last. A call that is refused before anything is sent has a `start` whose
 *   `sends` is false, and an `error`.
 * - `attempt` comes before each time that the request is sent, `retry` before the wait for the next attempt.
 * - `headers` comes with the head of a good answer; a second time if the stream was opened anew before its first event.
 * - `first-event` comes with the first event of a stream, or the first piece of a body that is read raw.
 *
 * All are told in the caller's asynchronous context. Nothing in them holds a credential: headers, addresses and texts
 * are redacted copies. What was asked and answered is not in them, but in the `CallContent` beside them.
 */
export type CallEvent =
  | CallStart
  | CallAttempt
  | CallRetry
  | CallHeaders
  | CallFirstEvent
  | CallEnd
  | CallError;

/** What a call is: the same object with each of its events. */
export interface CallInfo {
  /** Counts the calls of this thread that were observed. */
  readonly id: number;
  /** The HTTP method; empty where the call was refused before it was known. */
  readonly method: string;
  /** Below the base URL, without a query: `/chat/completions`; the whole path for a `fetch` elsewhere. */
  readonly path: string;
  /** The whole address, credentials and secrets of its query masked. */
  readonly url: string;
  /** The model that was asked for; `null` where the body names none. */
  readonly model: string | null;
  /** Whether the answer was asked for as a stream. */
  readonly stream: boolean;
  /** When the method was called, in milliseconds since 1970. */
  readonly startedAt: number;
}

/** A call begins. */
export interface CallStart {
  readonly type: "start";
  readonly call: CallInfo;
  /** The headers that are about to be sent, by their names in lower case; credentials are masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** False for a call that is refused before anything could be sent; its `error` follows. */
  readonly sends: boolean;
}

/** An attempt is about to be sent: its `number`, `startedAt` and `bytesSent` are known. */
export interface CallAttempt {
  readonly type: "attempt";
  readonly call: CallInfo;
  readonly attempt: AttemptFacts;
}

/** An attempt has failed, and another one follows after `attempt.waitMs`. */
export interface CallRetry {
  readonly type: "retry";
  readonly call: CallInfo;
  /** The attempt that failed: why (`failure`, `status`), and how long is waited and why (`waitMs`, `waitReason`). */
  readonly attempt: AttemptFacts;
}

/** A good answer has begun. */
export interface CallHeaders {
  readonly type: "headers";
  readonly call: CallInfo;
  readonly status: number;
  /** Credentials that the server repeats are masked. */
  readonly headers: ResponseHeaders;
  /** The request's id at Auriko. */
  readonly requestId: string | null;
  /** How many times the request was sent. */
  readonly attempts: number;
}

/** A stream has brought its first event. */
export interface CallFirstEvent {
  readonly type: "first-event";
  readonly call: CallInfo;
  /** From the start of the call until the event was handed out, in milliseconds. */
  readonly elapsedMs: number;
}

/** What is known when a call is over, however it ended. */
export interface CallOutcome {
  readonly call: CallInfo;
  /** The status of the answer; `null` where none came. */
  readonly status: number | null;
  /** The request's id at Auriko. */
  readonly requestId: string | null;
  /** How many times the request was sent. */
  readonly attempts: number;
  /** The id of the chat completion or response. */
  readonly responseId: string | null;
  /** The model that answered. */
  readonly model: string | null;
  /** How many events of its stream were handed out; 0 for a call that has none. */
  readonly events: number;
  /** Why each choice ended, in order; `null` for one that did not. One status for a response. */
  readonly finishReasons: readonly (string | null)[];
  /** Token usage, as far as it was reported. */
  readonly usage: Usage | ResponseUsage | null;
  /** Provider, strategy, cost and warnings, as far as they were reported. */
  readonly route: RoutingSummary | null;
  readonly timings: CallTimings;
}

/** A call is over without an error. */
export interface CallEnd extends CallOutcome {
  readonly type: "end";
  /**
   * `completed`: all of the answer was read. `closed`: the caller left a stream or a body before its end. `abandoned`:
   * nobody could read it any more.
   */
  readonly outcome: "completed" | "closed" | "abandoned";
}

/** A call failed. */
export interface CallError extends CallOutcome {
  readonly type: "error";
  /** What the caller catches. */
  readonly error: unknown;
  /** Whether the caller stopped it, by its signal, `abort()` or `close()`: no failure of anything. */
  readonly aborted: boolean;
}

/** What is about to be sent. */
export interface RequestToSend extends CallStart {
  /** The body as it will be sent, in JSON; secrets of a body are masked here. `null` without one. */
  readonly body: string | null;
}

/** What `onRequest` changes. */
export interface RequestChanges {
  /** Headers to add, in place of those of the same names; `null` takes one away. */
  headers?: HeaderOptions | undefined;
}

/**
 * Functions that are told what happens to a call, as options of a client or of one request. They are called
 * synchronously, in the caller's asynchronous context; those of the client before those of the request. Nothing waits for
 * what they do, and what they throw goes to the `logger` at level `warn`: no hook can break a call.
 */
export interface CallHooks {
  /**
   * Once for each call, when its parameters have passed all checks and before anything is sent: a retry sends the same
   * request. Return headers to add them, for a signature or a trace.
   */
  onRequest?: ((request: RequestToSend) => RequestChanges | undefined | void) | null | undefined;
  /** When an attempt has failed and another one follows, before the wait. */
  onRetry?: ((retry: CallRetry) => unknown) | null | undefined;
  /** When a good answer has begun: its status and headers. */
  onResponse?: ((response: CallHeaders) => unknown) | null | undefined;
  /** When a stream is over without an error: complete, closed by the caller, or abandoned. */
  onStreamEnd?: ((end: CallEnd) => unknown) | null | undefined;
  /** When any call is over without an error, streamed or not: its usage, cost, route and timings. */
  onEnd?: ((end: CallEnd) => unknown) | null | undefined;
  /** When a call failed, whatever the reason: also when it was refused before it was sent, or aborted. */
  onError?: ((error: CallError) => unknown) | null | undefined;
}

/** How long a call took, and on what. Times are in milliseconds; those named `…Ms` count from `startedAt`. */
export interface CallTimings {
  /** When the method was called, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Until the headers of the answer that counts were there; `null` where none came. */
  readonly headersMs: number | null;
  /** Until the first event of a stream, or the first piece of a body that is read raw; `null` for whole answers. */
  readonly firstEventMs: number | null;
  /** Until the call was over: its body read to the end, failed or let go. `null` while a stream runs. */
  readonly totalMs: number | null;
  /** Of that, what was waited between attempts. */
  readonly retryWaitMs: number;
  /** Of that, what was waited for a turn; 0 for a client without `limits`. */
  readonly queuedMs: number;
  /** Each time that the request was sent, oldest first; empty if it never left. */
  readonly attempts: readonly AttemptFacts[];
}

/** From which level on is logged. */
export type LogLevel = "off" | "error" | "warn" | "info" | "debug";

/** One line of the log: what happened, and fields that say more. */
export interface LogEntry {
  readonly level: Exclude<LogLevel, "off">;
  /** What happened, in one line. */
  readonly message: string;
  /** The event that the line tells of: `start`, `retry`, `end`, …; `warning` for one of the server or of a listener. */
  readonly event: string;
  readonly [field: string]: unknown;
}

/** What takes a message and fields, as `console` and most loggers do. */
export interface LeveledLogger {
  debug(message: string, ...rest: unknown[]): void;
  info(message: string, ...rest: unknown[]): void;
  warn(message: string, ...rest: unknown[]): void;
  error(message: string, ...rest: unknown[]): void;
}

/** A function of one entry, or an object with `debug`, `info`, `warn` and `error` that take a message and fields. */
export type Logger = ((entry: LogEntry) => void) | LeveledLogger;

/** Options that say what is logged. */
export interface LoggingOptions {
  /**
   * Where log lines go: a function of one entry, or an object with `debug`, `info`, `warn` and `error` that take a message
   * and fields. What it throws is swallowed. Default: standard error, one line of text for each entry.
   */
  logger?: Logger | null | undefined;
  /**
   * From which level on is logged: `error` has failures, `warn` also what the server warns of and what hooks throw, `info`
   * also each call and retry, `debug` everything, bodies included, cut to 2,000 characters. Credentials are masked.
   * Default: the environment variable `AURIKO_LOG`, and `off` without it.
   */
  logLevel?: LogLevel | null | undefined;
}

/**
 * The object that all events of one call carry on the tracing channel `auriko.request`. It is the same from `start` to
 * `asyncEnd`, so that subscribers may keep what is theirs in it, or use it as a key.
 */
export interface RequestTraceContext {
  readonly call: CallInfo;
  /** How the call ended, from `asyncStart` on; absent where it failed. */
  result?: CallEnd;
  /** What the caller catches, from `error` on; absent where it did not fail. */
  error?: unknown;
}

// ---- pipeline --------------------------------------------------------------------------------------------

/** A result together with the answer that it came in. */
export interface WithResponse<T> {
  data: T;
  /** Status and headers; its body has been read. */
  response: Response;
  /** `X-Request-ID`: quote it when you ask for support. */
  requestId: string | null;
}

/**
 * The promise that every method returns: await it for the result, or ask it for the HTTP answer.
 *
 * It is the native promise of an async function with more methods, not a promise around it: that keeps the caller in the
 * stack of an error, and costs no further promise.
 */
export declare class APIPromise<T> extends Promise<T> {
  /** The result with the answer's status, headers and request id. */
  withResponse(): Promise<WithResponse<T>>;
  /**
   * The answer itself, its body unread: the bytes as they come from the server. To be called right after the method,
   * before anything else is awaited; the promise itself then gives no result. Errors and retries are as ever.
   */
  asResponse(): Promise<Response>;
}

/** A request to an endpoint that has no resource here. */
export interface CustomRequest {
  /** Default: `GET`. */
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | undefined;
  /** Relative to the base URL, `/v1` not included: `/workspaces`. Ids in it have to be percent-encoded by the caller. */
  path: string;
  /** Fields of the query; arrays repeat their name. */
  query?: Readonly<Record<string, QueryValue | readonly QueryValue[]>> | null | undefined;
  /** Sent as JSON. */
  body?: unknown;
}

type QueryValue = string | number | boolean | null | undefined;

/** A result with the headers of the answer that it came in, and how long it took. */
export type WithResponseHeaders<T> = T & {
  /** Rate limits, credits, budgets, request id. Not enumerable: written to JSON, the result equals the wire. */
  readonly responseHeaders: ResponseHeaders;
  /** How long the call took, and on what, attempt by attempt. Not enumerable. */
  readonly timings: CallTimings;
};

/** @deprecated Now `WithResponseHeaders`. */
export type Answered<T> = WithResponseHeaders<T>;

// ---- request body ----------------------------------------------------------------------------------------

/** The fields that routing or gateway options add to a request body. */
export interface ExtraBody {
  gateway?: GatewayOptions;
}

/**
 * Routing options, or whole gateway options, as fields of a request body: for clients that send what they are given,
 * such as `openai`, and for settings that take a piece of a body, such as `modelSettings.providerData` of OpenAI Agents.
 *
 * Fields that are `null` are left out. `{}` counts as routing options and gives `{ gateway: { routing: {} } }`.
 * @throws BadRequestError for an unknown field or a value out of range; `param` is its path.
 */
export declare function toExtraBody(options: RoutingOptions | GatewayOptions): ExtraBody;

/**
 * Two pieces of a request body as one: fields of `overlay` win, and where both have a `gateway` object, its fields are
 * merged one level deep. Neither argument is changed, and nothing is checked.
 */
export declare function mergeGatewayExtraBody(
  base: Readonly<Record<string, unknown>> | ExtraBody | null | undefined,
  overlay: Readonly<Record<string, unknown>> | ExtraBody | null | undefined,
): Record<string, unknown>;

// ---- structured output -----------------------------------------------------------------------------------

/**
 * Data that is still being written: members may be missing, arrays may be short, and texts may be cut off, which is why
 * a text of a few allowed values is any text here.
 */
export type DeepPartial<T> = T extends string
  ? string
  : T extends readonly (infer Element)[]
    ? DeepPartial<Element>[]
    : T extends object
      ? {
          [Key in keyof T]?: DeepPartial<T[Key]>;
        }
      : T;

/** An element of the data: of the array that it is, or of the arrays among its members. */
export type ElementOf<T> = T extends readonly (infer Element)[]
  ? Element
  : T extends object
    ? {
        [Key in keyof T]: NonNullable<T[Key]> extends readonly (infer Element)[] ? Element : never;
      }[keyof T]
    : unknown;

/** What is done with answers and models that don't keep to a format. */
export interface Leniency {
  /** Mends an answer that is not the asked-for data: a better text, or `undefined`. Default: nothing is mended. */
  repair?: Repair | undefined;
  /**
   * Whether a model or provider without structured output is asked again, for `json_object` with the schema in the
   * prompt. Default: no, its error (`structured_output_not_supported`) is passed on.
   */
  fallback?: boolean | undefined;
}

/** A `response_format` for chat whose answers have the type `T`. */
export interface TypedResponseFormat<T> extends ResponseFormatJsonSchema, Typed<T> {}

/** A format whose answers have the type `T`. */
interface Typed<T> {
  readonly [validator]: StandardSchema<unknown, T> | undefined;
  readonly [elementValidator]?: StandardSchema | undefined;
  readonly [leniency]?: Leniency | undefined;
}

/**
 * Where a format keeps its validator. A symbol is not written to JSON, so the format is exactly what goes over the
 * wire; being enumerable it survives `{ ...format }`.
 */
declare const validator: unique symbol;

/** Where a format keeps the validator of its elements. */
declare const elementValidator: unique symbol;

/** Where a format keeps what is to be done with answers and models that don't keep to it. */
declare const leniency: unique symbol;

/** A `text.format` for Responses whose answers have the type `T`. */
export interface TypedTextFormat<T> extends Typed<T> {
  type: "json_schema";
  name: string;
  schema: JsonSchema;
  strict?: boolean;
}

/** How a schema is presented to the model, and what is done with answers that don't keep to it. */
export interface OutputFormatOptions extends Leniency {
  /** Name of the data. Default: the schema's title, or "output". */
  name?: string | undefined;
  /** Tells the model what the data is for. Chat only. */
  description?: string | undefined;
  /**
   * Whether the answer must follow the schema exactly, at providers that can enforce it. Objects are then closed
   * (`additionalProperties: false`), and such providers want every property to be required. Default: not sent.
   */
  strict?: boolean | undefined;
  /** Describes the data to the model, for a validator that can't do so itself. */
  jsonSchema?: JsonSchema | undefined;
  /**
   * Checks single elements, for `elements` of a stream. Default: the validator of the whole, as far as it says something
   * about the element; its transforms reach the element only if the rest of the data is complete.
   */
  element?: StandardSchema | undefined;
}

/**
 * A `response_format` that asks for data of a schema: a Standard Schema validator (zod, valibot, arktype), whose output
 * type the answer has, or a JSON Schema object, which the answer is not checked against.
 * @throws BadRequestError when the validator can't describe itself as JSON Schema.
 */
export declare function responseFormat<T>(
  schema: StandardSchema<unknown, T>,
  options?: OutputFormatOptions,
): TypedResponseFormat<T>;

export declare function responseFormat<T = unknown>(
  schema: JsonSchema,
  options?: OutputFormatOptions,
): TypedResponseFormat<T>;

/** The same as `responseFormat`, as a `text.format` for Responses. */
export declare function textFormat<T>(
  schema: StandardSchema<unknown, T>,
  options?: OutputFormatOptions,
): TypedTextFormat<T>;

export declare function textFormat<T = unknown>(
  schema: JsonSchema,
  options?: OutputFormatOptions,
): TypedTextFormat<T>;

/** A message whose text has been read as data. */
export interface ParsedMessage<T> extends ChatCompletionMessage {
  /** The data; `null` when the model called a tool instead. Not enumerable. */
  parsed: T | null;
}

/** A choice whose message has been read as data. */
export interface ParsedChoice<T> extends Choice {
  message: ParsedMessage<T>;
}

/** A completion whose choices have been read as data. */
export interface ParsedChatCompletion<T> extends ChatCompletion {
  choices: ParsedChoice<T>[];
  /** The data of the first choice; `null` when the model called a tool instead. Not enumerable. */
  parsed: T | null;
}

/** A response whose text has been read as data. */
export interface ParsedResponse<T> extends ModelResponse {
  /** The data; `null` when the model called a function instead. Not enumerable. */
  parsed: T | null;
}

/**
 * Mends an answer that is not the asked-for data: returns a better text, or `undefined` to leave it. It is called once
 * for an answer that is no JSON (`error.reason` is `invalid_json`) or that the validator refuses (`mismatch`).
 */
export type Repair = (
  text: string,
  error: StructuredOutputError,
) => string | null | undefined | PromiseLike<string | null | undefined>;

/**
 * A validator that follows the Standard Schema convention, as those of zod, valibot and arktype do. If it also has the
 * convention's JSON Schema part, it can describe itself to a model.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    /** The library that made it. */
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?:
      | {
          readonly input: Input;
          readonly output: Output;
        }
      | undefined;
    readonly jsonSchema?: StandardJsonSchemaConverter | undefined;
  };
}

/** What a validator says about a value. */
type StandardResult<Output> =
  | {
      readonly value: Output;
      readonly issues?: undefined;
    }
  | {
      readonly issues: readonly StandardIssue[];
    };

/** The part of the convention that turns a validator into JSON Schema. */
interface StandardJsonSchemaConverter {
  readonly input: (options: { readonly target: "draft-2020-12" | "draft-07" }) => Record<string, unknown>;
  readonly output: (options: { readonly target: "draft-2020-12" | "draft-07" }) => Record<string, unknown>;
}

/** What a validator objects to. */
export interface StandardIssue {
  readonly message: string;
  readonly path?:
    | readonly (
        | PropertyKey
        | {
            readonly key: PropertyKey;
          }
      )[]
    | undefined;
}

// ---- tools -----------------------------------------------------------------------------------------------

/** What a step of a chat run can have in place of what the run has. */
export interface ChatStepChanges extends Partial<Omit<ChatCompletionCreateParamsBase, "tools" | "n">> {
  tools?: readonly (Tool | ChatCompletionTool)[] | undefined;
}

/** A run of tools over chat completions: the parameters of the request, and how the run goes. */
export interface ChatToolRunParams<T = unknown>
  extends Omit<ChatCompletionCreateParamsBase, "tools" | "n" | "response_format">,
    ToolRunOptions<ToolStep<ChatCompletion>, ChatCompletionMessageParam, ChatStepChanges> {
  /** What the model may call. A plain definition is a tool without `execute`. */
  tools: readonly (Tool | ChatCompletionTool)[];
  /** The form of the answer; with a schema, `finalParsed()` gives the data. */
  response_format?: StandardSchema<unknown, T> | TypedResponseFormat<T> | ResponseFormat | null | undefined;
}

/**
 * A conversation in which the model calls tools until it has an answer. Iterate over the chunks of all steps, once, or
 * await one of the final results; nothing is sent before somebody does.
 */
declare abstract class ToolRun<Chunk, Answer extends AnyAnswer, Item, Changes extends ToolChanges>
  implements AsyncIterable<Chunk>
{
  #private;
  /** The steps that are complete. */
  readonly steps: ToolStep<Answer>[];
  /** Calls of tools without `execute` that ended the run: add their results to `messages`, and run again to go on. */
  readonly pendingToolCalls: ToolCallResult[];
  /**
   * Iterates over the chunks of all steps, once; while tools run, it waits. Leaving the loop early stops the run. Throws
   * what ends the run otherwise than with an answer.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Chunk>;
  /** Calls `listener` whenever the event happens. If nobody else reads the run, this starts it. */
  on<Name extends keyof ToolRunEvents<Chunk, Answer>>(
    name: Name,
    listener: (...args: ToolRunEvents<Chunk, Answer>[Name]) => void,
  ): this;
  /** Removes a listener that `on` added. */
  off<Name extends keyof ToolRunEvents<Chunk, Answer>>(
    name: Name,
    listener: (...args: ToolRunEvents<Chunk, Answer>[Name]) => void,
  ): this;
  /** Where the run is in its life: `idle`, `running`, `finished`, `failed` or `closed`. */
  get state(): RunState;
  /** What all steps used and cost together, failed attempts included; one step's usage is in its answer. */
  get total(): LedgerTotals | null;
  /** What the run has cost so far, in USD: as reported, and as estimated where nothing was reported. */
  get costUsd(): number;
  /**
   * Stops the run: the step that is under way, and through their signal the tools that run. Whoever reads gets an
   * `APIUserAbortError` with `reason` as its cause.
   */
  abort(reason?: unknown): void;
  /** For `await using`: stops a run that is not over. */
  [asyncDispose](): Promise<void>;
}

/** The answer of a step, by either API. */
type AnyAnswer = ChatCompletion | ModelResponse;

/** What of a step's changes the loop looks at. */
interface ToolChanges {
  readonly tools?: readonly unknown[] | undefined;
}

/** Where a run is in its life. */
type RunState = "idle" | "running" | "finished" | "failed" | "closed";

/**
 * A conversation over chat completions in which the model calls tools until it has an answer. Iterate over the chunks of
 * all steps, once, or await one of the final results; nothing is sent before somebody does.
 */
export declare class ChatToolRun<T = unknown> extends ToolRun<
  ChatCompletionChunk,
  ChatCompletion,
  ChatCompletionMessageParam,
  ChatStepChanges
> {
  #private;
  /** The conversation so far, every call with its result: go on with it in the next turn, or after a failure. */
  get messages(): ChatCompletionMessageParam[];
  /** The last completion. Reads the run unless somebody else does. Rejects with what ends it otherwise. */
  finalCompletion(): Promise<ChatCompletion>;
  /** The message of the last completion. */
  finalMessage(): Promise<ChatCompletionMessage>;
  /** The text of the last message; empty if there is none. */
  finalText(): Promise<string>;
  /**
   * The data of the last completion, validated; `null` when the run ended at a tool without `execute`. Rejects like
   * `parse` with `StructuredOutputError`.
   */
  finalParsed(): Promise<T | null>;
}

/** A call that the model asked for. */
export interface RequestedToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON as text, as the model wrote it; it may be invalid. */
  readonly arguments: string;
}

/** A call whose arguments have been read. */
export interface ToolCallRequest extends Omit<RequestedToolCall, "arguments"> {
  /** The arguments, validated. */
  readonly arguments: unknown;
}

/**
 * How a call ended:
 * - `success`: `result` was told to the model
 * - `error`: unknown tool, arguments that don't fit, or a tool that threw or took too long; `error` says which
 * - `denied`: somebody did not approve it
 * - `aborted`: the run was stopped before the call ended; it may have had effects
 * - `pending`: the tool has no `execute`, so that the call is yours to make
 */
export type ToolCallOutcome = "success" | "error" | "denied" | "aborted" | "pending";

/** What became of a call. */
export interface ToolCallResult extends ToolCallRequest {
  readonly outcome: ToolCallOutcome;
  /** What the tool returned. */
  readonly result?: unknown;
  /** Why there is no result. */
  readonly error?: unknown;
  /** What the model is told; empty for a call that is pending. */
  readonly content: string;
  /** How long the tool ran, in milliseconds. */
  readonly durationMs: number;
}

/** What a step of a Responses run can have in place of what the run has. */
export interface ResponseStepChanges extends Partial<Omit<ResponseCreateParamsBase, "tools">> {
  tools?: readonly (Tool | ResponseTool)[] | undefined;
}

/** A run of tools over the Responses API: the parameters of the request, and how the run goes. */
export interface ResponseToolRunParams<T = unknown>
  extends Omit<ResponseCreateParamsBase, "tools" | "text">,
    ToolRunOptions<ToolStep<ModelResponse>, ResponseInputItem, ResponseStepChanges> {
  /** What the model may call; hosted tools run at the provider. A plain definition is a tool without `execute`. */
  tools: readonly (Tool | ResponseTool)[];
  /** The form of the text; with a schema, `finalParsed()` gives the data. */
  text?:
    | {
        format?: StandardSchema<unknown, T> | TypedTextFormat<T> | ResponseTextFormat | null | undefined;
      }
    | null
    | undefined;
}

/**
 * A conversation over the Responses API in which the model calls tools until it has an answer. Iterate over the events of
 * all steps, once, or await one of the final results; nothing is sent before somebody does.
 */
export declare class ResponseToolRun<T = unknown> extends ToolRun<
  ResponseStreamEvent,
  ModelResponse,
  ResponseInputItem,
  ResponseStepChanges
> {
  #private;
  /** The conversation so far, every call with its result: go on with it in the next turn, or after a failure. */
  get messages(): ResponseInputItem[];
  /** The last response; look at its `status`. Reads the run unless somebody else does. Rejects with what ends it otherwise. */
  finalResponse(): Promise<ModelResponse>;
  /** The text of the last response; empty if there is none. */
  finalText(): Promise<string>;
  /**
   * The data of the last response, validated; `null` when the run ended at a tool without `execute`. Rejects like `parse`
   * with `StructuredOutputError`, and for a failed response with its error.
   */
  finalParsed(): Promise<T | null>;
}

/** What somebody says about a call: `true` lets it go ahead; `false`, or a text with the reason, does not. */
export type ToolApproval = boolean | string;

/**
 * What happens with a call that fails: `tell` tells the model, which can correct itself; `throw` ends the run with the
 * error; a function gives what the model is told, or throws to end the run.
 */
export type ToolErrorHandling =
  | "tell"
  | "throw"
  | ((error: unknown, call: ToolCallRequest) => unknown | PromiseLike<unknown>);

/** What `prepareStep` is told. */
export interface StepState<Step, Item> {
  /** Which step is about to begin, from 0. */
  readonly index: number;
  /** The steps before it. */
  readonly steps: readonly Step[];
  /** The conversation so far. */
  readonly messages: readonly Item[];
  /** What the run has cost so far, in USD. */
  readonly costUsd: number;
}

/** How a run goes: these stand beside the parameters of the request. */
export interface ToolRunOptions<Step, Item, Changes> {
  /** Most requests of the run. Reaching it is an error of code `max_steps`. Default: 10. */
  maxSteps?: number | undefined;
  /**
   * What all steps together may cost, in USD; reaching it gives a `SpendLimitError`, also in the middle of a step. Prices
   * are loaded from the directory if the client has none. Default: no limit but the client's.
   */
  maxCostUsd?: number | null | undefined;
  /** How many tools of one step run at the same time. Default: 8. */
  toolConcurrency?: number | undefined;
  /** How long each call may take, in milliseconds, approval not counted; then its error is of code `tool_timeout`. Default: no limit. */
  toolTimeout?: number | undefined;
  /** What happens with a call that fails. Default: `tell`. */
  toolErrors?: ToolErrorHandling | undefined;
  /** Asks somebody about a call of a tool with `needsApproval`; it may take as long as a person does. */
  approve?: ((call: ToolCallRequest) => ToolApproval | PromiseLike<ToolApproval>) | undefined;
  /** Called after each step, its tools included; the run waits for it. */
  onStep?: ((step: Step) => void | PromiseLike<void>) | undefined;
  /**
   * Called before each step; returns parameters that this step has in place of the run's: the model, `gateway`, `tools`,
   * `tool_choice`, the conversation itself.
   */
  prepareStep?:
    | ((state: StepState<Step, Item>) => Changes | null | undefined | PromiseLike<Changes | null | undefined>)
    | undefined;
}

/** What `execute` gets besides the arguments. */
export interface ToolContext {
  /** Aborts when the run is stopped, and when the tool's time is over. */
  readonly signal: AbortSignal;
  /** The id of the call. */
  readonly toolCallId: string;
  /** Which step of the run made the call, from 0. */
  readonly step: number;
}

/** What a tool is made from. */
export interface ToolDefinition<Parameters, Args, Result> {
  /** The name by which the model calls it: letters, digits, `_` and `-` at most providers. */
  name: string;
  /** Tells the model when and how to call it. */
  description?: string | undefined;
  /** What the arguments have to be: a Standard Schema validator (zod, valibot, arktype), or a JSON Schema. Default: none. */
  parameters: Parameters;
  /** Describes the arguments to the model, for a validator that can't do so itself. */
  jsonSchema?: JsonSchema | undefined;
  /**
   * Whether arguments must follow the schema exactly, at providers that can enforce it. Objects are then closed, and such
   * providers want every property to be required. Default: not sent.
   */
  strict?: boolean | undefined;
  /**
   * What the tool does. Its result, or what its promise gives, is told to the model: a text as it is, any other value as
   * JSON. Without it, the run ends at a call of this tool and leaves the call to you, in `pendingToolCalls`.
   */
  execute?: ((args: Args, context: ToolContext) => Result | PromiseLike<Result>) | undefined;
  /** Whether somebody has to approve a call before it is made; the run's `approve` is asked then. Default: false. */
  needsApproval?:
    | boolean
    | ((args: Args, context: ToolContext) => boolean | PromiseLike<boolean>)
    | undefined;
  /** How long a call may take, in milliseconds. Default: the run's `toolTimeout`. */
  timeout?: number | undefined;
}

/** A function that a model may call and that a run calls for it. `tool()` makes it. */
export interface Tool<Args = never, Result = unknown> {
  readonly [argumentsValidator]: StandardSchema | undefined;
  readonly name: string;
  readonly description: string | undefined;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonSchema | undefined;
  readonly strict: boolean | undefined;
  readonly execute: ((args: Args, context: ToolContext) => Result | PromiseLike<Result>) | undefined;
  readonly needsApproval: boolean | ((args: Args, context: ToolContext) => boolean | PromiseLike<boolean>);
  readonly timeout: number | undefined;
}

/** Where a tool keeps the validator of its arguments; also what tells tools from plain definitions. */
declare const argumentsValidator: unique symbol;

/**
 * A tool for `runTools()`. With a validator the arguments are checked, and `execute` gets what it makes of them; with a
 * JSON Schema they are what the model wrote.
 * @throws BadRequestError when something in the definition can't work, or the validator can't describe itself.
 */
export declare function tool<Args, Result>(
  definition: ToolDefinition<StandardSchema<unknown, Args>, Args, Result>,
): Tool<Args, Result>;

export declare function tool<Args = Record<string, unknown>, Result = unknown>(
  definition: Omit<ToolDefinition<JsonSchema, Args, Result>, "parameters"> & {
    parameters?: JsonSchema | undefined;
  },
): Tool<Args, Result>;

/** The events of a run and what their listeners get. */
export interface ToolRunEvents<Chunk, Answer> {
  /** Every chunk of every step. */
  chunk: [chunk: Chunk];
  /** A piece of answer text. */
  content: [delta: string];
  /** A tool begins to run. */
  toolCall: [call: ToolCallRequest];
  /** A call has ended, whatever came of it. */
  toolResult: [result: ToolCallResult];
  /** A step is complete, its tools included. */
  step: [step: ToolStep<Answer>];
  /** The run is complete. */
  end: [answer: Answer];
  /** The run failed, or was stopped. */
  error: [error: unknown];
}

/** One step of a run: an answer of the model, and what became of the calls that it asked for. */
export interface ToolStep<Answer> {
  /** From 0. */
  readonly index: number;
  /** The completion, or the response. */
  readonly answer: Answer;
  readonly toolCalls: readonly ToolCallResult[];
  /** Who answered, and how; `null` when it was not reported. */
  readonly route: RoutingSummary | null;
  /** What the answer cost, in USD; `null` when it was not reported. */
  readonly costUsd: number | null;
}

export {};
