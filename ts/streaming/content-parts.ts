import { isObject, type Json, setFields } from "./plain-data";

/** What a `content` brings, whichever way it is written. */
export interface SpokenContent {
  readonly text: string;
  readonly reasoning: string;
}

const nothing: SpokenContent = Object.freeze({ text: "", reasoning: "" });

/**
 * The text and the reasoning in a `content`: most servers send a string, some a list of parts, of which those of type
 * `text` are text and those of type `thinking` or `reasoning` are reasoning.
 */
export function spokenContent(content: unknown): SpokenContent {
  if (typeof content === "string") return content === "" ? nothing : { text: content, reasoning: "" };
  if (!Array.isArray(content)) return nothing;
  let text = "";
  let reasoning = "";
  for (const part of content) {
    text += partText(part);
    reasoning += partReasoning(part);
  }
  return { text, reasoning };
}

/** The text of a part of type `text`; empty for others. */
export function partText(part: unknown): string {
  if (typeof part === "string") return part;
  if (!isObject(part) || (part.type !== "text" && part.type !== "output_text")) return "";
  return typeof part.text === "string" ? part.text : "";
}

/** The reasoning of a part of type `thinking`, whose value is text or a list of text parts; empty for others. */
export function partReasoning(part: unknown): string {
  if (!isObject(part) || (part.type !== "thinking" && part.type !== "reasoning")) return "";
  const value = part.thinking ?? part.reasoning ?? part.text;
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(partText).join("") : "";
}

/** Adds a part to a list of parts; one that goes on with the last one's text or reasoning is joined to it. */
export function addPart(parts: Json[], part: unknown): void {
  const piece = typeof part === "string" ? { type: "text", text: part } : part;
  if (!isObject(piece)) return;
  const last = parts.at(-1);
  if (last !== undefined && last.type === piece.type) {
    if (piece.type === "text" && typeof last.text === "string" && typeof piece.text === "string") {
      setFields(last, { ...piece, text: last.text + piece.text });
      return;
    }
    if (piece.type === "thinking" && Array.isArray(last.thinking) && Array.isArray(piece.thinking)) {
      const thinking = last.thinking as Json[];
      for (const one of piece.thinking) addPart(thinking, one);
      setFields(last, { ...piece, thinking });
      return;
    }
    if (
      piece.type === "thinking" &&
      typeof last.thinking === "string" &&
      typeof piece.thinking === "string"
    ) {
      setFields(last, { ...piece, thinking: last.thinking + piece.thinking });
      return;
    }
  }
  // Copies, down to what may grow here: the caller may keep and change its events.
  const thinking = Array.isArray(piece.thinking) ? { thinking: piece.thinking.map(ownCopy) } : {};
  parts.push({ ...piece, ...thinking });
}

const ownCopy = (value: unknown) => (isObject(value) ? { ...value } : value);
