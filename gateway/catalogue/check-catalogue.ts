import { invalidParameter } from "../../ts/errors/client-side";
import type { Catalogue, CatalogueOffer, CatalogueTier } from "./catalogue";

type Complain = (path: string, message: string) => never;

/**
 * Checks a catalogue that somebody else wrote, so that a slip shows at the start and not as an odd choice later.
 *
 * @throws BadRequestError naming the field in `param`
 */
export function checkCatalogue(value: unknown, param = "catalogue"): Catalogue {
  const complain: Complain = (path, message) => {
    throw invalidParameter(`${param}.${path}`, message);
  };
  const catalogue = value as Catalogue;
  if (!Array.isArray(catalogue?.providers)) complain("providers", "A catalogue needs an array of providers.");
  if (!Array.isArray(catalogue.models)) complain("models", "A catalogue needs an array of models.");
  const providers = checkProviders(catalogue, complain);
  const names = new Set<string>();
  for (const [index, model] of catalogue.models.entries()) {
    const path = `models[${index}]`;
    if (typeof model?.id !== "string" || model.id === "") complain(`${path}.id`, "A model needs an id.");
    for (const name of [model.id, ...(model.aliases ?? [])]) {
      if (names.has(name)) complain(`${path}.id`, `The id or alias ${name} is used twice.`);
      names.add(name);
    }
    if (!Array.isArray(model.offers) || model.offers.length === 0) {
      complain(`${path}.offers`, `${model.id} needs at least one offer.`);
    }
    for (const [at, offer] of model.offers.entries()) {
      checkOffer(offer, `${path}.offers[${at}]`, providers, complain);
    }
  }
  return catalogue;
}

function checkProviders(catalogue: Catalogue, complain: Complain): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const [index, provider] of catalogue.providers.entries()) {
    const path = `providers[${index}]`;
    if (typeof provider?.id !== "string" || provider.id === "")
      complain(`${path}.id`, "A provider needs an id.");
    if (ids.has(provider.id)) complain(`${path}.id`, `The provider ${provider.id} is listed twice.`);
    if (!["none", "no_training", "zdr"].includes(provider.dataPolicy)) {
      complain(`${path}.dataPolicy`, "dataPolicy must be none, no_training or zdr.");
    }
    ids.add(provider.id);
  }
  return ids;
}

function checkOffer(
  offer: CatalogueOffer,
  path: string,
  providers: ReadonlySet<string>,
  complain: Complain,
): void {
  if (!providers.has(offer?.provider)) {
    complain(`${path}.provider`, `The provider ${String(offer?.provider)} is not in providers.`);
  }
  if (typeof offer.providerModelId !== "string")
    complain(`${path}.providerModelId`, "An offer needs a providerModelId.");
  if (!(offer.contextWindow > 0))
    complain(`${path}.contextWindow`, "contextWindow must be a number above 0.");
  for (const name of ["inputModalities", "outputModalities"] as const) {
    if (!Array.isArray(offer[name])) complain(`${path}.${name}`, `${name} must be an array.`);
  }
  if (typeof offer.capabilities !== "object")
    complain(`${path}.capabilities`, "capabilities must be an object.");
  for (const name of ["ttftMs", "throughputTps"] as const) {
    if (!(offer[name]?.p50 > 0 && offer[name].p95 > 0)) {
      complain(`${path}.${name}`, `${name} needs p50 and p95, both above 0.`);
    }
  }
  if (!Array.isArray(offer.tiers) || offer.tiers.length === 0)
    complain(`${path}.tiers`, "An offer needs a tier.");
  for (const [index, tier] of offer.tiers.entries()) checkTier(tier, `${path}.tiers[${index}]`, complain);
}

function checkTier(tier: CatalogueTier, path: string, complain: Complain): void {
  if (typeof tier?.name !== "string") complain(`${path}.name`, "A tier needs a name.");
  for (const name of ["inputPrice", "outputPrice"] as const) {
    if (!(tier[name] >= 0)) complain(`${path}.${name}`, `${name} must be a number of at least 0.`);
  }
}
