/** A model of the registry. */
export interface CanonicalModel {
  id: string;
  family: string;
  display_name: string;
  capabilities: Record<string, boolean>;
  input_modalities: string[];
  output_modalities: string[];
  /** Provider ids. */
  providers: string[];
  has_free_provider: boolean;
  author?: string | null;
  [key: string]: unknown;
}

/** The registry of canonical models. */
export interface ModelsListResponse {
  models: CanonicalModel[];
  count: number;
  playground_defaults?: string[] | null;
  [key: string]: unknown;
}

/** A provider. */
export interface ProviderInfo {
  id: string;
  display_name: string;
  description: string;
  icon: string;
  data_policy: string;
  [key: string]: unknown;
}

/** All providers. */
export interface ProviderList {
  providers: ProviderInfo[];
  count: number;
  [key: string]: unknown;
}
