import { Client } from "@auriko/sdk";
import { chatEndpoint } from "../chat/chat-endpoint";
import type { Dialect } from "../core/dialect";
import type { Endpoint, WholeAnswer } from "../core/endpoint";
import { LanguageModel, type ModelContext } from "../core/language-model";
import { noSuchModelError } from "../errors/ai-sdk-error";
import type { AurikoLanguageModelOptions } from "../options/auriko-options";
import { responsesEndpoint } from "../responses/responses-endpoint";
import { adviseAiSdk5 } from "./installed-ai-sdk";
import { requestHeaders } from "./request-headers";
import { type AurikoProviderSettings, checkSettings } from "./settings";

/** A function that gives a model of a kind that the API does not have, and so always throws. */
export type NoModel = (modelId: string) => never;

/** A provider for one version of the specification. */
export interface AurikoProviderOf<Version extends string, Model> {
  /** A language model over chat completions. */
  (modelId: string, options?: AurikoLanguageModelOptions): Model;
  readonly specificationVersion: Version;
  /** A language model over chat completions. */
  languageModel(modelId: string, options?: AurikoLanguageModelOptions): Model;
  /** A language model over chat completions. */
  chat(modelId: string, options?: AurikoLanguageModelOptions): Model;
  /** A language model over the Responses API, which some models need. */
  responses(modelId: string, options?: AurikoLanguageModelOptions): Model;
  /** @throws NoSuchModelError: the API has no embedding models. */
  embeddingModel: NoModel;
  /** @throws NoSuchModelError: the API has no embedding models. */
  textEmbeddingModel: NoModel;
  /** @throws NoSuchModelError: images come from language models, see the documentation. */
  imageModel: NoModel;
}

/** A provider whose models speak the given dialect. */
export function createProvider<Version extends string, Warning, Usage, Finish, File>(
  dialect: Dialect<Version, Warning, Usage, Finish, File>,
  settings: AurikoProviderSettings,
) {
  checkSettings(settings);
  const { gateway, routing } = settings;
  const shared: Pick<ModelContext, "client" | "headers" | "settings"> = {
    client: clientOf(settings),
    headers: (call) => requestHeaders(settings.headers, call),
    settings: { gateway, routing },
  };
  const model =
    <Answer extends WholeAnswer, Event>(endpoint: Endpoint<Answer, Event>) =>
    (modelId: string, modelOptions?: AurikoLanguageModelOptions) => {
      adviseAiSdk5(dialect.version);
      return new LanguageModel(dialect, endpoint, { ...shared, modelId, modelOptions });
    };

  const chat = model(chatEndpoint);
  const provider = (modelId: string, options?: AurikoLanguageModelOptions) => chat(modelId, options);
  return Object.assign(provider, {
    specificationVersion: dialect.version,
    languageModel: chat,
    chat,
    responses: model(responsesEndpoint),
    embeddingModel: absent("embeddingModel"),
    textEmbeddingModel: absent("textEmbeddingModel"),
    imageModel: absent("imageModel"),
  });
}

/** The client, made at the first call: only then is the environment read, and a missing key an error. */
function clientOf({ client, apiKey, baseURL }: AurikoProviderSettings): () => Client {
  let made = client;
  return () => {
    made ??= new Client({ apiKey, baseUrl: baseURL });
    return made;
  };
}

const absent =
  (modelType: string): NoModel =>
  (modelId) => {
    throw noSuchModelError(modelType, modelId);
  };
