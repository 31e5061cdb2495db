import type { Clock } from "../clock";
import type { Budgets } from "../pricing/budgets";
import { hexFrom } from "../random";
import { ApiFailure } from "../server/api-failure";
import { type KeyUse, type KeyUseSum, UseLog } from "./key-use";
import { SCOPES } from "./scopes";
import { uuidFrom } from "./uuid-from";

/** A key that a gateway accepts: its text, or its text with what it may do. */
export type GatewayApiKey = string | { readonly key: string; readonly scopes: readonly string[] };

/** A spending limit as the API writes it. */
export interface KeyBudget {
  readonly limit_usd: number;
  readonly enforce?: boolean;
  readonly include_byok?: boolean;
}

/** What can be changed about a key. */
export interface KeySettings {
  name: string;
  rate_limit_rpm: number | null;
  expires_at: string | null;
  is_active: boolean;
  budget?: KeyBudget | undefined;
}

/** A key with all that is known of it, its secret included. */
export interface ApiKeyRecord extends KeySettings {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly string[];
  readonly created_at: string;
  readonly created_by_key_id: string | null;
  last_used_at: string | null;
  revoked: boolean;
}

/** All keys of a gateway's one workspace. */
export class KeyRing {
  readonly workspaceId: string;
  readonly #seed: number;
  readonly #clock: Clock;
  readonly #budgets: Budgets;
  readonly #bySecret = new Map<string, ApiKeyRecord>();
  readonly #use = new UseLog();

  constructor(given: readonly GatewayApiKey[], seed: number, clock: Clock, budgets: Budgets) {
    this.workspaceId = uuidFrom(`${seed}:workspace`);
    this.#seed = seed;
    this.#clock = clock;
    this.#budgets = budgets;
    for (const one of given) {
      const { key, scopes } = typeof one === "string" ? { key: one, scopes: SCOPES } : one;
      this.#keep({ name: "Local gateway", secret: key, scopes, creator: null });
    }
  }

  /** The key with this secret, if it may be used. */
  find(secret: string): ApiKeyRecord | undefined {
    const key = this.#bySecret.get(secret);
    return key === undefined || !this.#isUsable(key) ? undefined : key;
  }

  /**
   * A key of the workspace by its id.
   * @throws ApiFailure 404 `resource_not_found`
   */
  get(id: string): ApiKeyRecord {
    const key = this.list(true).find((one) => one.id === id);
    if (key === undefined) throw new ApiFailure("resource_not_found", "There is no such API key.");
    return key;
  }

  /** The keys in the order in which they were made. */
  list(includeRevoked: boolean): ApiKeyRecord[] {
    return [...this.#bySecret.values()].filter(({ revoked }) => includeRevoked || !revoked);
  }

  /** Makes a key. */
  create(settings: Partial<KeySettings> & { name: string }, creator: ApiKeyRecord): ApiKeyRecord {
    const secret = `ak_test_${hexFrom(`${this.#seed}:secret:${this.#bySecret.size}`, 32)}`;
    const key = this.#keep({ name: settings.name, secret, scopes: ["inference"], creator: creator.id });
    this.update(key, settings);
    return key;
  }

  /** Changes a key; fields that are absent stay. */
  update(key: ApiKeyRecord, settings: Partial<KeySettings>): void {
    for (const [name, value] of Object.entries(settings))
      if (value !== undefined) Object.assign(key, { [name]: value });
    if (settings.budget !== undefined) {
      const { limit_usd: limitUsd, enforce = true, include_byok: includeByok = false } = settings.budget;
      this.#budgets.setForKey(key.secret, { period: "monthly", limitUsd, enforce, includeByok });
    }
  }

  /** Ends a key for good. */
  revoke(key: ApiKeyRecord): void {
    key.revoked = true;
    key.is_active = false;
  }

  /** Notes a request that a key has made. */
  used(secret: string, use: Omit<KeyUse, "at">): void {
    const key = this.#bySecret.get(secret);
    if (key === undefined) return;
    const at = this.#clock.now();
    key.last_used_at = new Date(at).toISOString();
    this.#use.add(key.id, { ...use, at });
  }

  /** What a key was used for since a moment. */
  useSince(key: ApiKeyRecord, since: number): readonly KeyUseSum[] {
    return this.#use.since(key.id, since);
  }

  #isUsable({ is_active, expires_at }: ApiKeyRecord): boolean {
    return is_active && (expires_at === null || Date.parse(expires_at) > this.#clock.now());
  }

  #keep(made: {
    name: string;
    secret: string;
    scopes: readonly string[];
    creator: string | null;
  }): ApiKeyRecord {
    const key: ApiKeyRecord = {
      id: uuidFrom(`${this.#seed}:key:${made.secret}`),
      secret: made.secret,
      name: made.name,
      scopes: made.scopes,
      is_active: true,
      created_at: new Date(this.#clock.now()).toISOString(),
      rate_limit_rpm: null,
      expires_at: null,
      last_used_at: null,
      created_by_key_id: made.creator,
      revoked: false,
    };
    this.#bySecret.set(key.secret, key);
    return key;
  }
}
