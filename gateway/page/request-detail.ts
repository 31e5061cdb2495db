import type { RoutingDecision } from "../routing/decision";
import type { RecordedRequest } from "../server/recorded-request";
import { maskHeaders, maskKeys } from "./mask-keys";
import { type RequestSummary, summarise } from "./request-summary";

/** One request in full, as it was sent and answered, without keys. */
export interface RequestDetail extends RequestSummary {
  readonly query: Readonly<Record<string, string>>;
  readonly httpVersion: string;
  readonly connection: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyText: string;
  readonly decision?: RoutingDecision;
  readonly routingMetadata?: unknown;
  readonly faultsInFull: readonly unknown[];
  readonly answer?: {
    readonly headers: Readonly<Record<string, string>>;
    readonly text: string;
    readonly bytes: number;
    readonly truncated: boolean;
    /** Milliseconds after the arrival of the request at which pieces of the body were written. */
    readonly times: readonly number[];
  };
}

/** A request as the page shows it in full. */
export function detail(record: RecordedRequest, secrets: readonly string[]): RequestDetail {
  const { answer, decision, routingMetadata } = record;
  return {
    ...summarise(record),
    query: record.query,
    httpVersion: record.httpVersion,
    connection: record.connection,
    headers: maskHeaders(record.headers),
    bodyText: maskKeys(record.bodyText, secrets),
    faultsInFull: record.faults,
    ...(decision !== undefined && { decision }),
    ...(routingMetadata !== undefined && { routingMetadata }),
    ...(answer !== undefined && {
      answer: {
        headers: maskHeaders(answer.headers),
        text: maskKeys(answer.text, secrets),
        bytes: answer.bytes,
        truncated: answer.truncated,
        times: answer.times,
      },
    }),
  };
}
