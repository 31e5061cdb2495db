import type { DirectoryModel, DirectoryResponse, ProviderEntry, TierEntry } from "../../ts/models/directory";
import type { Catalogue, CatalogueModel, CatalogueOffer, CatalogueTier } from "../catalogue/catalogue";
import type { Clock } from "../clock";
import { type Answer, jsonAnswer } from "../server/answer";
import { capabilityMap, union } from "./capability-map";
import { endpointsOf, policyOf } from "./list-models";

/** `GET /v1/directory/models`: every model with its providers, tiers and prices. */
export function directory(catalogue: Catalogue, clock: Clock): Answer {
  const generatedAt = new Date(clock.now()).toISOString();
  const models = Object.fromEntries(
    catalogue.models.map((model) => [model.id, directoryModel(model, catalogue, generatedAt)]),
  );
  const body: DirectoryResponse = { models, generated_at: generatedAt };
  return jsonAnswer(body);
}

function directoryModel(model: CatalogueModel, catalogue: Catalogue, updatedAt: string): DirectoryModel {
  const providers = model.offers.map((offer) => providerEntry(model, offer, catalogue, updatedAt));
  return {
    family: model.family,
    display_name: model.displayName,
    author: model.author,
    aliases: [...(model.aliases ?? [])],
    supported_parameters: union(providers.map((entry) => entry.supported_parameters ?? [])),
    providers,
  };
}

function providerEntry(
  model: CatalogueModel,
  offer: CatalogueOffer,
  catalogue: Catalogue,
  updatedAt: string,
): ProviderEntry {
  const provider = catalogue.providers.find(({ id }) => id === offer.provider);
  const parameters = [...(provider?.acceptedParameters ?? [])];
  return {
    provider: offer.provider,
    provider_model_id: offer.providerModelId,
    context_window: offer.contextWindow,
    max_output_tokens: offer.maxOutputTokens,
    capabilities: capabilityMap(offer),
    input_modalities: [...offer.inputModalities],
    output_modalities: [...offer.outputModalities],
    tools: offer.capabilities.hostedTools ?? [],
    tiers: offer.tiers.map(tierEntry),
    updated_at: updatedAt,
    data_policy: policyOf(offer, catalogue),
    accepted_params: parameters,
    supported_parameters: parameters,
    supported_endpoints: [...(offer.endpoints ?? endpointsOf(model))],
    shutdown_at: null,
  };
}

function tierEntry(tier: CatalogueTier): TierEntry {
  return {
    name: tier.name,
    input_price: tier.inputPrice,
    output_price: tier.outputPrice,
    cache_read_price: tier.cacheReadPrice ?? null,
    cache_write_price: tier.cacheWritePrice ?? null,
    latency_hint: tier.premium ? "fast" : null,
    price_variants: [],
  };
}
