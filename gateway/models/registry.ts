import type { CanonicalModel, ProviderInfo } from "../../ts/models/registry";
import type { Catalogue } from "../catalogue/catalogue";
import { type Answer, jsonAnswer } from "../server/answer";
import { union, unitedCapabilities } from "./capability-map";

/** `GET /v1/registry/models`: every model in short. */
export function registryModels(catalogue: Catalogue): Answer {
  const models = catalogue.models.map(
    (model): CanonicalModel => ({
      id: model.id,
      family: model.family,
      display_name: model.displayName,
      author: model.author,
      capabilities: unitedCapabilities(model.offers),
      input_modalities: union(model.offers.map((offer) => offer.inputModalities)),
      output_modalities: union(model.offers.map((offer) => offer.outputModalities)),
      providers: union(model.offers.map((offer) => [offer.provider])),
      has_free_provider: model.offers.some((offer) =>
        offer.tiers.some((tier) => tier.inputPrice === 0 && tier.outputPrice === 0),
      ),
    }),
  );
  return jsonAnswer({ models, count: models.length, playground_defaults: [] });
}

/** `GET /v1/registry/providers`: every provider. */
export function registryProviders(catalogue: Catalogue): Answer {
  const providers = catalogue.providers.map(
    (provider): ProviderInfo => ({
      id: provider.id,
      display_name: provider.displayName,
      description: provider.description,
      icon: `${provider.id}.svg`,
      data_policy: provider.dataPolicy,
    }),
  );
  return jsonAnswer({ providers, count: providers.length });
}
