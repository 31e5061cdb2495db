import { Ledger, type ModelPrices } from "../ledger";
import type { DirectoryResponse } from "../models";
import { Pacer } from "../native/pacer";
import {
  type CallClock,
  type CallHooks,
  Observation,
  type ObservedCall,
  resolveHooks,
} from "../observability";
import { checkApiKey, type ResolvedClientOptions } from "../options/client-options";
import { type Limits, type ResolvedRequestOptions, resolveRequestOptions } from "../options/request-options";
import { record } from "../validation/checks";
import { ApiCall, type CallContext } from "./api-call";
import { APIPromise } from "./api-promise";
import type { ApiRequest } from "./api-request";
import { Lifetime } from "./lifetime";
import { refusedSetupOf, setupOf } from "./observe-call";
import type { PreparedRequest } from "./prepare-request";
import { RequestHeaders } from "./request-headers";
import { Sender } from "./sender";

/** What the resources of a client share: its options, its ledger, its lifetime, and its way to the core. */
export class ApiClient implements CallContext {
  readonly options: ResolvedClientOptions;
  readonly lifetime: Lifetime;
  readonly ledger: Ledger;
  readonly sender: Sender;
  readonly observation: Observation;
  /** What holds its requests to their limits, and to those of the client that it was made from. */
  readonly pacer: Pacer | undefined;
  readonly #headers: RequestHeaders;

  constructor(options: ResolvedClientOptions, parent?: ApiClient) {
    this.options = options;
    this.lifetime = new Lifetime(parent?.lifetime);
    this.ledger = new Ledger({
      maxCostUsd: options.maxCostUsd as number | undefined,
      prices: options.prices as ModelPrices | undefined,
      loadDirectory: () =>
        this.call<DirectoryResponse>({ method: "GET", path: "/directory/models", options: {} }),
      parent: parent?.ledger,
    });
    this.pacer = options.limits === undefined ? parent?.pacer : new Pacer(options.limits, parent?.pacer);
    this.sender = new Sender(options, this.lifetime, this.pacer);
    this.#headers = new RequestHeaders(options.headers);
    this.observation = new Observation(options.hooks, options.log);
  }

  /**
   * A client with a ledger of its own, limited to `maxCostUsd`, and this one's options otherwise. Where there is a limit,
   * prices are loaded unless they are known: without them it would not hold in the middle of a stream.
   */
  async limitedTo(maxCostUsd: number | null | undefined): Promise<ApiClient> {
    const client = new ApiClient({ ...this.options, maxCostUsd, prices: undefined, limits: undefined }, this);
    if (maxCostUsd !== null && maxCostUsd !== undefined && !client.ledger.priced)
      await client.ledger.loadPrices();
    return client;
  }

  /** Starts a call. */
  call<T>(request: ApiRequest<T>): APIPromise<T> {
    return APIPromise.of(new ApiCall(this, request));
  }

  get headers(): ReadonlyMap<string, string> {
    return this.options.headers;
  }

  get limits(): Limits {
    const { timeouts, maxRetries, maxRetryDelay } = this.options;
    return { timeouts, maxRetries, maxRetryDelay };
  }

  get baseUrl(): string {
    return this.options.baseUrl;
  }

  resolve(given: unknown): ResolvedRequestOptions {
    this.lifetime.check();
    return resolveRequestOptions(given, this.options);
  }

  key(): string | Promise<string> {
    const { apiKey } = this.options;
    return typeof apiKey === "string" ? apiKey : ask(apiKey);
  }

  observe(request: PreparedRequest): ObservedCall | undefined {
    const { hooks } = request.options;
    return this.observation.listens(hooks)
      ? this.observation.begin(setupOf(request, this), hooks)
      : undefined;
  }

  observeRefused(request: ApiRequest<unknown>, clock: CallClock): ObservedCall | undefined {
    const hooks = hooksOf(request.options);
    return this.observation.listens(hooks)
      ? this.observation.begin(refusedSetupOf(request, this, clock), hooks)
      : undefined;
  }

  headersFor(headers: ResolvedRequestOptions["headers"]): RequestHeaders {
    return headers === undefined ? this.#headers : new RequestHeaders(headers);
  }
}

/** The hooks of one request whose options may be what is wrong with it. */
function hooksOf(options: unknown): CallHooks | undefined {
  try {
    return resolveHooks(record(options, "options"));
  } catch {
    return undefined;
  }
}

async function ask(apiKey: () => string | Promise<string>): Promise<string> {
  return checkApiKey(await apiKey());
}
