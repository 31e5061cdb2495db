import { BYTES, EVENTS, type Framing } from "../native/addon";
import { headerLines } from "../options/headers";

const JSON_BODY = "content-type: application/json\n";
/** Events and bytes must not wait for a compressor's block to fill. */
const UNCOMPRESSED = "accept-encoding: identity\n";

/** The headers of a request, as the core takes them, without the key. */
export class RequestHeaders {
  /** An `Authorization` that the caller gave among the headers, in place of the key. */
  readonly authorization: string | undefined;
  readonly #own: string;
  readonly #lines = new Map<Framing, string>();

  constructor(headers: ReadonlyMap<string, string>) {
    this.authorization = headers.get("authorization");
    this.#own = headerLines(new Map([...headers].filter(([name]) => name !== "authorization")));
  }

  /** All lines for an answer that is handed out in this way. */
  lines(framing: Framing): string {
    let lines = this.#lines.get(framing);
    if (lines === undefined) {
      lines = `${accepted(framing)}${JSON_BODY}${this.#own}`;
      this.#lines.set(framing, lines);
    }
    return lines;
  }
}

function accepted(framing: Framing): string {
  if (framing === EVENTS) return `accept: text/event-stream, application/json\n${UNCOMPRESSED}`;
  return framing === BYTES ? `accept: */*\n${UNCOMPRESSED}` : "accept: application/json\n";
}
