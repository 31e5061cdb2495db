import { unlessAborted } from "../pipeline/unless-aborted";
import { ownBytes } from "./request-bytes";

/** How redirects are treated. */
export type RedirectMode = "follow" | "error" | "manual";

/** A request as `fetch` is asked for it, checked and with its body read. */
export interface FetchRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** `null` when there is no body. */
  readonly body: Uint8Array | null;
  /** Whether the body was a stream, which can't be sent a second time. */
  readonly fromStream: boolean;
  readonly signal: AbortSignal;
  readonly redirect: RedirectMode;
  readonly integrity: string;
}

type Input = string | URL | Request;

/**
 * Reads the arguments of `fetch` with the runtime's own `Request`, which checks them and computes the content type, and
 * reads the body whole.
 *
 * Rejects with a `TypeError` for what can't be requested, and with the signal's reason when that fires meanwhile.
 */
export async function readFetchRequest(input: Input, init: RequestInit | undefined): Promise<FetchRequest> {
  refuseForeign(init);
  const request = new Request(...(await ofThisRealm(input, init)));
  const signal = init?.signal ?? (isForeignRequest(input) ? input.signal : request.signal);
  signal.throwIfAborted();
  const given = init?.body ?? null;
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    body: request.body === null ? null : await bytesUnlessAborted(ownBytes(request, given), signal),
    fromStream: given !== null && isStream(given),
    signal,
    redirect: request.redirect,
    integrity: request.integrity,
  };
}

/** Whether an address is one that goes over the network. */
export function isHttp(input: Input): boolean {
  const url = typeof input === "string" ? input : "url" in input ? input.url : input.href;
  // What is no address at all is left to `Request`, which says so.
  return /^https?:/i.test(url.trim()) || !/^[a-z][a-z0-9+.-]*:/i.test(url.trim());
}

/** A `Request` of another copy of undici, or of another realm: the runtime would take it for the text of an address. */
function isForeignRequest(input: unknown): input is Request {
  if (typeof input !== "object" || input === null || input instanceof Request) return false;
  const { url, method, headers } = input as Partial<Request>;
  return typeof url === "string" && typeof method === "string" && typeof headers?.entries === "function";
}

async function ofThisRealm(
  input: Input,
  init: RequestInit | undefined,
): Promise<[Input, RequestInit | undefined]> {
  if (!isForeignRequest(input)) return [input, init];
  const { method, redirect, integrity } = input;
  const headers = [...input.headers.entries()];
  const bodiless = input.body === null || input.body === undefined;
  const body = bodiless ? null : new Uint8Array(await input.arrayBuffer());
  return [input.url, { method, redirect, integrity, headers, body, ...init }];
}

/** What Node's own fetch would understand and this one can't. */
function refuseForeign(init: RequestInit | undefined): void {
  if ((init as { dispatcher?: unknown } | undefined)?.dispatcher !== undefined) {
    throw new TypeError(
      "`dispatcher` is for Node's own fetch. This one has the proxies, certificates and limits of its client.",
    );
  }
  const { body } = init ?? {};
  const tag = Object.prototype.toString.call(body);
  if (tag === "[object FormData]" && !(body instanceof FormData)) {
    throw new TypeError(
      "A FormData of another library would be sent as the text [object FormData]. Use the global FormData.",
    );
  }
}

function isStream(body: unknown): boolean {
  if (typeof body !== "object" || body === null) return false;
  return body instanceof ReadableStream || Symbol.asyncIterator in body;
}

/** A body that never comes must not hold up the abort, which rejects with the reason as it is. */
async function bytesUnlessAborted(bytes: Promise<Uint8Array>, signal: AbortSignal): Promise<Uint8Array> {
  try {
    return await unlessAborted(bytes, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
