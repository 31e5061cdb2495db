import {
  estimateImageTokens,
  estimateTokens,
  TOKENS_PER_MESSAGE,
  TOKENS_PER_PROMPT,
} from "../pricing/estimate-tokens";
import type { PromptSegment } from "./model-call";

/** Collects the pieces of a prompt in the order in which a provider would see them. */
export class PromptBuilder {
  readonly segments: PromptSegment[] = [];
  readonly modalities = new Set<string>(["text"]);
  readonly toolResults: string[] = [];
  lastUserText = "";
  tokens = TOKENS_PER_PROMPT;

  /** Adds text that a message of `role` holds. */
  text(role: string, text: string, cacheMark = false): void {
    this.#add(`${role}\u0000${text}`, estimateTokens(text), "text", cacheMark);
  }

  image(url: string, detail: unknown, cacheMark = false): void {
    this.modalities.add("image");
    this.#add(`image\u0000${url}`, estimateImageTokens(detail), "image", cacheMark);
  }

  /** Closes a message. A tool result ends the conversation only as long as nothing but tool results follow it. */
  endMessage(role: string, text: string): void {
    this.#add("", TOKENS_PER_MESSAGE, "text", false);
    if (role === "tool" || role === "function") this.toolResults.push(text);
    else this.toolResults.length = 0;
    if (role === "user") this.lastUserText = text;
  }

  #add(text: string, tokens: number, kind: PromptSegment["kind"], cacheMark: boolean): void {
    this.segments.push({ text, tokens, kind, cacheMark });
    this.tokens += tokens;
  }
}
