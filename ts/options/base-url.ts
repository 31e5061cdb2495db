import { baseUrlFromEnvironment } from "../environment";
import { invalidParameter } from "../errors";
import { wrong } from "../validation/checks";

/** What other clients want as a whole address. The shorter names may stand for a prefix, unless `/v1` comes before them. */
const ENDPOINT = /\/chat\/completions$|(?<=\/v1)\/(?:chat|completions|responses|messages|models|me)$/;

export const DEFAULT_BASE_URL = "https://api.auriko.ai/v1";

/**
 * The base of all addresses, without a slash at its end: `/v1` is added where it is missing. What is not given is taken
 * from `AURIKO_BASE_URL`.
 * @throws BadRequestError for anything but an http or https address without credentials and query.
 */
export function resolveBaseUrl(value: unknown): string {
  if (value !== undefined && value !== null && value !== "") return check(value, "baseUrl");
  const variable = baseUrlFromEnvironment();
  return variable === undefined ? DEFAULT_BASE_URL : check(variable, "AURIKO_BASE_URL");
}

function check(value: unknown, name: "baseUrl" | "AURIKO_BASE_URL"): string {
  if (typeof value !== "string") throw wrong(name, "an address, such as https://api.auriko.ai/v1", value);
  const refuse = (what: string) => invalidParameter("baseUrl", `\`${name}\` must ${what}`);
  const url = parse(value.trim().replace(/\/+$/, ""));
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw refuse("be an address that begins with https:// or http://.");
  }
  if (url.username !== "" || url.password !== "") {
    throw refuse("not hold credentials; pass the key as `apiKey`.");
  }
  if (url.search !== "" || url.hash !== "") throw refuse("not hold a query or a fragment.");
  const base = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  const endpoint = ENDPOINT.exec(base)?.[0];
  if (endpoint !== undefined) {
    throw refuse(
      `be the base of all endpoints, without ${endpoint}: write ${withVersion(base.slice(0, -endpoint.length))}.`,
    );
  }
  return withVersion(base);
}

function withVersion(base: string): string {
  return base.endsWith("/v1") ? base : `${base}/v1`;
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
