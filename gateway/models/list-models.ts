import type { Model, ModelList } from "../../ts/models/callable";
import type { Catalogue, CatalogueModel, CatalogueOffer, CatalogueProvider } from "../catalogue/catalogue";
import type { Clock } from "../clock";
import { findModel } from "../routing/candidate";
import { type Answer, jsonAnswer } from "../server/answer";
import { ApiFailure, invalidValue } from "../server/api-failure";

const CREATED = 1_735_689_600;
const ENDPOINTS = ["chat_completions", "responses"] as const;

/** The endpoints that a model can be called through. */
export function endpointsOf(model: CatalogueModel): readonly string[] {
  const own = model.offers.flatMap((offer) => offer.endpoints ?? model.endpoints ?? ENDPOINTS);
  return ENDPOINTS.filter((endpoint) => own.includes(endpoint));
}

/** The data policy of an offer. */
export function policyOf(offer: CatalogueOffer, catalogue: Catalogue): CatalogueProvider["dataPolicy"] {
  return (
    offer.dataPolicy ?? catalogue.providers.find(({ id }) => id === offer.provider)?.dataPolicy ?? "none"
  );
}

/** `GET /v1/models`: the models that can be called, through chat unless `endpoint` says otherwise. */
export function listModels(catalogue: Catalogue, clock: Clock, endpoint: string | undefined): Answer {
  if (endpoint !== undefined && !ENDPOINTS.some((known) => known === endpoint)) {
    throw invalidValue("endpoint", `endpoint must be one of ${ENDPOINTS.join(", ")}.`);
  }
  const data = catalogue.models
    .filter((model) => endpointsOf(model).includes(endpoint ?? "chat_completions"))
    .map((model) => modelBody(model, catalogue));
  const list: ModelList = {
    object: "list",
    data,
    catalog_version: new Date(clock.now()).toISOString().slice(0, 10),
    catalog_age_seconds: 0,
  };
  return jsonAnswer(list);
}

/** `GET /v1/models/{id}`: one model by its canonical id or an alias. */
export function retrieveModel(catalogue: Catalogue, id: string): Answer {
  const model = findModel(catalogue, id);
  if (model === undefined) {
    throw new ApiFailure("model_not_found", `The model ${JSON.stringify(id)} does not exist.`, {
      param: "model",
    });
  }
  return jsonAnswer(modelBody(model, catalogue));
}

function modelBody(model: CatalogueModel, catalogue: Catalogue): Model {
  return {
    id: model.id,
    object: "model",
    created: model.created ?? CREATED,
    owned_by: "auriko",
    context_window: Math.max(...model.offers.map((offer) => offer.contextWindow)),
    supported_endpoints: [...endpointsOf(model)],
    providers: model.offers.map((offer) => ({
      name: offer.provider,
      input_price: offer.tiers[0]?.inputPrice ?? 0,
      output_price: offer.tiers[0]?.outputPrice ?? 0,
      data_policy: policyOf(offer, catalogue),
    })),
  };
}
