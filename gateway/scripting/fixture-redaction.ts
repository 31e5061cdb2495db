import { isObject } from "../call/field-checks";
import type { FixtureEntry } from "./fixture";

/** Changes a text before it is kept. */
export type Redact = (text: string) => string;

const MASK = "***";
/** Fields that hold a credential wherever they stand in a body. */
const CREDENTIAL = /^(api_?key|secret|password|authorization)$/i;
const KEY_SHAPE = /\b(ak|sk)([-_])[A-Za-z0-9_-]{8,}/g;

/**
 * Takes out of recorded exchanges what must not be kept: known keys, what looks like a key or is named like one, and
 * whatever the user adds. Requests that are looked up in a recording go the same way, so that they are still found.
 */
export class FixtureRedaction {
  readonly #secrets: () => readonly string[];
  readonly #redact: Redact;

  /**
   * @param secrets the keys that are known at the time
   * @param redact what else is taken out
   */
  constructor(secrets: () => readonly string[], redact: Redact = (text) => text) {
    this.#secrets = secrets;
    this.#redact = redact;
  }

  text(text: string): string {
    // By their looks first: when a recording is played, nobody knows the keys with which it was made.
    let masked = text.replace(KEY_SHAPE, `$1$2${MASK}`);
    for (const secret of this.#secrets()) if (secret.length > 3) masked = masked.replaceAll(secret, MASK);
    return this.#redact(masked);
  }

  request(request: FixtureEntry["request"]): FixtureEntry["request"] {
    const { method, path, body } = request;
    return { method, path: this.text(path), ...(body !== undefined && { body: this.#value(body) }) };
  }

  response(response: FixtureEntry["response"]): FixtureEntry["response"] {
    const { status, headers, body, events } = response;
    const masked = Object.entries(headers).map(([name, value]) => [name, this.text(value)] as const);
    return {
      status,
      headers: Object.fromEntries(masked),
      ...(body !== undefined && { body: this.#value(body) }),
      ...(events !== undefined && { events: events.map((event) => this.text(event)) }),
    };
  }

  #value(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.#value(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        typeof item === "string" && CREDENTIAL.test(name) ? MASK : this.#value(item),
      ]),
    );
  }
}
