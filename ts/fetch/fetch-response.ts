/** What an answer of `fetch` has that no constructor takes. */
interface ResponseFacts {
  readonly url: string;
  readonly redirected: boolean;
  readonly type: "basic" | "cors";
  readonly status: number;
  readonly statusText: string;
}

/** Statuses with which an answer has no body, whatever was sent. */
const BODILESS = new Set([101, 204, 205, 304]);

/** Whether an answer to this method with this status has a body. */
export function hasBody(method: string, status: number): boolean {
  return method !== "HEAD" && !BODILESS.has(status);
}

/** A `Response` as `fetch` hands it out: with its address, and with headers that can't be changed. */
export function fetchResponse(
  body: ReadableStream<Uint8Array> | null,
  headers: Headers,
  facts: ResponseFacts,
): Response {
  const status = facts.status >= 200 && facts.status <= 599 && body !== null ? facts.status : 200;
  return withFacts(new Response(body, { status, headers }), facts);
}

function withFacts(response: Response, facts: ResponseFacts): Response {
  const { status } = facts;
  const values = { ...facts, ok: status >= 200 && status <= 299 };
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(response, name, { value, configurable: true });
  }
  const clone = () => withFacts(Response.prototype.clone.call(response), facts);
  Object.defineProperty(response, "clone", { value: clone, configurable: true });
  freeze(response.headers);
  return response;
}

/** The headers of a constructed answer can be changed; those of a fetched one can't. */
function freeze(headers: Headers): void {
  const refuse = () => {
    throw new TypeError("immutable");
  };
  for (const name of ["append", "delete", "set"]) {
    Object.defineProperty(headers, name, { value: refuse, configurable: true });
  }
}
