/** A price that applies under conditions, such as long prompts. */
export interface PriceVariant {
  /** What is priced, for example input or output. */
  role: string;
  /** USD per 1M tokens. */
  price: number;
  constraints: Record<string, string>;
  description?: string | null;
  [key: string]: unknown;
}

/** Prices of one tier of an offer, in USD per 1M tokens. */
export interface TierEntry {
  /** For example `standard`, `flex` or `priority`. */
  name: string;
  input_price?: number | null;
  output_price?: number | null;
  /** Of input tokens that are read from the prompt cache. */
  cache_read_price?: number | null;
  /** Of input tokens that are written to the prompt cache. */
  cache_write_price?: number | null;
  latency_hint?: string | null;
  price_variants?: PriceVariant[] | null;
  [key: string]: unknown;
}

/** One provider's offer of a model. */
export interface ProviderEntry {
  provider: string;
  provider_model_id: string;
  /** In tokens. */
  context_window?: number | null;
  /** In tokens. */
  max_output_tokens?: number | null;
  /** What the offer can do, for example `supports_prompt_caching`. */
  capabilities?: Record<string, boolean> | null;
  input_modalities?: string[] | null;
  output_modalities?: string[] | null;
  tools?: unknown;
  tiers?: TierEntry[] | null;
  updated_at?: string | null;
  data_policy?: string | null;
  accepted_params?: string[] | null;
  supported_parameters?: string[] | null;
  supported_endpoints?: string[] | null;
  /** When the offer ends. */
  shutdown_at?: string | null;
  [key: string]: unknown;
}

/** A model of the directory, with everyone who offers it. */
export interface DirectoryModel {
  family: string;
  display_name: string;
  providers: ProviderEntry[];
  author?: string | null;
  supported_parameters?: string[] | null;
  aliases?: string[] | null;
  [key: string]: unknown;
}

/** The public directory of all models. */
export interface DirectoryResponse {
  /** Canonical id → model. */
  models: Record<string, DirectoryModel>;
  generated_at: string;
  [key: string]: unknown;
}
