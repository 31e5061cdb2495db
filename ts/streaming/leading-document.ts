import { errorFromEnvelope, reportsError } from "../errors";
import type { ResponseHead } from "../native/records";
import type { SourceEnd } from "./event-source";
import { isObject } from "./plain-data";
import { documentInStream } from "./stream-errors";

/** The most characters of a document that are read. */
const MAX_LENGTH = 1024 * 1024;

/**
 * A document where events were expected: servers and proxies answer with one when they fail, whatever they call it. It
 * tells itself by its first character, with which no server-sent event begins.
 */
export class LeadingDocument {
  private decided: "document" | "events" | undefined;
  private readonly pieces: string[] = [];
  private length = 0;

  /** Takes in text; says whether it belongs to a document. */
  take(text: string): boolean {
    this.decided ??= kindOf(text);
    if (this.decided !== "document") return false;
    if (this.length < MAX_LENGTH) this.pieces.push(text);
    this.length += text.length;
    return true;
  }

  /** What the document means once the body has ended; `undefined` if there was none. */
  end({ status, headers, attempts }: ResponseHead): SourceEnd | undefined {
    if (this.decided !== "document") return undefined;
    const body = this.pieces.join("");
    const value = parse(body);
    if (value === undefined || Array.isArray(value) || (isObject(value) && reportsError(value))) {
      return { end: "error", error: errorFromEnvelope({ status, headers, attempts, body: value ?? body }) };
    }
    return { end: "error", error: documentInStream(value, status) };
  }
}

/** Blanks say nothing yet. */
function kindOf(text: string): "document" | "events" | undefined {
  const first = /[^\s\uFEFF]/.exec(text)?.[0];
  if (first === undefined) return undefined;
  return first === "{" || first === "[" || first === "<" ? "document" : "events";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
