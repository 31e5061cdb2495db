import { isObject, type Json, setFields } from "./plain-data";

/** Fields of a detail that come in pieces. */
const texts = ["text", "summary"] as const;

/**
 * Adds a piece of `reasoning_details`, the blocks that some servers want back unchanged, to those before it: pieces of
 * one block follow one another with the same `type` and `index`.
 */
export function addReasoningDetail(list: unknown[], piece: unknown): void {
  const last = list.at(-1);
  if (!isObject(piece) || !isObject(last) || !goesOn(last, piece)) {
    list.push(isObject(piece) ? { ...piece } : piece);
    return;
  }
  const known = Object.entries(piece).filter(([key, value]) => value != null && !isText(key));
  setFields(last, Object.fromEntries(known));
  for (const key of texts) {
    const [before, more] = [last[key], piece[key]];
    if (typeof more === "string") last[key] = typeof before === "string" ? before + more : more;
  }
}

function goesOn(last: Json, piece: Json): boolean {
  return (
    last.type === piece.type &&
    last.index === piece.index &&
    texts.some((key) => typeof piece[key] === "string")
  );
}

function isText(key: string): boolean {
  return key === "text" || key === "summary";
}
