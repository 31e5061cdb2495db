import type { WorkspaceParams } from "./api-key";

/** Your own key at a provider ("bring your own key"). No endpoint ever returns the secret. */
export interface ByokKey {
  id: string;
  workspace_id: string;
  /** The provider's id, from `client.byokProviders.list()`. */
  provider: string;
  name: string;
  /** The beginning of the secret, masked. */
  key_prefix: string;
  /** Whether it is its provider's default for routing. */
  is_default: boolean;
  /** Not used for routing; the secret is kept. */
  disabled: boolean;
  validation_status?: "valid" | "pending" | "invalid" | "error" | (string & {});
  created_at?: string;
  updated_at?: string;
  /** The account's tier at the provider, which decides rate limits and data policy. */
  account_tier?: string | null;
  tier_source?: "auto_detected" | "user_specified" | "fallback" | (string & {}) | null;
  /** `null`: never. */
  last_validated_at?: string | null;
  /** `pending`: stored, and takes effect within about five minutes. */
  propagation_status?: "pending" | (string & {}) | null;
  [key: string]: unknown;
}

/** What to store as your own key. */
export interface ByokKeyCreateParams extends WorkspaceParams {
  /** The provider's id, from `client.byokProviders.list()`. */
  provider: string;
  /** The provider's secret, 10 characters or more. It goes in once and is never shown again. */
  api_key: string;
  /** 1 to 100 characters. Default: made from the provider's name. */
  name?: string | null | undefined;
  /** Makes it the provider's default for routing. */
  is_default?: boolean | null | undefined;
  /** One of `client.byokProviders.tiers(provider)`. Default: detected, else the provider's most careful one. */
  account_tier?: string | null | undefined;
}

/** Which keys to list. */
export interface ByokKeyListParams extends WorkspaceParams {
  /** Only those of this provider. */
  provider?: string | null | undefined;
}

/** What to change about a key; at least one field. The secret can't be changed: store a new key and delete the old one. */
export interface ByokKeyUpdateParams extends WorkspaceParams {
  /** 1 to 100 characters. */
  name?: string | null | undefined;
  /** `true` makes it the provider's default, `false` no longer. A disabled key has to be enabled with it. */
  is_default?: boolean | null | undefined;
  /** One of `client.byokProviders.tiers(provider)`. */
  account_tier?: string | null | undefined;
  /** `true` takes it out of routing and keeps the secret. */
  disabled?: boolean | null | undefined;
}

/** All your own keys of a workspace. */
export interface ByokKeyList {
  object: "list";
  data: ByokKey[];
  /** How many there are; lists have no pages. */
  count: number;
  [key: string]: unknown;
}

/** A provider that takes your own keys. */
export interface ByokProvider {
  [key: string]: unknown;
}

/** All providers that take your own keys. */
export interface ByokProviderList {
  object?: "list" | (string & {});
  data: ByokProvider[];
  count?: number;
  [key: string]: unknown;
}

/** A kind of account at a provider. */
export interface ByokProviderTier {
  tier: string;
  display_name?: string;
  /** What an account needs to be of this tier. */
  qualification?: string;
  [key: string]: unknown;
}

/** All kinds of account at one provider. */
export interface ByokProviderTierList {
  object: "list";
  provider: string;
  data: ByokProviderTier[];
  count: number;
  [key: string]: unknown;
}
