import { parseRoutingMetadata, type RoutingMetadata } from "../index";

/** Called with what an answer says about its route, if it says anything. */
export type OnMetadata = (metadata: RoutingMetadata) => void;

/** Tells the metadata of a parsed answer or event: Responses events carry it in their `response`. */
export function tellOf(value: unknown, tell: OnMetadata): void {
  const metadata =
    parseRoutingMetadata(value) ?? parseRoutingMetadata((value as { response?: unknown } | null)?.response);
  if (metadata !== null) tell(metadata);
}

/** The value of a JSON text, or `undefined`: what can't be read is the caller's to complain about. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
