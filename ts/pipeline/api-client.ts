import { APIPromise } from "../api-promise";
import { Ledger, type ModelPrices } from "../ledger";
import type { DirectoryResponse } from "../models";
import { EVENTS, type Framing, type NativeOutcome, TEXT } from "../native/addon";
import { CoreClient } from "../native/core-client";
import { hub } from "../native/hub";
import { checkApiKey, type ResolvedClientOptions } from "../options/client-options";
import { headerLines } from "../options/headers";
import { type ResolvedRequestOptions, resolveRequestOptions } from "../options/request-options";
import { followSignal } from "../streaming/follow-signal";
import { ApiCall, type ApiRequest } from "./api-call";
import { type Cancellable, Lifetime } from "./lifetime";
import { networkConfig } from "./network-config";

/** What one call puts on the wire. */
interface Outgoing {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: string | null;
  readonly framing: Framing;
}

/** What came of a call. */
export interface Incoming extends NativeOutcome {
  readonly id: number;
  /** To be called with whatever now stands for the open call, so that `close()` stops it. */
  opened(running: Cancellable): void;
  /** To be called when an open call has ended. */
  left(): void;
}

/** What the resources of a client share: its options, its connection to the core, and its lifetime. */
export class ApiClient {
  readonly options: ResolvedClientOptions;
  readonly lifetime: Lifetime;
  readonly ledger: Ledger;
  readonly #core: CoreClient;
  readonly #lines: Readonly<Record<Framing, string>>;

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
    this.#core = new CoreClient(networkConfig(options));
    this.#lines = linesByFraming(options.headers);
  }

  /** Starts a call. */
  call<T>(request: ApiRequest<T>): APIPromise<T> {
    return APIPromise.of(new ApiCall(this, request));
  }

  /** The options of one request, checked. */
  requestOptions(given: unknown): ResolvedRequestOptions {
    this.lifetime.check();
    return resolveRequestOptions(given, this.options);
  }

  /** The key for one request. */
  key(): string | Promise<string> {
    const { apiKey } = this.options;
    return typeof apiKey === "string" ? apiKey : ask(apiKey);
  }

  /** Sends a call and waits for its answer, or for its stream to open. Never rejects. */
  async send(outgoing: Outgoing, options: ResolvedRequestOptions): Promise<Incoming> {
    const outcome = await this.#attempt(outgoing, options);
    if (outcome.failure?.noRoots && this.#core.trustNodesCertificates())
      return this.#attempt(outgoing, options);
    return outcome;
  }

  async #attempt(outgoing: Outgoing, { signal, limits, headers }: ResolvedRequestOptions): Promise<Incoming> {
    this.lifetime.check();
    const { method, path, authorization, body, framing } = outgoing;
    const core = limits === undefined ? this.#core : this.#core.withLimits(limits);
    const lines = headers === undefined ? this.#lines : linesByFraming(headers);
    const own = (headers ?? this.options.headers).get("authorization");
    if (signal?.aborted) return cancelled();
    const { id, outcome } = core.send({
      method,
      url: this.options.baseUrl + path,
      authorization: own ?? authorization,
      headers: lines[framing],
      body,
      framing,
    });

    const stop = () => hub().cancel(id);
    const waiting = { cancel: stop, abort: stop };
    let running: Cancellable = waiting;
    const left = () => this.lifetime.leave(running);
    this.lifetime.enter(running);
    const unfollow = followSignal(waiting, signal);
    const answer = await outcome;
    unfollow();
    const opened = (next: Cancellable) => {
      this.lifetime.leave(running);
      running = next;
      this.lifetime.enter(running);
    };
    if (answer.failure !== undefined || answer.body !== undefined) left();
    return { ...answer, id, opened, left };
  }
}

async function ask(apiKey: () => string | Promise<string>): Promise<string> {
  return checkApiKey(await apiKey());
}

function cancelled(): Incoming {
  const failure = { kind: "cancelled", message: "", chain: [], attempts: 0, inBody: false } as const;
  return { id: 0, attempts: 0, failure, opened: () => {}, left: () => {} };
}

/** Events must not wait for a compressor's block to fill. */
function linesByFraming(headers: ReadonlyMap<string, string>): Readonly<Record<Framing, string>> {
  const json = "content-type: application/json\n";
  const own = headerLines(new Map([...headers].filter(([name]) => name !== "authorization")));
  const text = `accept: application/json\n${json}${own}`;
  const events = `accept: text/event-stream, application/json\naccept-encoding: identity\n${json}${own}`;
  return {
    [TEXT]: text,
    [EVENTS]: events,
    2: `accept: */*\naccept-encoding: identity\n${json}${own}`,
  } as Record<Framing, string>;
}
