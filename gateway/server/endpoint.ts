import type { Answer } from "./answer";
import type { GatewayState } from "./gateway-state";
import type { RecordedRequest } from "./recorded-request";

/** What answers one method of one path. */
export interface Endpoint {
  /** Whether only requests with a key are answered; those without are refused before their body is read. */
  readonly needsKey: boolean;
  readonly answer: (state: GatewayState, record: RecordedRequest) => Answer | Promise<Answer>;
}

/** The endpoints of a path by method. */
export type Methods = Readonly<Record<string, Endpoint>>;

/** An endpoint that anybody may use. */
export const open = (answer: Endpoint["answer"]): Endpoint => ({ needsKey: false, answer });
