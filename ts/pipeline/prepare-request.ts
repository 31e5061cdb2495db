import type { Ledger, SpendMeter } from "../ledger";
import { EVENTS, type Framing, TEXT } from "../native/addon";
import type { WireCall } from "../native/dispatcher";
import type { CallClock } from "../observability";
import type { Limits, ResolvedRequestOptions } from "../options/request-options";
import { stringifyBody } from "../request-body";
import type { ApiRequest } from "./api-request";
import { bearer } from "./authorization";
import type { RequestHeaders } from "./request-headers";

/** A request that was checked: what the core sends, and what belongs to it on this side. */
export interface PreparedRequest extends WireCall {
  /** When the call began. */
  readonly clock: CallClock;
  /** The model that its body names. */
  readonly model: string | null;
  /** Whether its answer is asked for as a stream. */
  readonly streams: boolean;
  readonly options: ResolvedRequestOptions;
  /** The ledger's entry, which has to be settled whatever happens. */
  readonly meter: SpendMeter | undefined;
  readonly lost: ApiRequest<unknown>["lost"];
  readonly secrets: ApiRequest<unknown>["secrets"];
  /** The limit on the whole call, where a wait for the key has left less of it to the core. */
  readonly totalMs?: number;
}

/** What of a client goes into its requests. */
export interface RequestDefaults {
  readonly baseUrl: string;
  readonly ledger: Ledger;
  /** The headers of the client, for a request that brings none. */
  readonly headers: ReadonlyMap<string, string>;
  /** The limits of the client, for a request that brings none. */
  readonly limits: Limits;
  /** The options of one request, checked. */
  resolve(given: unknown): ResolvedRequestOptions;
}

/**
 * Checks everything that can be checked without the network, and writes the body. The key and the headers are still
 * missing: a key may have to be waited for.
 * @throws BadRequestError with the path of what is wrong, SpendLimitError for what may no longer be spent.
 */
export function prepareRequest<T>(
  request: ApiRequest<T>,
  client: RequestDefaults,
  clock: CallClock,
): PreparedRequest {
  const options = withEndpointRules(client.resolve(request.options), request, client);
  const body = request.body?.(options);
  const streams = request.open !== undefined;
  const model = (body as { readonly model?: unknown } | undefined)?.model;
  return {
    clock,
    model: typeof model === "string" ? model : null,
    streams,
    options,
    method: given(request.method),
    url: client.baseUrl + given(request.path),
    authorization: null,
    headers: null,
    body: body === undefined ? null : stringifyBody(body as Record<string, unknown>),
    framing: streams ? EVENTS : TEXT,
    onAttempt: undefined,
    lost: request.lost,
    secrets: request.secrets,
    // Last of all: whatever is refused above opens no entry that somebody would have to settle.
    meter: request.billed
      ? client.ledger.begin({
          body: body as Readonly<Record<string, unknown>>,
          stream: streams,
          maxCostUsd: options.maxCostUsd,
        })
      : undefined,
  };
}

/** The same request with what is left of its limit on the whole call, of which a wait for the key took something. */
export function withTimeLeft(
  prepared: PreparedRequest,
  client: RequestDefaults,
  waitedMs: number,
): PreparedRequest {
  const limits = prepared.options.limits ?? client.limits;
  const { total } = limits.timeouts;
  const passed = Math.floor(waitedMs);
  if (total === null || passed === 0) return prepared;
  const timeouts = { ...limits.timeouts, total: Math.max(0, total - passed) };
  return { ...prepared, totalMs: total, options: { ...prepared.options, limits: { ...limits, timeouts } } };
}

/** The request as it leaves: with its key and headers, and with how its answer is to be handed out. */
export function completeRequest(
  prepared: PreparedRequest,
  { key, framing, headers, onAttempt }: Completion,
): PreparedRequest {
  return {
    ...prepared,
    authorization: headers.authorization ?? bearer(key),
    headers: headers.lines(framing),
    framing,
    onAttempt,
  };
}

/** What a request is completed with. */
interface Completion {
  readonly key: string;
  readonly framing: Framing;
  readonly headers: RequestHeaders;
  readonly onAttempt: WireCall["onAttempt"];
}

/** What the endpoint itself demands, whatever the caller's options are. */
function withEndpointRules<T>(
  options: ResolvedRequestOptions,
  { headers, repeat }: ApiRequest<T>,
  client: RequestDefaults,
): ResolvedRequestOptions {
  if (headers === undefined && repeat === undefined) return options;
  return {
    ...options,
    ...(headers && {
      headers: new Map([...(options.headers ?? client.headers), ...Object.entries(headers())]),
    }),
    ...(repeat && { limits: { ...(options.limits ?? client.limits), repeat } }),
  };
}

function given(value: string | (() => string)): string {
  return typeof value === "string" ? value : value();
}
