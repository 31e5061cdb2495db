import { Batch, type BatchInput, type BatchOptions } from "./batch";
import {
  type ChatEstimateParams,
  type EstimateOptions,
  Estimator,
  type RequestEstimate,
  type ResponseEstimateParams,
} from "./estimate";
import type { Ledger } from "./ledger";
import { type ClientOptions, resolveClientOptions } from "./options/client-options";
import type { RequestOptions } from "./options/request-options";
import type { Timeouts } from "./options/timeouts";
import { ApiClient } from "./pipeline/api-client";
import type { APIPromise } from "./pipeline/api-promise";
import { type CustomRequest, customRequest } from "./pipeline/custom-request";
import type { WithResponseHeaders } from "./pipeline/with-response-headers";
import { ApiKeys } from "./resources/api-keys";
import { ByokKeys } from "./resources/byok-keys";
import { ByokProviders } from "./resources/byok-providers";
import { ChatCompletions } from "./resources/chat-completions";
import { Identity } from "./resources/identity";
import { Models } from "./resources/models";
import { Responses } from "./resources/responses";
import { asyncDispose } from "./streaming/async-dispose";

/** `client.chat` */
export interface Chat {
  readonly completions: ChatCompletions;
}

/** What a client's resources share, for what is made of a client from outside. */
export let apiOf: (client: Client) => ApiClient;

/**
 * A client of the Auriko API.
 *
 * Clients are cheap, and those with the same network options share their connections. One client may be used by any
 * number of requests at the same time.
 */
export class Client {
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
  readonly #api: ApiClient;
  readonly #estimator: Estimator;
  static {
    apiOf = (client) => client.#api;
  }

  /**
   * @throws AuthenticationError when there is no key, neither as `apiKey` nor in `AURIKO_API_KEY`.
   * @throws BadRequestError for an option that is unknown or out of range; `param` is its path.
   */
  constructor(options?: ClientOptions);
  /** @internal */
  constructor(options: ClientOptions | undefined, parent?: ApiClient);
  constructor(options?: ClientOptions, parent?: ApiClient) {
    this.#api = new ApiClient(resolveClientOptions(options, parent?.options), parent);
    this.chat = Object.freeze({ completions: new ChatCompletions(this.#api) });
    this.responses = new Responses(this.#api);
    this.models = new Models(this.#api);
    this.#estimator = new Estimator(() => this.models.listDirectory());
    this.me = new Identity(this.#api);
    this.apiKeys = new ApiKeys(this.#api);
    this.byokKeys = new ByokKeys(this.#api);
    this.byokProviders = new ByokProviders(this.#api);
  }

  /**
   * What a request would cost, before it is sent: its tokens, and its price at every offer that it admits. The list
   * prices come from the directory, which is loaded at the first estimate and kept for an hour.
   *
   * Rejects with `BadRequestError` for a request that could not be sent, and as `models.listDirectory` does.
   */
  estimate(
    request: ChatEstimateParams | ResponseEstimateParams,
    options?: EstimateOptions,
  ): Promise<RequestEstimate> {
    return this.#estimator.estimate(request, options);
  }

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
  batch(input: BatchInput, options?: BatchOptions): Batch {
    return new Batch(this.#api, input, options);
  }

  /**
   * Sends a request to an endpoint that has no method here, with the same key, retries and errors.
   *
   * Rejects as `chat.completions.create` does.
   */
  request<T = unknown>(request: CustomRequest, options?: RequestOptions): APIPromise<WithResponseHeaders<T>> {
    return this.#api.call<WithResponseHeaders<T>>(customRequest(request, options));
  }

  /** Where requests go, `/v1` included, without a slash at its end. */
  get baseUrl(): string {
    return this.#api.options.baseUrl;
  }

  /** The limits in milliseconds; `null` is off. */
  get timeout(): Timeouts {
    return this.#api.options.timeouts;
  }

  /** What the requests of this client used and cost, and how far they are from their limit. */
  get ledger(): Ledger {
    return this.#api.ledger;
  }

  /** How often a failed request is repeated. */
  get maxRetries(): number {
    return this.#api.options.maxRetries;
  }

  /**
   * A client with some options changed. It shares the connections where the network options are the same, and closes
   * with this one.
   * @throws BadRequestError for an option that is unknown or out of range.
   */
  withOptions(options: ClientOptions): Client {
    return new Client(options, this.#api);
  }

  /**
   * Stops all requests and streams of this client and of those made from it by `withOptions()`; they reject with an
   * `APIUserAbortError`. Later requests are refused. Connections shared with other clients stay open.
   */
  close(): void {
    this.#api.lifetime.close();
  }

  /** `close()`, for `await using`. */
  async [asyncDispose](): Promise<void> {
    this.close();
  }

  /** Shows where it points, never the key. */
  [Symbol.for("nodejs.util.inspect.custom")](_depth: number, options: object, inspect: Inspect): string {
    const { baseUrl, timeout, maxRetries } = this;
    return `Client ${inspect({ baseUrl, timeout, maxRetries }, options)}`;
  }
}

type Inspect = (value: unknown, options: object) => string;
