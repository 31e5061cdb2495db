import type { Clock } from "../clock";
import type { ByokStore } from "./byok-store";
import type { ApiKeyRecord, KeyRing } from "./key-ring";

/** What an endpoint of the management API works with. */
export interface ManagementCall {
  readonly keys: KeyRing;
  readonly byok: ByokStore;
  readonly clock: Clock;
  /** The key that asks. */
  readonly key: ApiKeyRecord;
  /** The id in the path, of an endpoint that has one. */
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string | undefined;
}
