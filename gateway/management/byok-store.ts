import type { Clock } from "../clock";
import { ApiFailure } from "../server/api-failure";
import { uuidFrom } from "./uuid-from";

/** The caller's own key at a provider. The secret itself is not kept: nothing here ever needs it. */
export interface ByokRecord {
  readonly id: string;
  readonly provider: string;
  name: string;
  readonly key_prefix: string;
  is_default: boolean;
  disabled: boolean;
  readonly created_at: string;
  updated_at: string;
  account_tier: string | null;
  tier_source: "user_specified" | "fallback";
}

/** What a new key is made from. */
export type NewByokKey = Pick<ByokRecord, "provider"> & {
  readonly secret: string;
  readonly name?: string | undefined;
  readonly is_default?: boolean | undefined;
  readonly account_tier?: string | undefined;
};

/** What can be changed about a key. */
export type ByokChange = Partial<Pick<ByokRecord, "name" | "is_default" | "account_tier" | "disabled">>;

/** The caller's own keys, and so the providers that can be reached with them. */
export class ByokStore {
  readonly #seed: number;
  readonly #clock: Clock;
  /** Providers that a gateway was started with: own keys that nobody has to store. */
  readonly #standing: ReadonlySet<string>;
  readonly #keys = new Map<string, ByokRecord>();
  readonly #byIdempotencyKey = new Map<string, ByokRecord>();
  #made = 0;

  constructor(standing: readonly string[], seed: number, clock: Clock) {
    this.#standing = new Set(standing);
    this.#seed = seed;
    this.#clock = clock;
  }

  /** Whether routing may use an own key of the caller at a provider. */
  has(provider: string): boolean {
    return (
      this.#standing.has(provider) ||
      [...this.#keys.values()].some((key) => key.provider === provider && !key.disabled)
    );
  }

  /**
   * A key by its id.
   * @throws ApiFailure 404 `resource_not_found`
   */
  get(id: string): ByokRecord {
    const key = this.#keys.get(id);
    if (key === undefined) throw new ApiFailure("resource_not_found", "There is no such provider key.");
    return key;
  }

  list(provider: string | undefined): ByokRecord[] {
    return [...this.#keys.values()].filter((key) => provider === undefined || key.provider === provider);
  }

  /** Stores a key; one that was stored with the same idempotency key is given again. */
  create(given: NewByokKey, idempotencyKey: string | undefined): ByokRecord {
    const known = idempotencyKey === undefined ? undefined : this.#byIdempotencyKey.get(idempotencyKey);
    if (known !== undefined) return known;
    const now = new Date(this.#clock.now()).toISOString();
    const first = this.list(given.provider).length === 0;
    const key: ByokRecord = {
      id: uuidFrom(`${this.#seed}:byok:${this.#made++}`),
      provider: given.provider,
      name: given.name ?? `${given.provider} Key`,
      key_prefix: `${given.secret.slice(0, 6)}…`,
      is_default: false,
      disabled: false,
      created_at: now,
      updated_at: now,
      account_tier: given.account_tier ?? null,
      tier_source: given.account_tier === undefined ? "fallback" : "user_specified",
    };
    this.#keys.set(key.id, key);
    if (given.is_default ?? first) this.#promote(key);
    if (idempotencyKey !== undefined) this.#byIdempotencyKey.set(idempotencyKey, key);
    return key;
  }

  /** @throws ApiFailure 409 `state_precondition_failed` when a disabled key shall become the default. */
  update(key: ByokRecord, change: ByokChange): void {
    const disabled = change.disabled ?? key.disabled;
    if (change.is_default === true && disabled) {
      throw new ApiFailure(
        "state_precondition_failed",
        "A disabled key can't be the default: enable it as well.",
      );
    }
    const { is_default: isDefault, ...rest } = change;
    Object.assign(key, rest, { updated_at: new Date(this.#clock.now()).toISOString() });
    if (isDefault === true) this.#promote(key);
    else if (isDefault === false || disabled) key.is_default = false;
  }

  delete(key: ByokRecord): void {
    this.#keys.delete(key.id);
  }

  #promote(key: ByokRecord): void {
    for (const other of this.list(key.provider)) other.is_default = other === key;
  }
}
