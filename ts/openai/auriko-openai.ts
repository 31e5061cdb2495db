import { inspect } from "node:util";
import { OpenAI, type ClientOptions as OpenAIOptions } from "openai";
import { apiKeyFromEnvironment } from "../environment";
import { invalidParameter } from "../errors/client-side";
import { Client, createFetch, type RoutingMetadata } from "../index";
import { type RoutingCapture, RoutingScopes } from "./routing-capture";
import {
  checkOnResponse,
  type Fetch,
  type OnResponse,
  RoutingRecorder,
  withoutRecorder,
} from "./routing-recorder";
import { alsoOurs } from "./status-error";

/** Credentials of OpenAI's: none of them means anything to Auriko. */
type OpenAICredentials =
  | "adminAPIKey"
  | "organization"
  | "project"
  | "workloadIdentity"
  | "provider"
  | "webhookSecret";

/** Options of OpenAI's client, but for its credentials, and what is Auriko's. */
export interface AurikoOpenAIOptions extends Omit<OpenAIOptions, "apiKey" | "baseURL" | OpenAICredentials> {
  /**
   * The Auriko key, or a function that is asked for one before each request. Default: the environment variable
   * `AURIKO_API_KEY`; `OPENAI_API_KEY` is never read. An empty string counts as missing.
   */
  apiKey?: string | (() => string | Promise<string>) | null | undefined;
  /** Where the API is; `/v1` is added where it is missing. Default: as for `Client`, never `OPENAI_BASE_URL`. */
  baseURL?: string | null | undefined;
  /**
   * Called with the routing metadata of each answer that has any, before whoever asked gets it. What it throws is
   * swallowed and told to the `logger`, at level `warn`.
   */
  onResponse?: OnResponse | null | undefined;
}

const SCOPES = Symbol("@auriko/sdk/openai/scopes");

/** What a client hands on to its clones, among its options. */
interface Inherited {
  [SCOPES]?: RoutingScopes;
}

/**
 * OpenAI's client for Auriko: everything that `OpenAI` does, over the native transport, with Auriko's key and address.
 *
 * An answer with an error status rejects with an error that is both OpenAI's and ours: `instanceof OpenAI.RateLimitError`
 * and `instanceof RateLimitError` of `@auriko/sdk` hold alike. Connection errors, and errors inside a stream, are
 * OpenAI's alone. Retries and timeouts are those of OpenAI's client.
 */
export class AurikoOpenAI extends OpenAI {
  readonly #recorder: RoutingRecorder;
  readonly #scopes: RoutingScopes;

  /**
   * @throws AuthenticationError when there is no key, neither as `apiKey` nor in `AURIKO_API_KEY`.
   * @throws BadRequestError for a `baseURL` that is no address, and for a `baseUrl`, which OpenAI's client would ignore.
   * @throws TypeError for an `onResponse` that is no synchronous function, and for credentials of OpenAI's.
   */
  constructor(options: AurikoOpenAIOptions = {}) {
    const onResponse = checkOnResponse(options.onResponse);
    refuseCredentials(options);
    refuseBaseUrl(options);
    const apiKey = options.apiKey || apiKeyFromEnvironment();
    const native = new Client({ apiKey, baseUrl: options.baseURL ?? undefined });
    const scopes = (options as Inherited)[SCOPES] ?? new RoutingScopes();
    const recorder = new RoutingRecorder(scopes, onResponse, (error) => this.#complain(error));
    const inherited: OpenAIOptions & Inherited = {
      ...options,
      apiKey: typeof apiKey === "function" ? async () => apiKey() : apiKey,
      baseURL: native.baseUrl,
      // Only an explicit null keeps OpenAI's environment variables away from Auriko.
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      fetch: recorder.around(withoutRecorder((options.fetch as Fetch | undefined) ?? createFetch(native))),
      [SCOPES]: scopes,
    };
    super(inherited);
    // The same for OPENAI_CUSTOM_HEADERS, which could replace the key and which no option switches off.
    this._options.defaultHeaders = options.defaultHeaders;
    this.#recorder = recorder;
    this.#scopes = scopes;
  }

  /**
   * How the latest answer was routed. `null` from the start of any request until its answer has ended, after an error,
   * and when the answer does not say. With several requests at the same time the last one counts: `onResponse` and
   * `withRoutingMetadata()` tell them apart. A client made by `withOptions()` has its own.
   */
  get lastRoutingMetadata(): RoutingMetadata | null {
    return this.#recorder.last;
  }

  /**
   * Runs a function and collects how everything that it asks this client for was routed, and nothing else: however many
   * run at the same time, each sees its own. Clients made by `withOptions()` count as this one.
   *
   * Rejects with whatever the function throws.
   */
  withRoutingMetadata<T>(run: () => T | Promise<T>): Promise<RoutingCapture<T>> {
    return this.#scopes.capture(run);
  }

  protected override makeStatusError(
    status: number,
    body: object,
    text: string | undefined,
    headers: Headers,
  ): InstanceType<typeof OpenAI.APIError> {
    return alsoOurs(super.makeStatusError(status, body, text, headers), { status, body, text, headers });
  }

  #complain(error: unknown): void {
    if (this.logLevel === "off" || this.logLevel === "error") return;
    // As text: some releases copy what they log, and an error does not survive that.
    this.logger.warn(`onResponse failed: ${inspect(error)}`);
  }
}

/** A slip that would send traffic to production. */
function refuseBaseUrl(options: object): void {
  if ("baseUrl" in options && options.baseUrl !== undefined) {
    throw invalidParameter("baseUrl", "`baseUrl` is called `baseURL` here, as in OpenAI's client.");
  }
}

function refuseCredentials(options: object): void {
  const { workloadIdentity, provider } = options as { workloadIdentity?: unknown; provider?: unknown };
  if (workloadIdentity || provider) {
    const name = provider ? "provider" : "workloadIdentity";
    throw new TypeError(`\`${name}\` is for OpenAI; AurikoOpenAI takes an Auriko key as \`apiKey\`.`);
  }
}
