/** The workspace that a key belongs to. */
export interface ApiKeyWorkspace {
  id: string;
  name: string;
  [key: string]: unknown;
}

/** Requests per minute that a key may make. */
export interface ApiKeyRateLimits {
  inference_rpm?: number | null;
  management_reads_rpm?: number | null;
  management_writes_rpm?: number | null;
  [key: string]: unknown;
}

/** Who the API key belongs to and what it may do. */
export interface ApiKeyIdentity {
  credential_type?: "api_key" | (string & {});
  status?: string;
  profile?: "inference" | "management" | "mixed" | (string & {});
  key_id?: string;
  /** The beginning of the key, enough to recognise it. */
  key_prefix?: string;
  key_name?: string;
  workspace?: ApiKeyWorkspace;
  scopes?: string[];
  rate_limits?: ApiKeyRateLimits;
  /** `null`: never. */
  expires_at?: string | null;
  created_at?: string;
  /** @deprecated Older answers: `api_key_identity`. */
  object?: string;
  /** @deprecated Older answers only. */
  user_id?: string | null;
  /** @deprecated Older answers: now `workspace.id`. */
  workspace_id?: string | null;
  /** @deprecated Older answers only. */
  tier?: string | null;
  /** @deprecated Older answers: now `rate_limits.inference_rpm`. */
  rate_limit_rpm?: number | null;
  [key: string]: unknown;
}
