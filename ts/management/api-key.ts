/** A spending limit of one key. */
export interface ApiKeyBudget {
  /** In USD. */
  limit_usd?: number;
  /** Whether requests beyond the limit are refused. */
  enforce?: boolean;
  /** Whether requests over your own provider keys count. */
  include_byok?: boolean;
  [key: string]: unknown;
}

/** An API key without its secret. */
export interface ManagedApiKey {
  id: string;
  workspace_id: string;
  name: string;
  /** The beginning of the key, enough to recognise it. */
  key_prefix: string;
  /** Follows from the scopes. */
  profile?: "inference" | "management" | "mixed" | (string & {});
  /** Fixed when the key is created. */
  scopes: string[];
  is_active: boolean;
  created_at: string;
  /** Requests per minute; `null`: the workspace's default. */
  rate_limit_rpm?: number | null;
  /** `null`: never. */
  expires_at?: string | null;
  /** `null`: not yet. */
  last_used_at?: string | null;
  /** The key that created this one. */
  created_by_key_id?: string | null;
  /** `pending`: the change is stored, and takes effect within a minute. */
  propagation_status?: "pending" | (string & {}) | null;
  [key: string]: unknown;
}

/** A new API key. */
export interface CreatedApiKey extends ManagedApiKey {
  /**
   * The secret, shown this once. The property is not enumerable: it is in no log, `console.log` or JSON of the object
   * unless you put it there.
   */
  readonly api_key: string;
}

/** The workspace that a management call is about. */
export interface WorkspaceParams {
  /** The workspace's id: `(await client.me.get()).workspace.id`. */
  workspace_id: string;
}

/** What a new API key is. Keys made with an API key can only call models; others come from the dashboard. */
export interface ApiKeyCreateParams extends WorkspaceParams {
  /** 1 to 255 characters. */
  name: string;
  /** Only `api`. */
  key_type?: "api" | (string & {}) | null | undefined;
  /** What the key may do; can't be changed later. */
  scopes?: readonly string[] | null | undefined;
  /** Requests per minute, 1 or more. Default: the workspace's. */
  rate_limit_rpm?: number | null | undefined;
  /** Date and time in ISO 8601. Default: never. */
  expires_at?: string | null | undefined;
  /** A spending limit. Default: none. */
  budget?: ApiKeyBudget | null | undefined;
}

/** Which API keys to list. */
export interface ApiKeyListParams extends WorkspaceParams {
  /** Also those that were revoked. Default: false. */
  include_revoked?: boolean | null | undefined;
}

/** What to change about an API key; scopes can't be changed. `null` is sent as it is. */
export interface ApiKeyUpdateParams extends WorkspaceParams {
  /** 1 to 255 characters. */
  name?: string | null | undefined;
  /** Requests per minute, 1 or more. */
  rate_limit_rpm?: number | null | undefined;
  /** Date and time in ISO 8601. */
  expires_at?: string | null | undefined;
  /** `false` switches the key off. */
  is_active?: boolean | null | undefined;
  /** A spending limit. */
  budget?: ApiKeyBudget | null | undefined;
}

/** Which span of usage to report. */
export interface ApiKeyUsageParams extends WorkspaceParams {
  /** Server default: `month`. */
  period?: "day" | "week" | "month" | (string & {}) | null | undefined;
}

/** All API keys of a workspace. */
export interface ApiKeyList {
  object: "list";
  data: ManagedApiKey[];
  /** How many there are; lists have no pages. */
  count: number;
  [key: string]: unknown;
}

/** What one API key was used for. */
export interface ApiKeyUsage {
  key_id: string;
  workspace_id: string;
  period: "day" | "week" | "month" | (string & {});
  start_date: string;
  end_date: string;
  request_count: number;
  error_count: number;
  rate_limit_count: number;
  tokens_input: number;
  tokens_output: number;
  tokens_total: number;
  cost_usd: number;
  [key: string]: unknown;
}

/**
 * The answer to a deletion. `pending`: it is stored, and takes effect within a minute for API keys, within about five
 * for provider keys. A server that has deleted at once may answer without a body: then all that is known is the id.
 */
export interface DeletedKey {
  id: string;
  propagation_status?: "pending" | (string & {}) | null;
  message?: string;
  [key: string]: unknown;
}
