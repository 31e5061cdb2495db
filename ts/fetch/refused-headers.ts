import { fetchFailed } from "./request-bytes";

/** Headers that are the connection's own business. */
const REFUSED = ["transfer-encoding", "keep-alive", "upgrade", "expect"];
/** Headers that are passed over: the connection sets its own. */
const IGNORED = ["host", "connection", "content-length"];

/**
 * The headers that go out, the connection's own left out.
 * @throws TypeError for those that would break the request.
 */
export function outgoingHeaders(headers: Headers, body: Uint8Array | null): Headers {
  for (const name of REFUSED) if (headers.has(name)) throw fetchFailed(`invalid ${name} header`);
  const connection = headers.get("connection")?.toLowerCase() ?? "close";
  if (connection !== "close" && connection !== "keep-alive") throw fetchFailed("invalid connection header");
  const length = headers.get("content-length");
  if (length !== null && length !== String(body?.length ?? 0)) {
    throw fetchFailed("Request body length does not match content-length header");
  }
  const outgoing = new Headers(headers);
  for (const name of IGNORED) outgoing.delete(name);
  return outgoing;
}
