import { ResponseHeaders } from "../response-headers";

/** Headers that are parsed once for as long as they stay: they change if a stream is opened anew before its first event. */
export class ParsedHeaders {
  private raw: string | undefined;
  private parsed = ResponseHeaders.parse("");

  of(raw: string): ResponseHeaders {
    if (raw !== this.raw) {
      this.raw = raw;
      this.parsed = ResponseHeaders.parse(raw);
    }
    return this.parsed;
  }
}
