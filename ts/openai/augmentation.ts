// Makes what Auriko adds to requests and answers known to the types of the `openai` package. The modules are the very
// files that declare the interfaces: augmenting one that re-exports them does nothing, or fails.

declare module "openai/resources/chat/completions/completions" {
  interface ChatCompletionCreateParamsBase {
    /** How Auriko routes the request. */
    gateway?: import("../index").GatewayOptions | null;
    /** The older place of `gateway.routing`. */
    routing?: import("../index").RoutingOptions | null;
    /** Parameters for one provider, by the provider's name. */
    extensions?: import("../index").Extensions | null;
  }
  interface ChatCompletion {
    /** How Auriko routed the request. */
    routing_metadata?: import("../index").RoutingMetadata | null;
  }
  interface ChatCompletionChunk {
    /** How Auriko routed the request; comes with the last chunks. */
    routing_metadata?: import("../index").RoutingMetadata | null;
  }
}

declare module "openai/resources/responses/responses" {
  interface ResponseCreateParamsBase {
    /** How Auriko routes the request. */
    gateway?: import("../index").GatewayOptions | null;
    /** Parameters for one provider, by the provider's name. */
    extensions?: import("../index").Extensions | null;
  }
  interface Response {
    /** How Auriko routed the request. */
    routing_metadata?: import("../index").RoutingMetadata | null;
  }
}

export {};
