import { APIUserAbortError } from "../errors";
import { headerLines } from "../header-values";
import type { ApiClient } from "../pipeline/api-client";
import { sendFetch } from "../pipeline/observe-fetch";
import { unlessStopped } from "../pipeline/unless-stopped";
import type { RawTransport } from "./raw-transport";
import { fetchFailed } from "./request-bytes";

/** What goes out where the request says nothing: no event has to wait until a compressor's block is full. */
const DEFAULTS: Readonly<Record<string, string>> = { accept: "*/*", "accept-encoding": "identity" };

/**
 * The way through the core of a client.
 *
 * `auth`: whether requests to the client's own origin get its key.
 */
export function nativeTransport(api: ApiClient, auth: boolean): RawTransport {
  return {
    async send({ method, url, headers, body, signal }) {
      // A server has to be told that nothing comes where something could.
      const empty = /^(POST|PUT|PATCH)$/.test(method) && !body?.length;
      const lines = (await complete(api, auth, url, headers, signal)) + (empty ? "content-length: 0\n" : "");
      const sent = empty ? Buffer.alloc(0) : body && asBuffer(body);
      const address = new URL(url);
      address.hash = "";
      const request = { method, url: address.href, headers: lines, body: sent, redirect: "manual" as const };
      try {
        const { head, body: bytes } = await sendFetch(api, request, signal);
        return {
          status: head.status,
          statusText: head.reason,
          headers: new Headers(headerLines(head.headers)),
          body: bytes,
        };
      } catch (error) {
        throw signal.aborted ? signal.reason : fetchFailed(error);
      }
    },
  };
}

/** The headers as lines, with what the request leaves open. */
async function complete(
  api: ApiClient,
  auth: boolean,
  url: URL,
  given: Headers,
  signal: AbortSignal,
): Promise<string> {
  const headers = new Map([...given]);
  for (const [name, value] of Object.entries({ ...DEFAULTS, "user-agent": userAgent(api) })) {
    if (!headers.has(name)) headers.set(name, value);
  }
  const own = url.origin === new URL(api.baseUrl).origin;
  if (auth && own && !headers.has("authorization")) {
    headers.set("authorization", `Bearer ${await keyOf(api, signal)}`);
  }
  return Array.from(headers, ([name, value]) => `${name}: ${value}\n`).join("");
}

/** The key; what the function that is asked for it throws is the caller's own. */
async function keyOf(api: ApiClient, signal: AbortSignal): Promise<string> {
  const key = api.key();
  if (typeof key === "string") return key;
  try {
    return await unlessStopped(key, { signal, lifetime: api.lifetime, total: null });
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof APIUserAbortError ? fetchFailed(error) : error;
  }
}

/** The client's own, if it was given one. */
function userAgent({ headers }: ApiClient): string {
  return headers.get("user-agent") ?? "node";
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
