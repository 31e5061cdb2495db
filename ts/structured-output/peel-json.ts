import { IncrementalJson } from "./incremental-json";

/**
 * The one JSON object or array that stands in a text, without the code fence or the words around it; `undefined` when
 * there is none, or when it could be one of several.
 */
export function peelJson(text: string): string | undefined {
  let found: string | undefined;
  let at = nextOpening(text, 0);
  while (at >= 0) {
    const json = new IncrementalJson();
    const end = json.push(text, at);
    if (json.progress === "open") return undefined;
    if (json.progress === "complete") {
      if (found !== undefined) return undefined;
      found = text.slice(at, end);
    }
    at = nextOpening(text, Math.max(end, at + 1));
  }
  return found;
}

/** Where the next object or array may begin, or -1. */
export function nextOpening(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === "{" || character === "[") return at;
  }
  return -1;
}
