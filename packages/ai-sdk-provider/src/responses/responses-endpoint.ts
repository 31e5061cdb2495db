import type {
  Answered,
  ModelResponse,
  ResponseCreateParamsNonStreaming,
  ResponseCreateParamsStreaming,
  ResponseStreamEvent,
} from "@auriko/sdk";
import type { Endpoint } from "../core/endpoint";
import { ResponseEventReader } from "./event-reader";
import { readResponse } from "./output-content";
import { responsesParams } from "./responses-params";

/** `POST /responses` */
export const responsesEndpoint: Endpoint<Answered<ModelResponse>, ResponseStreamEvent> = {
  kind: "responses",
  path: "/responses",
  params: responsesParams,
  create: (client, params, options) =>
    client.responses.create(params as unknown as ResponseCreateParamsNonStreaming, options),
  open: (client, params, options) =>
    client.responses.create({ ...params, stream: true } as unknown as ResponseCreateParamsStreaming, options),
  read: readResponse,
  reader: (sink, options) => new ResponseEventReader(sink, options),
};
