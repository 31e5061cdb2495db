import type { CallClock, CallSetup } from "../observability";
import { Redactor } from "../redaction";
import type { ApiRequest } from "./api-request";
import type { PreparedRequest } from "./prepare-request";
import type { RequestHeaders } from "./request-headers";

/** What a client adds to what is told of a call. */
interface Caller {
  readonly baseUrl: string;
  readonly headers: ReadonlyMap<string, string>;
  headersFor(headers: PreparedRequest["options"]["headers"]): RequestHeaders;
  readonly sender: { redactorFor(request: PreparedRequest): Redactor };
}

/** What is told of a call whose request has passed all checks. */
export function setupOf(request: PreparedRequest, client: Caller): CallSetup {
  const { clock, method, url, model, framing, body, options } = request;
  return {
    clock,
    method,
    url,
    path: pathOf(url, client.baseUrl),
    model,
    stream: request.streams,
    sends: true,
    headers: options.headers ?? client.headers,
    lines: `authorization: \n${client.headersFor(options.headers).lines(framing)}`,
    body,
    redactor: () => client.sender.redactorFor(request),
  };
}

/** What is told of a call that was refused: nothing of its parameters can be relied on. */
export function refusedSetupOf(request: ApiRequest<unknown>, client: Caller, clock: CallClock): CallSetup {
  const path = tried(request.path);
  return {
    clock,
    method: tried(request.method),
    url: client.baseUrl + path,
    path: pathOf(client.baseUrl + path, client.baseUrl),
    model: null,
    stream: request.open !== undefined,
    sends: false,
    headers: client.headers,
    lines: "",
    body: null,
    redactor: () => new Redactor([]),
  };
}

/** Below the base URL, without its query. */
export function pathOf(url: string, baseUrl: string): string {
  const [address = ""] = url.split("?", 1);
  return address.startsWith(`${baseUrl}/`) ? address.slice(baseUrl.length) : new URL(address).pathname;
}

function tried(value: string | (() => string)): string {
  try {
    return typeof value === "string" ? value : value();
  } catch {
    return "";
  }
}
