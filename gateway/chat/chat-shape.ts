import type { EndpointShape } from "../answers/endpoint-shape";
import { chatUsage, overrideUsage } from "../pricing/usage";
import { chunkFrames } from "./chunks";
import { completionBody } from "./completion";
import { readChatRequest } from "./read-chat-request";

/** `POST /v1/chat/completions`. */
export const chatShape: EndpointShape = {
  dialect: "chat",
  read: readChatRequest,
  idFor: (hex) => `chatcmpl-${hex}`,
  usage: (usage, override) => overrideUsage(chatUsage(usage), override),
  json: completionBody,
  frames: chunkFrames,
};
