import { type BadRequestError, invalidParameter } from "../errors";
import type { DirectoryResponse } from "../models/directory";
import type { RoutingSummary } from "../routing/summarize-routing";
import { ASSUMED_OUTPUT_TOKENS } from "../tokens/estimate-output";
import { estimatePromptTokens } from "../tokens/estimate-prompt";
import { type Booking, GroupedTotals, type LedgerTotals, Totals } from "./ledger-totals";
import { type ModelPrices, PriceList } from "./price-list";
import { SpendAccount } from "./spend-account";
import { SpendEntry, type SpendPlan } from "./spend-entry";
import type { SpendFacts } from "./spend-meter";
import { readSpendRequest, type SpendRequest } from "./spend-request";

/** What a ledger is made from. Only the client makes ledgers. */
export interface LedgerInit {
  /** The limit over all requests, in USD. Default: none. */
  maxCostUsd?: number | null | undefined;
  /** Prices by model. Default: none, until `loadPrices()`. */
  prices?: ModelPrices | null | undefined;
  /** Fetches the directory, for `loadPrices()`. */
  loadDirectory?: (() => PromiseLike<DirectoryResponse>) | undefined;
  /** The ledger of the client that this one's client was made from: what is booked here counts there as well. */
  parent?: Ledger | undefined;
}

/** What the client tells the ledger before it sends a request. */
export interface SpendBegin {
  /** The body as it is sent. */
  body: Readonly<Record<string, unknown>>;
  /** Whether the answer is a stream, which can be stopped in the middle. */
  stream: boolean;
  /** The limit for this request alone, in USD. */
  maxCostUsd?: number | null | undefined;
}

/** What a ledger knows, as plain data. */
export interface LedgerSummary {
  total: LedgerTotals;
  byModel: Record<string, LedgerTotals>;
  byProvider: Record<string, LedgerTotals>;
  byTag: Record<string, LedgerTotals>;
}

const UNKNOWN = "(unknown)";

/**
 * What the requests of a client used and cost. Requests are added when they end, whatever their outcome; what an aborted
 * stream had reported by then is included.
 */
export class Ledger {
  readonly #account: SpendAccount;
  readonly #parent: Ledger | undefined;
  readonly #prices: PriceList;
  readonly #loadDirectory: LedgerInit["loadDirectory"];
  readonly #total = new Totals();
  readonly #byModel = new GroupedTotals();
  readonly #byProvider = new GroupedTotals();
  readonly #byTag = new GroupedTotals();
  #loading: Promise<number> | undefined;
  #inFlight = 0;

  /** @internal */
  constructor(init: LedgerInit = {}) {
    this.#account = new SpendAccount(checkedLimit(init.maxCostUsd), "client");
    this.#parent = init.parent;
    this.#prices = new PriceList(init.parent === undefined ? undefined : init.parent.#prices);
    this.#loadDirectory = init.loadDirectory;
    if (init.prices) this.#prices.add(init.prices);
  }

  // ── Sums ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Sums over all requests that have ended. */
  get total(): LedgerTotals {
    return this.#total.copy();
  }

  /** Sums by canonical model id. At most 1000 models; further ones count as `(others)`. */
  get byModel(): Record<string, LedgerTotals> {
    return this.#byModel.copy();
  }

  /** Sums by provider id; `(unknown)` where the answer did not say. At most 1000 providers. */
  get byProvider(): Record<string, LedgerTotals> {
    return this.#byProvider.copy();
  }

  /** Sums by tag (`gateway.metadata.tags`); a request with two tags counts in both. At most 1000 tags. */
  get byTag(): Record<string, LedgerTotals> {
    return this.#byTag.copy();
  }

  /** Requests that have been sent and have not ended. */
  get inFlight(): number {
    return this.#inFlight;
  }

  // ── Limit ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The limit (`maxCostUsd` of the client), in USD; `null` when there is none. */
  get maxCostUsd(): number | null {
    return this.#account.limitUsd;
  }

  /** What counts towards the limit: reported cost, and estimates where none was reported, in USD. */
  get spentUsd(): number {
    return this.#account.spentUsd;
  }

  /** What running requests have reserved, in USD. */
  get reservedUsd(): number {
    return this.#account.reservedUsd;
  }

