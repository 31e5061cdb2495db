/** Tokens that a response used. */
export interface ResponseUsage {
  input_tokens: number;
  output_tokens: number;
  total_tokens: number;
  input_tokens_details?: ResponseInputTokensDetails | null;
  output_tokens_details?: ResponseOutputTokensDetails | null;
  [key: string]: unknown;
}

/** Where the input tokens come from. */
export interface ResponseInputTokensDetails {
  /** Read from the prompt cache. */
  cached_tokens?: number | null;
  /** Written to the prompt cache. */
  cache_write_tokens?: number | null;
  [key: string]: unknown;
}

/** What the output tokens are. */
export interface ResponseOutputTokensDetails {
  reasoning_tokens?: number | null;
  image_tokens?: number | null;
  [key: string]: unknown;
}

/** What hosted tools used. */
export interface ResponseToolUsage {
  image_gen?: ImageGenUsage | null;
  web_search?: { num_requests?: number | null; [key: string]: unknown } | null;
  [key: string]: unknown;
}

/** Tokens that image generation used. */
export interface ImageGenUsage {
  input_tokens?: number | null;
  output_tokens?: number | null;
  total_tokens?: number | null;
  input_tokens_details?: ImageGenTokensDetails | null;
  output_tokens_details?: ImageGenTokensDetails | null;
  input_text_tokens?: number | null;
  input_image_tokens?: number | null;
  output_image_tokens?: number | null;
  [key: string]: unknown;
}

/** Tokens of image generation by kind. */
export interface ImageGenTokensDetails {
  image_tokens?: number | null;
  text_tokens?: number | null;
  [key: string]: unknown;
}
