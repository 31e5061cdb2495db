import type { Catalogue } from "../catalogue/catalogue";
import type { Clock } from "../clock";
import type { StoredResponses } from "../compatibility/stored-responses";
import type { FaultBook } from "../faults/fault-book";
import type { ByokStore } from "../management/byok-store";
import type { KeyRing } from "../management/key-ring";
import type { Account } from "../pricing/account";
import type { PromptCache } from "../pricing/prompt-cache";
import type { Outages } from "../routing/outages";
import type { FixturePlayer } from "../scripting/fixture-player";
import type { FixtureRecorder } from "../scripting/fixture-recorder";
import type { ReplyQueue } from "../scripting/reply-queue";
import type { Forwarder } from "../upstream/forwarder";
import type { Measurements } from "../upstream/measurements";
import type { UpstreamAgents } from "../upstream/upstream-request";

/** What lives as long as a gateway. */
export interface GatewayState {
  readonly seed: number;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly pace: "real" | "instant";
  readonly keys: KeyRing;
  readonly byok: ByokStore;
  readonly replies: ReplyQueue;
  readonly faults: FaultBook;
  readonly recorder: FixtureRecorder | undefined;
  readonly player: FixturePlayer | undefined;
  readonly account: Account;
  readonly cache: PromptCache;
  readonly outages: Outages;
  readonly measurements: Measurements;
  readonly agents: UpstreamAgents;
  /** Who answers instead of the gateway. */
  readonly forwarder: Forwarder | undefined;
  /** Where responses are stored: only in a gateway that is compatible with OpenAI's API. */
  readonly stored: StoredResponses | undefined;
}
