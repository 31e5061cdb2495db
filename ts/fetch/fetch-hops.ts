import { isBlocked } from "./blocked-ports";
import type { FetchRequest } from "./fetch-request";
import type { RawAnswer, RawTransport } from "./raw-transport";
import { outgoingHeaders } from "./refused-headers";
import { fetchFailed } from "./request-bytes";

const MAX_REDIRECTS = 20;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Headers that describe the body, and go when it does. */
const OF_THE_BODY = ["encoding", "language", "location", "type", "length"].map((what) => `content-${what}`);
/** Headers that prove who asks; another origin has no business with them. */
const CREDENTIALS = ["authorization", "proxy-authorization", "cookie", "host"];

/** The answer that a request ended with. */
export interface FinalAnswer {
  readonly answer: RawAnswer;
  readonly url: URL;
  readonly redirected: boolean;
  /** Whether it came from the origin that was asked, or from another that it led to. */
  readonly type: "basic" | "cors";
  readonly method: string;
}

/** What the next request sends. */
interface Hop {
  method: string;
  url: URL;
  headers: Headers;
  body: Uint8Array | null;
}

/**
 * Sends a request and follows redirects as `fetch` does: here and not in the core, because the rules are those of
 * `fetch` and other callers have others.
 */
export async function sendFollowing(request: FetchRequest, transport: RawTransport): Promise<FinalAnswer> {
  const { method, url, body } = request;
  const hop: Hop = { method, url, headers: outgoingHeaders(request.headers, body), body };
  for (let count = 0; ; count++) {
    if (isBlocked(hop.url)) throw fetchFailed("bad port");
    const answer = await transport.send({ ...hop, signal: request.signal });
    const target = await redirectTarget(answer, hop.url, request, count);
    if (target === undefined) {
      const type = hop.url.origin === url.origin ? "basic" : "cors";
      return { answer, url: hop.url, redirected: count > 0, type, method: hop.method };
    }
    follow(hop, answer.status, target, request);
  }
}

/** Where an answer redirects to, if it does and that is to be followed; then nobody reads its body. */
async function redirectTarget(
  answer: RawAnswer,
  base: URL,
  { redirect }: FetchRequest,
  count: number,
): Promise<URL | undefined> {
  if (!REDIRECTS.has(answer.status) || redirect === "manual") return undefined;
  const location = answer.headers.get("location");
  if (redirect === "follow" && location === null) return undefined;
  await answer.body.cancel();
  if (redirect === "error") throw fetchFailed("unexpected redirect");
  const target = parsed(location ?? "", base);
  if (!/^https?:$/.test(target.protocol)) throw fetchFailed("URL scheme must be a HTTP(S) scheme");
  if (count === MAX_REDIRECTS) throw fetchFailed("redirect count exceeded");
  if ((target.username || target.password) && target.origin !== base.origin) {
    throw fetchFailed('cross origin not allowed for request mode "cors"');
  }
  return target;
}

/** A location is sent as UTF-8 by most servers, and headers are read as latin1. */
function parsed(location: string, base: URL): URL {
  try {
    return new URL(Buffer.from(location, "latin1").toString("utf8"), base);
  } catch (cause) {
    throw fetchFailed(cause);
  }
}

function follow(hop: Hop, status: number, target: URL, { fromStream }: FetchRequest): void {
  if (status !== 303 && hop.body !== null && fromStream) {
    throw fetchFailed("A body that was a stream can't be sent a second time");
  }
  const becomesGet =
    status === 303
      ? !/^(GET|HEAD)$/.test(hop.method)
      : hop.method === "POST" && (status === 301 || status === 302);
  hop.headers = new Headers(hop.headers);
  if (becomesGet) {
    hop.method = "GET";
    hop.body = null;
    for (const name of OF_THE_BODY) hop.headers.delete(name);
  }
  if (target.origin !== hop.url.origin) for (const name of CREDENTIALS) hop.headers.delete(name);
  hop.url = target;
}
