import type { NativeFetch } from "../native/addon";
import { CallClock, type CallSetup, type Observation, type ObservedCall } from "../observability";
import { headerLines } from "../options/headers";
import { ResponseHeaders } from "../response-headers";
import { pathOf } from "./observe-call";
import type { RawAnswer, Sender } from "./sender";

/** What sends one request of a `fetch`. */
interface FetchSender {
  readonly baseUrl: string;
  readonly sender: Sender;
  readonly observation: Observation;
}

/**
 * Sends one request of a `fetch` and tells whoever listens: each is a call of its own, also one that a redirect led to.
 * Headers that listeners add go to the client's own origin only.
 *
 * Rejects with the error that a failure becomes.
 */
export async function sendFetch(
  client: FetchSender,
  request: NativeFetch,
  signal: AbortSignal,
): Promise<RawAnswer> {
  const clock = new CallClock();
  const { observation, sender } = client;
  const observed = observation.listens(undefined)
    ? observation.begin(setupOf(request, clock, client), undefined)
    : undefined;
  try {
    return await sender.fetch(withAdded(request, client, observed), { signal, clock, observed });
  } catch (error) {
    observed?.failed(error);
    throw error;
  }
}

function setupOf(
  { method, url, headers, body }: NativeFetch,
  clock: CallClock,
  client: FetchSender,
): CallSetup {
  const sent = new Map(ResponseHeaders.parse(headers));
  const text = body !== null && /json/.test(sent.get("content-type") ?? "") ? body.toString() : null;
  return {
    clock,
    method,
    url,
    path: pathOf(url, client.baseUrl),
    ...questionIn(text),
    sends: true,
    headers: sent,
    lines: headers,
    body: text,
    redactor: () => client.sender.redactorOf(sent),
  };
}

/** What a body asks for: libraries that take a `fetch` say it nowhere else. */
function questionIn(body: string | null): { model: string | null; stream: boolean } {
  try {
    const { model, stream } = JSON.parse(body ?? "{}") as { model?: unknown; stream?: unknown };
    return { model: typeof model === "string" ? model : null, stream: stream === true };
  } catch {
    return { model: null, stream: false };
  }
}

function withAdded(
  request: NativeFetch,
  client: FetchSender,
  observed: ObservedCall | undefined,
): NativeFetch {
  const own = new URL(request.url).origin === new URL(client.baseUrl).origin;
  return observed?.headers !== undefined && own
    ? { ...request, headers: headerLines(observed.headers) }
    : request;
}
