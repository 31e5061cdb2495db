import { answerModelCall } from "../answers/answer-model-call";
import type { EndpointShape } from "../answers/endpoint-shape";
import { chatShape } from "../chat/chat-shape";
import { managementMethods } from "../management/answer-management";
import type { ApiKeyRecord } from "../management/key-ring";
import { requireScope } from "../management/scopes";
import { directory } from "../models/directory";
import { identity } from "../models/identity";
import { listModels, retrieveModel } from "../models/list-models";
import { registryModels, registryProviders } from "../models/registry";
import { responsesShape } from "../responses/responses-shape";
import type { Answer } from "./answer";
import { ApiFailure } from "./api-failure";
import { authenticate } from "./authenticate";
import type { GatewayState } from "./gateway-state";
import { parseObject } from "./read-body";
import type { RecordedRequest } from "./recorded-request";

type Endpoint = (state: GatewayState, record: RecordedRequest) => Answer | Promise<Answer>;
type Methods = Readonly<Record<string, Endpoint>>;

const ENDPOINTS: Readonly<Record<string, Methods>> = {
  "/v1/chat/completions": { POST: modelCall(chatShape) },
  "/v1/responses": { POST: modelCall(responsesShape) },
  "/v1/models": {
    GET: withKey((state, record) => listModels(state.catalogue, state.clock, record.query.endpoint)),
  },
  "/v1/me": { GET: withKey((state, _record, key) => identity(state, key)) },
  "/v1/directory/models": { GET: (state) => directory(state.catalogue, state.clock) },
  "/v1/registry/models": { GET: (state) => registryModels(state.catalogue) },
  "/v1/registry/providers": { GET: (state) => registryProviders(state.catalogue) },
};

const ONE_MODEL: Methods = {
  GET: withKey((state, record) => retrieveModel(state.catalogue, modelIdOf(record.path))),
};

/** Answers a request by its path and method. */
export async function answerEndpoint(state: GatewayState, record: RecordedRequest): Promise<Answer> {
  const path = record.path.replace(/\/+$/, "");
  const methods = methodsOf(state, path);
  if (methods === undefined) {
    throw new ApiFailure("resource_not_found", `There is no endpoint ${record.path}.`);
  }
  const endpoint = Object.hasOwn(methods, record.method) ? methods[record.method] : undefined;
  if (endpoint === undefined) {
    throw new ApiFailure("method_not_allowed", `${record.path} does not allow ${record.method}.`, {
      headers: { allow: Object.keys(methods).join(", ") },
    });
  }
  return state.player === undefined ? endpoint(state, record) : state.player.play(record);
}

function methodsOf(state: GatewayState, path: string): Methods | undefined {
  if (Object.hasOwn(ENDPOINTS, path)) return ENDPOINTS[path];
  return path.startsWith("/v1/models/") ? ONE_MODEL : managementMethods(state, path);
}

function withKey(
  endpoint: (state: GatewayState, record: RecordedRequest, key: ApiKeyRecord) => Answer | Promise<Answer>,
): Endpoint {
  return (state, record) => endpoint(state, record, authenticate(record, state.keys));
}

function modelCall(shape: EndpointShape): Endpoint {
  return withKey((state, record, key) => {
    requireScope(key, "inference");
    return answerModelCall({ state, record, apiKey: key.secret, shape }, parseObject(record.bodyText));
  });
}

function modelIdOf(path: string): string {
  const written = path.slice("/v1/models/".length);
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}
