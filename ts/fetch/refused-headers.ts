import { fetchFailed } from "./request-bytes";

/** Headers that are the connection's own business, and what is wrong with them. */
const REFUSED: Readonly<Record<string, string>> = {
  "transfer-encoding": "invalid transfer-encoding header",
  "keep-alive": "invalid keep-alive header",
  upgrade: "invalid upgrade header",
  expect: "expect header not supported",
};
/** Headers that are passed over: the connection sets its own. */
const IGNORED = ["host", "connection", "content-length"];

/**
 * The headers that go out, the connection's own left out.
 * @throws TypeError for those that would break the request.
 */
export function outgoingHeaders(headers: Headers, body: Uint8Array | null): Headers {
  for (const [name, reason] of Object.entries(REFUSED)) {
    if (headers.has(name)) throw fetchFailed(new Error(reason));
  }
  const connection = headers.get("connection")?.toLowerCase() ?? "close";
  if (connection !== "close" && connection !== "keep-alive")
    throw fetchFailed(new Error("invalid connection header"));
  const length = headers.get("content-length");
  if (length !== null && length !== String(body?.length ?? 0)) {
    throw fetchFailed(new Error("Request body length does not match content-length header"));
  }
  const outgoing = new Headers(headers);
  for (const name of IGNORED) outgoing.delete(name);
  return outgoing;
}
