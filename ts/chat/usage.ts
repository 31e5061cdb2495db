/** Where the tokens of a prompt come from. */
export interface PromptTokensDetails {
  /** Read from the prompt cache. */
  cached_tokens?: number | null;
  /** Written to the prompt cache. */
  cache_write_tokens?: number | null;
  /** @deprecated Older answers: now `cache_write_tokens`. */
  cache_creation_tokens?: number | null;
  text_tokens?: number | null;
  image_tokens?: number | null;
  audio_tokens?: number | null;
  [key: string]: unknown;
}

/** What the tokens of an answer are. */
export interface CompletionTokensDetails {
  reasoning_tokens?: number | null;
  text_tokens?: number | null;
  image_tokens?: number | null;
  audio_tokens?: number | null;
  accepted_prediction_tokens?: number | null;
  rejected_prediction_tokens?: number | null;
  [key: string]: unknown;
}

/** Tokens that a chat completion used. */
export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: PromptTokensDetails | null;
  completion_tokens_details?: CompletionTokensDetails | null;
  [key: string]: unknown;
}