  /** What may still be spent, in USD; `Infinity` without a limit, never below 0. */
  get remainingUsd(): number {
    return Math.max(0, this.#account.roomUsd);
  }

  /**
   * Loads the list prices of all models from Auriko's directory, so that limits hold in the middle of a stream and cost
   * can be estimated where none is reported. Prices that were passed to the client come first. Returns how many models
   * have prices. Rejects as `client.models` does; calls at the same time share one request.
   */
  loadPrices(): Promise<number> {
    const load = this.#loadDirectory;
    if (load === undefined) {
      return Promise.reject(
        invalidParameter("prices", "This ledger belongs to no client; pass `prices` instead."),
      );
    }
    this.#loading ??= Promise.resolve(load())
      .then((directory) => {
        this.#prices.load(directory);
        return this.#prices.models.size;
      })
      .finally(() => {
        this.#loading = undefined;
      });
    return this.#loading;
  }

  /** Sets all sums, and what counts towards the limit, back to zero. Requests that are running keep their reservation. */
  reset(): void {
    Object.assign(this.#total, new Totals());
    for (const groups of [this.#byModel, this.#byProvider, this.#byTag]) groups.clear();
    this.#account.spentUsd = 0;
  }

  /** All sums as plain data. */
  toJSON(): LedgerSummary {
    return { total: this.total, byModel: this.byModel, byProvider: this.byProvider, byTag: this.byTag };
  }

  [Symbol.for("nodejs.util.inspect.custom")](
    _depth: number,
    options: object,
    inspect: (value: unknown, options: object) => string,
  ): string {
    return `Ledger ${inspect(this.toJSON(), options)}`;
  }

  // ── For the client ────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Opens the entry of a request that is about to be sent; it has to be settled whatever happens.
   * @throws SpendLimitError when a limit is reached or the request does not fit it.
   * @throws BadRequestError for a `maxCostUsd` that is no amount, or can't be kept because the model has no price.
   * @internal
   */
  begin({ body, stream, maxCostUsd }: SpendBegin): SpendEntry {
    const request = readSpendRequest(body);
    const own = checkedLimit(maxCostUsd);
    const accounts = this.#accounts();
    if (own !== null) accounts.push(new SpendAccount(own, "request"));
    const limited = accounts.some((account) => account.limitUsd !== null);
    const prices = limited ? this.#prices.pricesFor(request) : null;
    if (own !== null && prices === null) throw unpriced(request);
    const entry = new SpendEntry(this.#planFor(request, body, stream, accounts, prices), stream);
    this.changeInFlight(1);
    return entry;
  }

  #planFor(
    request: SpendRequest,
    body: SpendBegin["body"],
    stream: boolean,
    accounts: SpendAccount[],
    prices: SpendPlan["prices"],
  ): SpendPlan {
    const promptTokens = prices === null ? 0 : estimatePromptTokens(body);
    // Without prices the body is not needed again, and must not be kept for as long as a stream runs.
    const laterTokens = prices === null && !this.#prices.isEmpty ? estimatePromptTokens(body) : promptTokens;
    return {
      accounts,
      prices,
      promptTokens,
      outputTokens: stream ? 1 : (request.maxOutputTokens ?? ASSUMED_OUTPUT_TOKENS),
      pricesAt: (provider) => this.#prices.pricesAt(request, provider),
      estimatePrompt: () => laterTokens,
      book: (booking, facts, route) => {
        this.changeInFlight(-1);
        this.#book(booking, facts, route, request);
      },
    };
  }

  /** Whether any model has a price. @internal */
  get priced(): boolean {
    return !this.#prices.isEmpty;
  }

  #accounts(): SpendAccount[] {
    return this.#parent === undefined ? [this.#account] : [...this.#parent.#accounts(), this.#account];
  }

  /**
   * What requests that are not announced one by one may spend together; `Infinity` without a limit.
   * @throws SpendLimitError when nothing is left.
   * @internal
   */
  room(): number {
    const accounts = this.#accounts();
    for (const account of accounts) {
      if (account.exhausted) throw account.error("The batch was not started");
    }
    return Math.min(...accounts.map((account) => account.roomUsd));
  }

  /** Whether a limit is reached, here or above. @internal */
  get exhausted(): boolean {
    return this.#accounts().some((account) => account.exhausted);
  }

  /** Adds requests of one model and one provider that were not announced one by one. @internal */
  bookSums(model: string, provider: string, sums: Partial<LedgerTotals>): void {
    this.#account.spentUsd += sums.costUsd ?? 0;
    this.#total.addSums(sums);
    this.#byModel.addSums(model, sums);
    this.#byProvider.addSums(provider, sums);
    this.#parent?.bookSums(model, provider, sums);
  }

  /** Counts requests that are in flight, here and above. @internal */
  changeInFlight(by: number): void {
    this.#inFlight += by;
    this.#parent?.changeInFlight(by);
  }

  #book(booking: Booking, facts: SpendFacts, route: RoutingSummary | null, request: SpendRequest): void {
    this.#total.add(booking);
    this.#byModel.add(route?.model ?? (facts.model || request.models[0]) ?? UNKNOWN, booking);
    this.#byProvider.add(route?.provider ?? UNKNOWN, booking);
    for (const tag of new Set(request.tags)) this.#byTag.add(tag, booking);
    if (this.#parent !== undefined) this.#parent.#book(booking, facts, route, request);
  }
}

function checkedLimit(limit: number | null | undefined): number | null {
  if (limit === null || limit === undefined) return null;
  if (typeof limit === "number" && Number.isFinite(limit) && limit >= 0) return limit;
  throw invalidParameter("maxCostUsd", "`maxCostUsd` must be a number of USD, zero or more.");
}

/** A limit that can't be kept must not look as if it were. */
function unpriced({ models }: SpendRequest): BadRequestError {
  return invalidParameter(
    "maxCostUsd",
    `\`maxCostUsd\` of a request can be kept only with prices, and ${models.join(", ") || "the model"} has none: await \`client.ledger.loadPrices()\` first, or pass \`prices\` to the client.`,
  );
}
