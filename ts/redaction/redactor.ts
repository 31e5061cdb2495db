import { maskKnownShapes } from "./known-shapes";
import { mapStrings } from "./map-strings";

/** What stands in place of a secret that has no shape of its own. */
export const MASK = "[redacted]";
/** What is shorter is no secret, but a word of tests that may stand in any sentence. */
const MIN_CREDENTIAL = 8;

/** Takes secrets that are known out of whatever is shown: exactly these, in every form in which a server repeats them. */
export class Redactor {
  /** Each form with its mask, the longest first, so that none is left over where one begins with another. */
  readonly #forms: readonly (readonly [form: string, mask: string])[];

  /**
   * @param credentials the client's own: its key, its proxy's password.
   * @param secrets those of one request, however short.
   */
  constructor(credentials: readonly string[], secrets: readonly string[] = []) {
    const known = [...credentials.filter(({ length }) => length >= MIN_CREDENTIAL), ...secrets];
    const forms = new Map<string, string>();
    for (const secret of known) {
      if (typeof secret !== "string" || secret === "") continue;
      const masked = maskKnownShapes(secret);
      for (const form of formsOf(secret)) forms.set(form, masked === secret ? MASK : masked);
    }
    this.#forms = [...forms].sort(([a], [b]) => b.length - a.length);
  }

  /** The text without the secrets. */
  text(text: string): string {
    let masked = text;
    for (const [form, mask] of this.#forms) {
      if (masked.includes(form)) masked = masked.replaceAll(form, () => mask);
    }
    return masked;
  }

  /** JSON-like data without the secrets, property names included; the value itself where there are none in it. */
  value(value: unknown): unknown {
    return mapStrings(value, (text) => this.text(text));
  }
}

/** As it is, inside a JSON text, inside a form and inside an address. */
function formsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [secret, inJson, new URLSearchParams({ "": secret }).toString().slice(1), percentEncoded(secret)];
}

function percentEncoded(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    // Half a character: no address can hold it.
    return secret;
  }
}
