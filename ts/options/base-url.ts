import { invalidParameter } from "../errors";
import { wrong } from "../validation/checks";

export const DEFAULT_BASE_URL = "https://api.auriko.ai/v1";

/**
 * The base of all addresses, without a slash at its end: `/v1` is added where it is missing.
 * @throws BadRequestError for anything but an http or https address without credentials and query.
 */
export function resolveBaseUrl(value: unknown): string {
  if (value === undefined || value === null || value === "") return DEFAULT_BASE_URL;
  if (typeof value !== "string")
    throw wrong("baseUrl", "an address, such as https://api.auriko.ai/v1", value);
  const trimmed = value.trim().replace(/\/+$/, "");
  const url = parse(trimmed);
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw invalidParameter("baseUrl", "`baseUrl` must be an address that begins with https:// or http://.");
  }
  if (url.username !== "" || url.password !== "") {
    throw invalidParameter("baseUrl", "`baseUrl` must not hold credentials; pass the key as `apiKey`.");
  }
  if (url.search !== "" || url.hash !== "") {
    throw invalidParameter("baseUrl", "`baseUrl` must not hold a query or a fragment.");
  }
  const base = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  return base.endsWith("/v1") ? base : `${base}/v1`;
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
