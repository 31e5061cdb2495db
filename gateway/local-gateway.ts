import { randomBytes } from "node:crypto";
import { invalidParameter } from "../ts/errors/client-side";
import { asyncDispose } from "../ts/streaming/async-dispose";
import { integer } from "./call/field-checks";
import { bindUpstreams } from "./catalogue/bind-upstreams";
import type { Catalogue } from "./catalogue/catalogue";
import { checkCatalogue } from "./catalogue/check-catalogue";
import { defaultCatalogue } from "./catalogue/default-catalogue";
import { checkGiven } from "./check-given";
import { checkOptions } from "./check-options";
import type { Clock } from "./clock";
import type { FaultLike } from "./faults/fault";
import type { FailNextOptions, Gateway } from "./gateway";
import type { LocalGatewayOptions } from "./local-gateway-options";
import { countUse } from "./management/count-use";
import type { GatewayApiKey } from "./management/key-ring";
import { PageGate } from "./page/page-gate";
import { PageServer } from "./page/page-server";
import { RequestFeed } from "./page/request-feed";
import { hexFrom } from "./random";
import type { Outage } from "./routing/outages";
import type { Fixture } from "./scripting/fixture";
import type { Reply } from "./scripting/reply";
import { createState } from "./server/create-state";
import type { GatewayState } from "./server/gateway-state";
import { createHandler } from "./server/handle-request";
import { HostCheck } from "./server/host-check";
import { Listener } from "./server/listener";
import { BodyPool } from "./server/read-body";
import type { RecordedRequest } from "./server/recorded-request";
import { RequestHistory } from "./server/request-history";

/** A body of which nothing comes for so long is given up. */
const BODY_IDLE_MS = 10_000;
/** The largest bodies that are held at the same time; more of them, if they are smaller. */
const BODIES_AT_ONCE = 4;

/** A gateway in this process; it listens once `listener.listen()` was called. */
export class LocalGateway implements Gateway {
  readonly apiKey: string;
  readonly listener: Listener;
  readonly #state: GatewayState;
  readonly #history: RequestHistory;
  readonly #feed: RequestFeed;
  readonly #waiting = new Set<(request: RecordedRequest) => void>();
  /** Requests whose exchange is not over. */
  readonly #open = new Set<RecordedRequest>();

