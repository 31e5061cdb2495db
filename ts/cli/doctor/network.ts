import { lookup } from "node:dns/promises";
import { networkEnvironment } from "../../environment";
import { resolveBaseUrl } from "../../options/base-url";
import { type Finding, failed, note, ok, skipped } from "./check";

/** Where requests go, and whether anything stands between. Passwords of proxies are not shown. */
export function checkProxy(): Finding {
  const { httpProxy, httpsProxy, noProxy } = networkEnvironment();
  const chosen = baseUrl()?.protocol === "http:" ? httpProxy : httpsProxy;
  if (chosen === undefined) return ok("proxy", "none");
  const shown = withoutCredentials(chosen);
  if (shown === undefined) {
    return failed(
      "proxy",
      "the proxy that the environment names is no address.",
      "Give it as http://host:port in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY.",
    );
  }
  return note("proxy", `${shown}${noProxy ? `, but not for ${noProxy}` : ""}`);
}

/** Whether the host's name can be found. Behind a proxy, the proxy looks it up. */
export async function checkDns(): Promise<Finding> {
  const url = baseUrl();
  if (url === undefined) return skipped("dns", "the base URL can't be read");
  const { httpProxy, httpsProxy } = networkEnvironment();
  if ((url.protocol === "http:" ? httpProxy : httpsProxy) !== undefined) {
    return skipped("dns", "the proxy looks names up");
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  try {
    const addresses = await lookup(host, { all: true });
    return ok("dns", `${host} is ${addresses.map(({ address }) => address).join(", ")}`);
  } catch (error) {
    const code = String(Reflect.get(Object(error), "code") ?? "no answer");
    return failed(
      "dns",
      `${host} is not found (${code}).`,
      "Check AURIKO_BASE_URL, the network and the resolver.",
    );
  }
}

/** The base URL that a client without options uses; undefined when the variable can't be read. */
export function baseUrl(): URL | undefined {
  try {
    return new URL(resolveBaseUrl(undefined));
  } catch {
    return undefined;
  }
}

function withoutCredentials(proxy: string): string | undefined {
  try {
    const url = new URL(proxy.includes("://") ? proxy : `http://${proxy}`);
    return `${url.protocol}//${url.host}${url.username ? " (with credentials)" : ""}`;
  } catch {
    return undefined;
  }
}
