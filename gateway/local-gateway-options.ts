import type { UpstreamProvider } from "./catalogue/bind-upstreams";
import type { Catalogue } from "./catalogue/catalogue";
import type { Clock } from "./clock";
import type { FaultLike } from "./faults/fault";
import type { FaultRule } from "./faults/fault-book";
import type { GatewayApiKey } from "./management/key-ring";
import type { BudgetOptions } from "./pricing/budgets";
import type { Fixture } from "./scripting/fixture";
import type { Reply } from "./scripting/reply";
import type { RecordedRequest } from "./server/recorded-request";
import type { ForwardTarget } from "./upstream/forwarder";

/** Options of a gateway. All of them are optional. */
export interface LocalGatewayOptions {
  /** Port to listen on. Default 0: any free one. */
  readonly port?: number;
  /** Address to listen on. Default `127.0.0.1`. */
  readonly host?: string;
  /**
   * Names, beside `localhost`, by which a gateway on a loopback address may be reached; requests to others are refused,
   * which keeps web pages out whose names are pointed at this machine. Default none.
   */
  readonly allowedHosts?: readonly string[];
  /** Serves HTTPS with this key and certificate, both PEM. */
  readonly tls?: { readonly key: string | Uint8Array; readonly cert: string | Uint8Array };
  /** Speaks HTTP/2: with prior knowledge in plain text, by negotiation (with HTTP/1.1 as well) over TLS. Default false. */
  readonly http2?: boolean;
  /** Models, providers and prices. Default: the built-in catalogue. */
  readonly catalogue?: Catalogue;
  /**
   * Real endpoints behind providers, by provider id: `{ local: { baseUrl: "http://127.0.0.1:11434/v1", models: ["llama3.2"] } }`.
   * Their traffic is real; everything else stays simulated.
   */
  readonly upstreams?: Readonly<Record<string, UpstreamProvider>>;
  /** Whether simulated latency and token pacing really pass. Default `instant`. */
  readonly pace?: "real" | "instant";
  /**
   * Makes two runs the same, byte by byte: ids, fingerprints, speeds and generated values follow from it and from the
   * number of the request. When it is given, time stands still unless `clock` is given too. Default 0, with the
   * computer's time.
   */
  readonly seed?: number;
  /** Source of timestamps, cache expiry, rate-limit windows and budget periods. */
  readonly clock?: Clock;
  /** Replies that are used up in order before {@link respond}. */
  readonly replies?: readonly Reply[];
  /** The reply when the queue is empty. Default: made up by the gateway. */
  readonly respond?: Reply;
  /** Faults for all requests, or for those that a rule names. */
  readonly faults?: FaultLike | readonly (FaultLike | FaultRule)[];
  /**
   * Records every exchange: `true` for {@link Gateway.fixture}, a path to also write each there as soon as it is over.
   * Default false.
   */
  readonly record?: boolean | string;
  /** Answers from a fixture, or the file that holds it, and from nothing else. */
  readonly replay?: Fixture | string;
  /**
   * What else than keys is taken out of recordings: gets every text of an exchange (of a stream, every event) and returns
   * what is kept. Requests that are looked up in `replay` go through it as well. Default: nothing else.
   */
  readonly redact?: (text: string) => string;
  /** Passes every request on to this API with its key, and simulates nothing; with `record`, a recording of real answers. */
  readonly forwardTo?: ForwardTarget;
  /**
   * Accepted keys, each as its text or with its scopes: `{ key: "ak_test_…", scopes: ["inference"] }`. A key without scopes
   * may do everything. Default: one key, {@link Gateway.apiKey}.
   */
  readonly apiKeys?: readonly GatewayApiKey[];
  /** Providers for which the caller has its own key. Default none. */
  readonly byokProviders?: readonly string[];
  /** Requests per minute to chat completions and responses. Default 1 000 000. */
  readonly requestsPerMinute?: number;
  /** Credit at the start, in USD. Default 1 000 000. */
  readonly creditsUsd?: number;
  /** Spending limits. Default none. */
  readonly budgets?: readonly BudgetOptions[];
  /** Requests kept in {@link Gateway.requests}; the oldest are forgotten. Default 10 000. */
  readonly keepRequests?: number;
  /**
   * Bytes of requests and answers kept in {@link Gateway.requests} and for the page, bodies and headers counted; the
   * oldest are forgotten. Default 67 108 864.
   */
  readonly keepBytes?: number;
  /** Largest accepted request body in bytes; bodies that are read at the same time get four times that. Default 33 554 432. */
  readonly maxBodyBytes?: number;
  /**
   * Whose requests are taken. `auriko` refuses what Auriko's reference does not know. `openai` also takes what programs for
   * OpenAI's API send: `previous_response_id`, `store` and retrieval of stored responses, `allowed_tools`, custom tools,
   * files and sound. Default: `auriko`.
   */
  readonly compatibility?: "auriko" | "openai";
  /** Called when an exchange is over, for logs. */
  readonly onRequest?: (request: RecordedRequest) => void;
}

/** @deprecated Now `LocalGatewayOptions`: a request has options of the name `GatewayOptions`, too. */
export type GatewayOptions = LocalGatewayOptions;
