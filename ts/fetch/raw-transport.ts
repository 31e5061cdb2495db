/** One request as it goes over the wire. */
export interface RawRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array | null;
  readonly signal: AbortSignal;
}

/** An answer whatever its status, with its body unread. */
export interface RawAnswer {
  readonly status: number;
  /** The words behind the status; empty over HTTP/2. */
  readonly statusText: string;
  readonly headers: Headers;
  /** The body as it was sent, compressed or not. */
  readonly body: ReadableStream<Uint8Array>;
}

/** Sends single requests: nothing is retried, followed or added. Rejects as `fetch` does. */
export interface RawTransport {
  send(request: RawRequest): Promise<RawAnswer>;
}
