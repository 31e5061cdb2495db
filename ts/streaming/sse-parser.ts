/** The most characters that one event may have. */
const MAX_EVENT_LENGTH = 16 * 1024 * 1024;

/** An event is longer than the parser accepts. */
export class OversizedEvent extends Error {}

/**
 * Finds the data of server-sent events in text that arrives in any pieces. Lines end with LF, CR LF or CR and nothing
 * else: other separators of Unicode may stand inside JSON. Fields other than `data` mean nothing to this API, but for
 * `error`, which no standard knows and some servers report their failure in: it becomes an event that says so.
 */
export class SseParser {
  /** Pieces of a line that has not ended yet: joined once, so that a long line in many pieces stays linear. */
  private line: string[] = [];
  private data: string[] = [];
  private length = 0;
  private afterCarriageReturn = false;

  /** Takes in text; returns the data of the events that it completes. */
  push(text: string): string[] {
    const events: string[] = [];
    let start = this.afterCarriageReturn && text.startsWith("\n") ? 1 : 0;
    if (text.length > 0) this.afterCarriageReturn = false;
    let feed = text.indexOf("\n", start);
    let carriage = text.indexOf("\r", start);
    while (feed >= 0 || carriage >= 0) {
      const end = feed < 0 || (carriage >= 0 && carriage < feed) ? carriage : feed;
      this.endLine(text.slice(start, end), events);
      start = end + 1;
      if (end === carriage) {
        if (start === text.length) this.afterCarriageReturn = true;
        else if (feed === start) start++;
        carriage = text.indexOf("\r", start);
      }
      if (feed >= 0 && feed < start) feed = text.indexOf("\n", start);
    }
    if (start < text.length) this.keep(text.slice(start));
    return events;
  }

  private keep(piece: string): void {
    this.line.push(piece);
    this.count(piece);
  }

  private count(piece: string): void {
    this.length += piece.length;
    if (this.length > MAX_EVENT_LENGTH) throw new OversizedEvent("event above the size limit");
  }

  private endLine(last: string, events: string[]): void {
    this.count(last);
    const line = this.line.length === 0 ? last : this.line.join("") + last;
    if (this.line.length > 0) this.line = [];
    if (line !== "") {
      this.addField(line);
      if (this.data.length === 0) this.length = 0;
      return;
    }
    if (this.data.length > 0)
      events.push(this.data.length === 1 ? (this.data[0] as string) : this.data.join("\n"));
    this.data = [];
    this.length = 0;
  }

  private addField(line: string): void {
    if (line === "data") this.data.push("");
    else if (line.startsWith("data:")) this.data.push(line.slice(line[5] === " " ? 6 : 5));
    else if (line.startsWith("error:")) this.data.push(`{"error":${asJson(line.slice(6).trim())}}`);
  }
}

/** What an `error` field holds: JSON as a rule, else a text. */
function asJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}
