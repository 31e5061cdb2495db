import { ResponseHeaders } from "../response-headers";
import { maskKnownShapes } from "./known-shapes";
import { MASK, type Redactor } from "./redactor";
import { isSecretName } from "./secret-names";

/** Headers of an answer without what they repeat of a request's secrets; the same object where there is none. */
export function redactHeaders(headers: ResponseHeaders, redactor: Redactor): ResponseHeaders {
  let changed = false;
  const mask = (text: string): string => {
    const masked = maskKnownShapes(redactor.text(text));
    changed ||= masked !== text;
    return masked;
  };
  const entries = [...headers].map(([name, value]) => [mask(name), mask(value)] as const);
  return changed ? ResponseHeaders.from(entries) : headers;
}

/** The headers of a request as they may be shown, from `name: value` lines. */
export function shownHeaders(lines: string, redactor: Redactor): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of ResponseHeaders.parse(lines)) {
    shown[name] = isSecretName(name) ? MASK : maskKnownShapes(redactor.text(value));
  }
  return shown;
}