  constructor(options: LocalGatewayOptions) {
    checkOptions(options);
    const catalogue = catalogueOf(options);
    const apiKeys = options.apiKeys ?? [defaultKey(options, catalogue)];
    this.apiKey = secretOf(apiKeys[0]);
    this.#state = createState(options, apiKeys, catalogue);
    this.#history = new RequestHistory(options.keepRequests ?? 10_000, options.keepBytes ?? 67_108_864);
    const host = options.host ?? "127.0.0.1";
    const maxBytes = options.maxBodyBytes ?? 33_554_432;
    const bodies = { maxBytes, idleMs: BODY_IDLE_MS, pool: new BodyPool(maxBytes * BODIES_AT_ONCE) };
    this.#feed = new RequestFeed(() => this.#history.requests);
    const handler = createHandler({
      state: this.#state,
      listener: () => this.listener,
      bodies,
      page: new PageServer({
        gate: new PageGate(host, this.#state.keys),
        feed: this.#feed,
        find: (index) => this.#history.requests.find((record) => record.index === index),
        secrets: () => this.#state.keys.list(true).map(({ secret }) => secret),
        apiKey: () => this.#state.keys.list(false)[0]?.secret ?? "",
        failNext: (fault, times) => this.failNext(fault, { times }),
        models: () => catalogue.models.map(({ id }) => id),
        bodies,
      }),
      hosts: new HostCheck(host, options.allowedHosts ?? []),
      onStart: (record) => this.#remember(record),
      onBody: (record) => this.#history.grown(record),
      onEnd: (record) => {
        this.#history.grown(record);
        this.#feed.changed(record);
        this.#open.delete(record);
        countUse(this.#state.keys, record);
        options.onRequest?.(record);
      },
      refuse: (forMs) => this.refuseConnections({ forMs }),
    });
    this.listener = new Listener(
      {
        host,
        port: options.port ?? 0,
        http2: options.http2 === true,
        ...(options.tls !== undefined && { tls: options.tls }),
      },
      handler,
    );
  }

  get url(): string {
    return this.listener.url;
  }

  get baseUrl(): string {
    return `${this.listener.url}/v1`;
  }

  get port(): number {
    return this.listener.port;
  }

  get clock(): Clock {
    return this.#state.clock;
  }

  get requests(): readonly RecordedRequest[] {
    return this.#history.requests;
  }

  get lastRequest(): RecordedRequest | undefined {
    return this.#history.requests.at(-1);
  }

  get repliesLeft(): number {
    return this.#state.replies.length;
  }

  enqueue(...replies: readonly Reply[]): void {
    this.#state.replies.push(replies);
  }

  respondWith(reply: Reply | undefined): void {
    this.#state.replies.standing = reply;
  }

  failNext(fault: FaultLike | readonly FaultLike[], options: FailNextOptions = {}): void {
    this.#state.faults.failNext({ fault, ...options });
  }

  setOutage(provider: string, outage: Outage | boolean): void {
    if (outage === false) this.#state.outages.mend(provider);
    else this.#state.outages.set(provider, outage === true ? {} : outage);
  }

  async refuseConnections(options: { readonly forMs?: number } = {}): Promise<void> {
    checkGiven(options, { forMs: integer(0) }, { what: "refuseConnections has no option", param: "options" });
    this.#breakOffAll();
    return this.listener.refuse(options.forMs);
  }

  acceptConnections(): Promise<void> {
    return this.listener.accept();
  }

  waitForRequest(matches: (request: RecordedRequest) => boolean = () => true): Promise<RecordedRequest> {
    const seen = this.#history.requests.find(matches);
    if (seen !== undefined) return Promise.resolve(seen);
    return new Promise((resolve) => {
      const watch = (request: RecordedRequest): void => {
        if (!matches(request)) return;
        this.#waiting.delete(watch);
        resolve(request);
      };
      this.#waiting.add(watch);
    });
  }

  fixture(): Fixture {
    const { recorder } = this.#state;
    if (recorder === undefined)
      throw invalidParameter("record", "Start the gateway with `record: true` to record.");
    return recorder.fixture();
  }

  reset(): void {
    this.#history.clear();
    this.#state.replies.clear();
    this.#state.faults.clear();
  }

  async close(): Promise<void> {
    this.#breakOffAll();
    await this.listener.close();
    this.#state.agents.close();
    this.#state.recorder?.close();
  }

  [asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Connections that the gateway closes itself must not look as if their clients had left. */
  #breakOffAll(): void {
    for (const record of this.#open) record.settle("gateway");
  }

  #remember(record: RecordedRequest): void {
    this.#open.add(record);
    this.#history.add(record);
    this.#feed.changed(record);
    for (const watch of this.#waiting) watch(record);
  }
}

const secretOf = (key: GatewayApiKey | undefined): string =>
  typeof key === "object" ? key.key : (key ?? "");

function catalogueOf(options: LocalGatewayOptions): Catalogue {
  const { catalogue } = options;
  const checked = catalogue === undefined ? defaultCatalogue() : checkCatalogue(catalogue);
  return options.upstreams === undefined ? checked : bindUpstreams(checked, options.upstreams);
}

/**
 * The default key is the same for the same seed, which suits tests; in front of real providers it must not be guessed,
 * because whoever has it spends the user's money.
 */
function defaultKey({ seed, forwardTo }: LocalGatewayOptions, catalogue: Catalogue): string {
  const real = forwardTo !== undefined || catalogue.providers.some(({ upstream }) => upstream !== undefined);
  return `ak_test_${real ? randomBytes(16).toString("hex") : hexFrom(`key ${seed ?? 0}`, 32)}`;
}
