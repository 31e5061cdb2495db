/** A request as it came over the wire. */
export class Received {
  readonly method: string;
  readonly target: string;
  /** Names in lower case, values as latin1; repeated ones are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    /** Request line and headers. */
    readonly head: string,
    readonly body: Buffer,
  ) {
    const [requestLine = "", ...lines] = head.split("\r\n");
    const [method = "", target = ""] = requestLine.split(" ");
    this.method = method;
    this.target = target;
    const headers: Record<string, string> = {};
    for (const line of lines) {
      const colon = line.indexOf(":");
      const name = line.slice(0, colon).toLowerCase();
      const value = line.slice(colon + 1).trim();
      headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
    }
    this.headers = headers;
  }

  /** The body, read as JSON. */
  json(): Record<string, unknown> {
    return JSON.parse(this.body.toString("utf8")) as Record<string, unknown>;
  }
}

/** Takes requests out of the bytes of one connection. */
export class RequestReader {
  #bytes: Buffer = Buffer.alloc(0);

  push(piece: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? piece : Buffer.concat([this.#bytes, piece]);
  }

  /** The next whole request, if it has arrived. */
  next(): Received | undefined {
    const end = this.#bytes.indexOf("\r\n\r\n");
    if (end === -1) return undefined;
    const head = this.#bytes.toString("latin1", 0, end);
    const length = Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0);
    const from = end + 4;
    if (this.#bytes.length < from + length) return undefined;
    const body = this.#bytes.subarray(from, from + length);
    this.#bytes = this.#bytes.subarray(from + length);
    return new Received(head, body);
  }
}
