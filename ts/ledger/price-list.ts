import { invalidParameter } from "../errors";
import type { DirectoryResponse, ProviderEntry, TierEntry } from "../models/directory";
import type { TokenPrices } from "../models/estimate-price";
import { PREMIUM_TIER } from "../models/offer-filters";
import type { SpendRequest } from "./spend-request";

/** Prices by model id, in USD per 1M tokens. */
export type ModelPrices = Readonly<Record<string, TokenPrices>>;

interface Offer {
  /** `null` for prices that the caller gave: they hold whoever answers. */
  readonly provider: string | null;
  readonly tier: string | null;
  readonly prices: TokenPrices;
}

/** Prices of models, from the caller, from the directory, or both; the caller's come first. */
export class PriceList {
  private readonly given = new Map<string, Offer[]>();
  private readonly listed = new Map<string, Offer[]>();
  private readonly ids = new Set<string>();

  /** `base` is asked for what this list has no price for, and keeps what is loaded, so that all its users have it. */
  constructor(private readonly base?: PriceList) {}

  /** The models that have a price, aliases not counted. */
  get models(): Set<string> {
    return new Set([...(this.base?.models ?? []), ...this.given.keys(), ...this.ids]);
  }

  /** Whether no model has a price. */
  get isEmpty(): boolean {
    return this.given.size === 0 && this.ids.size === 0 && (this.base?.isEmpty ?? true);
  }

  /** @throws BadRequestError for a price that is no number of zero or more. */
  add(prices: ModelPrices): void {
    for (const [model, price] of Object.entries(prices)) {
      for (const field of ["input_price", "output_price"] as const) checkPrice(price, field, model);
      this.given.set(model, [{ provider: null, tier: null, prices: price }]);
    }
  }

  /** Takes the prices of the directory, in place of those that were taken from it before. */
  load(directory: DirectoryResponse): void {
    if (this.base !== undefined) {
      this.base.load(directory);
      return;
    }
    this.listed.clear();
    this.ids.clear();
    for (const [id, model] of Object.entries(directory.models ?? {})) {
      const offers = (model.providers ?? []).flatMap(offersOf);
      if (offers.length === 0) continue;
      this.ids.add(id);
      for (const name of [id, ...(model.aliases ?? [])]) this.listed.set(name, offers);
    }
  }

  /**
   * The prices to reckon with before it is known who answers: of all offers that the request admits, the highest input
   * and the highest output price. `null` when no offer has both.
   */
  pricesFor(request: SpendRequest): TokenPrices | null {
    let input = -1;
    let output = -1;
    for (const { prices } of this.offersFor(request)) {
      if (typeof prices.input_price !== "number" || typeof prices.output_price !== "number") continue;
      input = Math.max(input, prices.input_price, prices.cache_write_price ?? 0);
      output = Math.max(output, prices.output_price);
    }
    return input < 0 ? null : { input_price: input, output_price: output };
  }

  /** The prices of the one who answered, for usage whose cost was not reported. */
  pricesAt(request: SpendRequest, provider: string | null): TokenPrices | null {
    const offers = this.offersFor(request).filter((offer) => offer.provider === provider);
    return offers.length === 1 ? (offers[0] as Offer).prices : this.pricesFor(request);
  }

  private offersFor({ models, providers, excludedProviders, tier }: SpendRequest): Offer[] {
    return models
      .flatMap((model) => this.find(model))
      .filter(({ provider, tier: offered }) => {
        if (provider === null) return true;
        if (providers !== null && !providers.includes(provider)) return false;
        return !excludedProviders.includes(provider) && (offered !== PREMIUM_TIER || tier === PREMIUM_TIER);
      });
  }

  private find(model: string): readonly Offer[] {
    const [id = "", suffix, more] = model.split(":");
    // Only one colon makes a routing suffix: ids of fine-tuned models have several.
    const names = suffix !== undefined && more === undefined ? [model, id] : [model];
    for (const name of names) {
      const offers = this.given.get(name);
      if (offers !== undefined) return offers;
    }
    if (this.base !== undefined) return this.base.find(model);
    for (const name of names) {
      const offers = this.listed.get(name);
      if (offers !== undefined) return offers;
    }
    return [];
  }
}

function offersOf({ provider, tiers }: ProviderEntry): Offer[] {
  return (tiers ?? []).filter(hasPrices).map((tier) => ({ provider, tier: tier.name, prices: tier }));
}

function hasPrices(tier: TierEntry): boolean {
  return typeof tier.input_price === "number" && typeof tier.output_price === "number";
}

function checkPrice(prices: TokenPrices, field: "input_price" | "output_price", model: string): void {
  const price = prices?.[field];
  if (typeof price === "number" && Number.isFinite(price) && price >= 0) return;
  throw invalidParameter(
    `prices.${model}.${field}`,
    `\`prices\` of ${model} needs \`${field}\`, a number of USD per 1M tokens, zero or more.`,
  );
}
