export type * from "./events";
export type * from "./input-items";
export type { ModelResponse, ResponseFailure } from "./model-response";
export type * from "./output-items";
export type * from "./params";
export type * from "./usage";
