/** Marks content for prompt caching at Anthropic; other providers ignore it. */
export interface CacheControl {
  type: "ephemeral";
}

/** Text in a message. */
export interface TextPart {
  type: "text";
  text: string;
  cache_control?: CacheControl | undefined;
}

/** An image in a message. */
export interface ImagePart {
  type: "image_url";
  image_url: {
    /** An http(s) URL, or a data URL with the image in base64. */
    url: string;
    detail?: "auto" | "low" | "high" | undefined;
  };
  cache_control?: CacheControl | undefined;
}

/** What the content of a user message is made of. */
export type ContentPart = TextPart | ImagePart;

/** Readable reasoning; send it back unchanged in the next turn. */
export interface ThinkingReasoningBlock {
  type: "thinking";
  thinking: string;
  signature?: string | null | undefined;
}

/** Reasoning that the provider has hidden; send it back unchanged in the next turn. */
export interface RedactedReasoningBlock {
  type: "redacted";
  data: string;
}

/** A piece of reasoning in an assistant message. */
export type ReasoningBlock = ThinkingReasoningBlock | RedactedReasoningBlock;
