/** An offer for a callable model. */
export interface ModelProvider {
  /** Provider id, for example `fireworks_ai`. */
  name: string;
  /** USD per 1M tokens. */
  input_price: number;
  /** USD per 1M tokens. */
  output_price: number;
  data_policy?: string | null;
  [key: string]: unknown;
}

/** A model that can be called with your key. */
export interface Model {
  /** Canonical id. */
  id: string;
  object: "model";
  /** Unix time in seconds. */
  created: number;
  owned_by: string;
  /** In tokens; the largest over all providers. */
  context_window?: number | null;
  /** Endpoints that can call it, for example `chat_completions` and `responses`. */
  supported_endpoints?: string[] | null;
  providers?: ModelProvider[] | null;
  [key: string]: unknown;
}

/** The models that can be called with your key. */
export interface ModelList {
  object: "list";
  data: Model[];
  catalog_version?: string | number | null;
  /** How old the catalogue is, in seconds. */
  catalog_age_seconds?: number | null;
  [key: string]: unknown;
}

/** Which models are listed. */
export interface ModelListParams {
  /** Only models of this endpoint. Server default: `chat_completions`; `responses` adds those that only it can call. */
  endpoint?: "chat_completions" | "responses" | (string & {}) | null | undefined;
}
