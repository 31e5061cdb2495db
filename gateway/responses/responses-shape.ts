import type { EndpointShape } from "../answers/endpoint-shape";
import { overrideUsage, responsesUsage } from "../pricing/usage";
import { responseFrames } from "./event-stream";
import { outputItems } from "./output-items";
import { readResponsesRequest } from "./read-responses-request";
import { closedResponse } from "./response-body";

/** `POST /v1/responses`. */
export const responsesShape: EndpointShape = {
  dialect: "responses",
  read: readResponsesRequest,
  idFor: (hex) => `resp_${hex}`,
  usage: (usage, override) => overrideUsage(responsesUsage(usage), override),
  json: (plan, call) => closedResponse(plan, call, outputItems(plan)),
  frames: responseFrames,
};
