import { answerModelCall } from "../answers/answer-model-call";
import type { EndpointShape } from "../answers/endpoint-shape";
import type { ModelCallContext } from "../answers/model-call-context";
import { chatShape } from "../chat/chat-shape";
import {
  chatInAurikosWords,
  responsesInAurikosWords,
  withConversation,
} from "../compatibility/openai-requests";
import type { StoredResponses } from "../compatibility/stored-responses";
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
import { type Endpoint, type Methods, open } from "./endpoint";
import type { GatewayState } from "./gateway-state";
import { parseObject } from "./read-body";
import type { RecordedRequest } from "./recorded-request";

const ENDPOINTS: Readonly<Record<string, Methods>> = {
  "/v1/chat/completions": { POST: modelCall(chatShape) },
  "/v1/responses": { POST: modelCall(responsesShape) },
  "/v1/models": {
    GET: withKey((state, record) => listModels(state.catalogue, state.clock, record.query.endpoint)),
  },
  "/v1/me": { GET: withKey((state, _record, key) => identity(state, key)) },
  "/v1/directory/models": { GET: open((state) => directory(state.catalogue, state.clock)) },
  "/v1/registry/models": { GET: open((state) => registryModels(state.catalogue)) },
  "/v1/registry/providers": { GET: open((state) => registryProviders(state.catalogue)) },
};

const ONE_MODEL: Methods = {
  GET: withKey((state, record) => retrieveModel(state.catalogue, modelIdOf(record.path))),
};

/**
 * The endpoint for a request's path and method.
 *
 * @throws ApiFailure 404 `resource_not_found` or 405 `method_not_allowed`
 */
export function endpointFor(state: GatewayState, record: RecordedRequest): Endpoint {
  const { player, forwarder } = state;
  if (forwarder !== undefined) return withKey((_state, asked) => forwarder.answer(asked));
  // Not by a regular expression: a path of nothing but slashes would take it the square of their number.
  let end = record.path.length;
  while (end > 0 && record.path[end - 1] === "/") end -= 1;
  const path = record.path.slice(0, end);
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
  return player === undefined ? endpoint : open(() => player.play(record));
}

function methodsOf(state: GatewayState, path: string): Methods | undefined {
  if (Object.hasOwn(ENDPOINTS, path)) return ENDPOINTS[path];
  if (path.startsWith("/v1/models/")) return ONE_MODEL;
  return storedResponseMethods(state, path) ?? managementMethods(state, path);
}

function withKey(
  answer: (state: GatewayState, record: RecordedRequest, key: ApiKeyRecord) => Answer | Promise<Answer>,
): Endpoint {
  return {
    needsKey: true,
    answer: (state, record) => answer(state, record, authenticate(record, state.keys)),
  };
}

function modelCall(shape: EndpointShape): Endpoint {
  return withKey((state, record, key) => {
    requireScope(key, "inference");
    const context = { state, record, apiKey: key.secret, shape };
    const body = parseObject(record.bodyText);
    return state.stored === undefined
      ? answerModelCall(context, body)
      : answerCompatibly(context, body, state.stored);
  });
}

/** As a server of OpenAI's API would take it. */
async function answerCompatibly(
  context: ModelCallContext,
  body: Record<string, unknown>,
  stored: StoredResponses,
): Promise<Answer> {
  if (context.shape.dialect === "chat") {
    return answerModelCall({ ...context, untranslated: body }, chatInAurikosWords(body));
  }
  const earlier = stored.conversation(body.previous_response_id);
  const untranslated = withConversation(body, earlier);
  const translated = responsesInAurikosWords(body, earlier);
  return stored.keep(await answerModelCall({ ...context, untranslated }, translated), body, earlier);
}

/** The endpoints of a stored response, where responses are stored. */
function storedResponseMethods({ stored }: GatewayState, path: string): Methods | undefined {
  const [, id = "", items] = /^\/v1\/responses\/([^/]+)(\/input_items)?$/.exec(path) ?? [];
  if (stored === undefined || id === "") return undefined;
  if (items !== undefined) return { GET: withKey(() => stored.inputItems(id)) };
  return { GET: withKey(() => stored.retrieve(id)), DELETE: withKey(() => stored.remove(id)) };
}

function modelIdOf(path: string): string {
  const written = path.slice("/v1/models/".length);
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}
