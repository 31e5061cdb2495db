import type { GatewayState } from "../server/gateway-state";
import type { RecordedRequest } from "../server/recorded-request";
import type { EndpointShape } from "./endpoint-shape";

/** A request for an answer, on its way through the gateway. */
export interface ModelCallContext {
  readonly state: GatewayState;
  readonly record: RecordedRequest;
  readonly apiKey: string;
  readonly shape: EndpointShape;
  /** What a real provider is sent where the caller's words were put into Auriko's. */
  readonly untranslated?: Readonly<Record<string, unknown>>;
}
