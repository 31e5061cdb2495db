import { invalidParameter } from "../../ts/errors/client-side";
import type { UpstreamBinding } from "../upstream/upstream-binding";
import type { Catalogue, CatalogueModel, CatalogueOffer, CatalogueProvider } from "./catalogue";

/** A real endpoint with the models that it serves. */
export interface UpstreamProvider extends UpstreamBinding {
  /**
   * Models that this endpoint serves, by its own ids. One that the catalogue knows gets another offer; others are added.
   * Needed for a provider that has no offers in the catalogue.
   */
  readonly models?: readonly (string | UpstreamModel)[];
}

/** A model at a real endpoint. */
export interface UpstreamModel {
  /** The id that requests use. */
  readonly id: string;
  /** The endpoint's own id. Default: the same. */
  readonly providerModelId?: string;
  /** USD per million tokens. Default 0. */
  readonly inputPrice?: number;
  readonly outputPrice?: number;
  /** Default 131 072 tokens. */
  readonly contextWindow?: number;
}

/**
 * The catalogue with real endpoints behind some of its providers, by provider id.
 *
 * @throws BadRequestError naming the URL or the provider that can't be used
 */
export function bindUpstreams(
  catalogue: Catalogue,
  upstreams: Readonly<Record<string, UpstreamProvider>>,
): Catalogue {
  let bound = catalogue;
  for (const [provider, upstream] of Object.entries(upstreams)) bound = bind(bound, provider, upstream);
  return bound;
}

function bind(catalogue: Catalogue, provider: string, upstream: UpstreamProvider): Catalogue {
  checkUrl(upstream.baseUrl, `upstreams.${provider}.baseUrl`);
  const { models: served = [], ...binding } = upstream;
  const known = catalogue.providers.find(({ id }) => id === provider);
  const offered = catalogue.models.some((model) => model.offers.some((offer) => offer.provider === provider));
  if (!offered && served.length === 0) {
    throw invalidParameter(`upstreams.${provider}.models`, `Say which models ${provider} serves.`);
  }
  const real: CatalogueProvider = {
    id: provider,
    displayName: known?.displayName ?? provider,
    description: known?.description ?? `OpenAI-compatible endpoint at ${upstream.baseUrl}`,
    dataPolicy: known?.dataPolicy ?? "none",
    ...known,
    upstream: binding,
  };
  const models = served.map((model) => (typeof model === "string" ? { id: model } : model));
  return {
    providers: [...catalogue.providers.filter(({ id }) => id !== provider), real],
    models: models.reduce((list, model) => withOffer(list, provider, model), catalogue.models),
  };
}

function withOffer(
  models: readonly CatalogueModel[],
  provider: string,
  served: UpstreamModel,
): readonly CatalogueModel[] {
  const offer = offerOf(provider, served);
  const known = models.find(({ id }) => id === served.id);
  if (known === undefined) {
    const added = {
      id: served.id,
      family: served.id,
      displayName: served.id,
      author: provider,
      offers: [offer],
    };
    return [...models, added];
  }
  const offers = [...known.offers.filter((other) => other.provider !== provider), offer];
  return models.map((model) => (model === known ? { ...known, offers } : model));
}

/** What a real endpoint can do is for it to say; latency and throughput are guesses until they have been measured. */
function offerOf(provider: string, model: UpstreamModel): CatalogueOffer {
  return {
    provider,
    providerModelId: model.providerModelId ?? model.id,
    contextWindow: model.contextWindow ?? 131_072,
    maxOutputTokens: 32_768,
    inputModalities: ["text", "image", "audio", "file"],
    outputModalities: ["text"],
    capabilities: {
      tools: true,
      toolChoiceRequired: true,
      jsonMode: true,
      structuredOutput: true,
      toolsWithStructuredOutput: true,
      reasoning: "optional",
    },
    ttftMs: { p50: 500, p95: 2000 },
    throughputTps: { p50: 50, p95: 20 },
    tiers: [{ name: "standard", inputPrice: model.inputPrice ?? 0, outputPrice: model.outputPrice ?? 0 }],
  };
}

function checkUrl(url: string, param: string): void {
  let protocol: string;
  try {
    protocol = new URL(url).protocol;
  } catch {
    protocol = "";
  }
  if (protocol !== "http:" && protocol !== "https:") {
    throw invalidParameter(
      param,
      "The base URL of an upstream must start with http:// or https://, for example http://127.0.0.1:11434/v1.",
    );
  }
}
