import type { ApiClient } from "../pipeline/api-client";
import type { RawAnswer, RawRequest, RawTransport } from "./raw-transport";
import { fetchFailed } from "./request-bytes";

/** What goes out where the request says nothing: no event has to wait until a compressor's block is full. */
const DEFAULTS: Readonly<Record<string, string>> = { accept: "*/*", "accept-encoding": "identity" };

/** The way through the core of a client. */
export class NativeTransport implements RawTransport {
  readonly #api: ApiClient;
  readonly #auth: boolean;

  /** `auth`: whether requests to the client's own origin get its key. */
  constructor(api: ApiClient, auth: boolean) {
    this.#api = api;
    this.#auth = auth;
  }

  async send({ method, url, headers, body, signal }: RawRequest): Promise<RawAnswer> {
    // A server has to be told that nothing comes where something could.
    const empty = /^(POST|PUT|PATCH)$/.test(method) && (body?.length ?? 0) === 0;
    const lines = (await this.#complete(url, headers)) + (empty ? "content-length: 0\n" : "");
    const sent = empty ? Buffer.alloc(0) : body && asBuffer(body);
    const address = new URL(url);
    address.hash = "";
    try {
      const { head, body: bytes } = await this.#api.sender.fetch(
        {
          method,
          url: address.href,
          headers: lines,
          body: sent,
          redirect: "manual",
        },
        signal,
      );
      return new NativeAnswer(head.status, head.reason, head.headers, bytes);
    } catch (error) {
      throw signal.aborted ? signal.reason : fetchFailed(error);
    }
  }

  /** The headers as lines, with what the request leaves open. */
  async #complete(url: URL, given: Headers): Promise<string> {
    const headers = new Map([...given]);
    for (const [name, value] of Object.entries({ ...DEFAULTS, "user-agent": userAgent(this.#api) })) {
      if (!headers.has(name)) headers.set(name, value);
    }
    const own = url.origin === new URL(this.#api.baseUrl).origin;
    if (this.#auth && own && !headers.has("authorization")) {
      headers.set("authorization", `Bearer ${await this.#api.key()}`);
    }
    return Array.from(headers, ([name, value]) => `${name}: ${value}\n`).join("");
  }
}

class NativeAnswer implements RawAnswer {
  readonly headers: readonly (readonly [string, string])[];

  constructor(
    readonly status: number,
    readonly statusText: string,
    lines: string,
    readonly body: ReadableStream<Uint8Array>,
  ) {
    this.headers = lines
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const colon = line.indexOf(": ");
        return [line.slice(0, colon), line.slice(colon + 2)] as const;
      });
  }

  header(name: string): string | null {
    const values = this.headers.filter(([given]) => given === name).map(([, value]) => value);
    return values.length === 0 ? null : values.join(", ");
  }
}

/** The client's own, if it was given one. */
function userAgent({ headers }: ApiClient): string {
  return headers.get("user-agent") ?? "node";
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
