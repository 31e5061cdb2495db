import { apiOf, type Client } from "../client";
import { decodedBody } from "./decoded-body";
import { fetchBody } from "./fetch-body";
import { type FinalAnswer, sendFollowing } from "./fetch-hops";
import { isHttp, readFetchRequest } from "./fetch-request";
import { fetchResponse, hasBody } from "./fetch-response";
import { matchesIntegrity } from "./integrity";
import { nativeTransport } from "./native-transport";
import { fetchFailed } from "./request-bytes";

/** Options of `createFetch`. */
export interface FetchOptions {
  /**
   * Whether requests to the client's own origin get the client's key, unless they have an `Authorization` of their own.
   * No other origin ever gets it. Default: false.
   */
  auth?: boolean | undefined;
}

/**
 * A WHATWG `fetch` over the transport of a client: with its proxies, certificates and connections, for any origin. For
 * every library that takes a `fetch`.
 *
 * It behaves as the runtime's own: nothing is retried, every status is an answer, a failure is a `TypeError` whose
 * `cause` is an error of this SDK, an abort rejects with the signal's reason. Of the client's timeouts only `connect` and
 * `idle` apply. `client.close()` stops what it has under way.
 *
 * Different from the runtime's: request bodies are read whole before they are sent, no compression is asked for unless
 * the request does, and a `dispatcher` is refused.
 */
export function createFetch(client: Client, { auth = false }: FetchOptions = {}): typeof fetch {
  const transport = nativeTransport(apiOf(client), auth);
  return async (input, init) => {
    // `data:` and `blob:` never leave the process, and anything else that is not HTTP fails in the same way.
    if (!isHttp(input)) return globalThis.fetch(input, init);
    const request = await readFetchRequest(input, init);
    const final = await sendFollowing(request, transport);
    return respond(final, request.signal, request.integrity);
  };
}

async function respond(final: FinalAnswer, signal: AbortSignal, integrity: string): Promise<Response> {
  const { answer, url, redirected, type, method } = final;
  const { status, statusText, headers } = answer;
  const shown = new URL(url);
  shown.hash = "";
  const facts = { url: shown.href, redirected, type, status, statusText };
  if (!hasBody(method, status)) {
    await answer.body.cancel();
    return fetchResponse(null, headers, facts);
  }
  const body = fetchBody(decodedBody(answer.body, headers.get("content-encoding")), signal);
  if (integrity === "") return fetchResponse(body, headers, facts);
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  if (!matchesIntegrity(bytes, integrity)) throw fetchFailed("integrity mismatch");
  return fetchResponse(new Blob([bytes]).stream(), headers, facts);
}
