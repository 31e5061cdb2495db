import type {
  Catalogue,
  CatalogueModel,
  CatalogueOffer,
  CatalogueProvider,
  CatalogueTier,
  Percentiles,
} from "../catalogue/catalogue";
import { ApiFailure } from "../server/api-failure";
import type { RoutingRequest } from "./routing-request";
import { splitSuffix } from "./strategies";

/** One way to answer a request: an offer at one of its tiers with one kind of key. */
export interface Candidate {
  readonly model: CatalogueModel;
  /** Position of the model among those requested. */
  readonly modelOrder: number;
  readonly provider: CatalogueProvider;
  readonly offer: CatalogueOffer;
  readonly tier: CatalogueTier;
  readonly keySource: "platform" | "byok";
  readonly ttftMs: Percentiles;
  readonly throughputTps: Percentiles;
}

/** What candidates depend on beside the catalogue. */
export interface RoutingSurroundings {
  /** Providers for which the caller has a key of its own. */
  readonly byokProviders: { has(provider: string): boolean };
  /** Measured figures of an offer, where there are any. */
  readonly measured: (
    offer: CatalogueOffer,
  ) => { ttftMs: Percentiles; throughputTps: Percentiles } | undefined;
  /** The share of the prompt, 0 to 1, that a candidate would read from its cache. */
  readonly cachedShare: (candidate: Candidate) => number;
}

/** Finds a model by its canonical id or an alias. */
export function findModel(catalogue: Catalogue, id: string): CatalogueModel | undefined {
  return (
    catalogue.models.find((model) => model.id === id) ??
    catalogue.models.find((model) => model.aliases?.includes(id))
  );
}

/** The requested models without their suffixes, and the strategy that the first suffix selects. */
export function resolveModels(
  models: readonly string[],
  param: string,
  catalogue: Catalogue,
): { readonly models: readonly CatalogueModel[]; readonly strategy?: string } {
  let strategy: string | undefined;
  const found = models.map((written, index) => {
    const exact = findModel(catalogue, written);
    const split = exact ? { id: written } : splitSuffix(written);
    const model = exact ?? findModel(catalogue, split.id);
    if (model === undefined) {
      throw new ApiFailure("model_not_found", `The model ${JSON.stringify(written)} does not exist.`, {
        param: models.length > 1 ? `${param}[${index}]` : param,
        suggestion: `Known models: ${catalogue.models.map(({ id }) => id).join(", ")}.`,
      });
    }
    strategy ??= split.strategy;
    return model;
  });
  return { models: found, ...(strategy !== undefined && { strategy }) };
}

/** Every way to answer with one of `models`, in the order of the request and the catalogue. */
export function listCandidates(
  models: readonly CatalogueModel[],
  routing: RoutingRequest,
  catalogue: Catalogue,
  surroundings: RoutingSurroundings,
): Candidate[] {
  const providers = new Map(catalogue.providers.map((provider) => [provider.id, provider]));
  return models.flatMap((model, modelOrder) =>
    model.offers.flatMap((offer) => {
      const provider = providers.get(offer.provider);
      if (provider === undefined) return [];
      const sources = keySources(provider, routing, surroundings.byokProviders);
      return offer.tiers.flatMap((tier) =>
        sources.map((keySource) => ({
          model,
          modelOrder,
          provider,
          offer,
          tier,
          keySource,
          ...figures(offer, tier, surroundings),
        })),
      );
    }),
  );
}

/** The caller's own key comes first; a kind of key that is asked for but missing is listed, so that its filter can say so. */
function keySources(
  provider: CatalogueProvider,
  routing: RoutingRequest,
  byokProviders: RoutingSurroundings["byokProviders"],
): Candidate["keySource"][] {
  if (routing.onlyByok) return ["byok"];
  if (routing.onlyPlatform || !byokProviders.has(provider.id)) return ["platform"];
  return provider.platformKey === false ? ["byok"] : ["byok", "platform"];
}

function figures(
  offer: CatalogueOffer,
  tier: CatalogueTier,
  surroundings: RoutingSurroundings,
): Pick<Candidate, "ttftMs" | "throughputTps"> {
  const base = surroundings.measured(offer) ?? offer;
  const speed = tier.speed ?? 1;
  return {
    ttftMs: { p50: base.ttftMs.p50 / speed, p95: base.ttftMs.p95 / speed },
    throughputTps: { p50: base.throughputTps.p50 * speed, p95: base.throughputTps.p95 * speed },
  };
}

/** Mean of input and output price, in USD per million tokens. */
export function meanPrice(tier: CatalogueTier): number {
  return (tier.inputPrice + tier.outputPrice) / 2;
}
