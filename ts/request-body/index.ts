export type { BodyOptions, RequestBody } from "./build-body";
export { buildChatBody } from "./chat-body";
export { didYouMean, nearestName } from "./nearest-name";
export { buildResponsesBody } from "./responses-body";
export { stringifyBody } from "./stringify-body";
