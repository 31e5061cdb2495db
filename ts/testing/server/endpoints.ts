import { answerModelCall } from "../answers/answer-model-call";
import type { EndpointShape } from "../answers/endpoint-shape";
import { chatShape } from "../chat/chat-shape";
import type { Answer } from "./answer";
import { ApiFailure } from "./api-failure";
import { authenticate } from "./authenticate";
import type { GatewayState } from "./gateway-state";
import { parseObject } from "./read-body";
import type { RecordedRequest } from "./recorded-request";

type Endpoint = (state: GatewayState, record: RecordedRequest) => Answer | Promise<Answer>;

const ENDPOINTS: Readonly<Record<string, Readonly<Record<string, Endpoint>>>> = {
  "/v1/chat/completions": { POST: modelCall(chatShape) },
};

/** Answers a request by its path and method. */
export async function answerEndpoint(state: GatewayState, record: RecordedRequest): Promise<Answer> {
  const methods = ENDPOINTS[record.path.replace(/\/+$/, "")];
  if (methods === undefined) {
    throw new ApiFailure("resource_not_found", `There is no endpoint ${record.path}.`);
  }
  const endpoint = methods[record.method];
  if (endpoint === undefined) {
    throw new ApiFailure("method_not_allowed", `${record.path} does not allow ${record.method}.`, {
      headers: { allow: Object.keys(methods).join(", ") },
    });
  }
  return endpoint(state, record);
}

function modelCall(shape: EndpointShape): Endpoint {
  return (state, record) => {
    const apiKey = authenticate(record, state.apiKeys);
    return answerModelCall({ state, record, apiKey, shape }, parseObject(record.bodyText));
  };
}
