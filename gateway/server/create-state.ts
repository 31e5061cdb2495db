import { readFileSync } from "node:fs";
import { invalidParameter } from "../../ts/errors/client-side";
import type { Catalogue } from "../catalogue/catalogue";
import { ManualClock, systemClock } from "../clock";
import { StoredResponses } from "../compatibility/stored-responses";
import type { FaultLike } from "../faults/fault";
import { FaultBook, type FaultRule } from "../faults/fault-book";
import type { LocalGatewayOptions } from "../local-gateway-options";
import { ByokStore } from "../management/byok-store";
import { type GatewayApiKey, KeyRing } from "../management/key-ring";
import { Account } from "../pricing/account";
import { Budgets } from "../pricing/budgets";
import { PromptCache } from "../pricing/prompt-cache";
import { Outages } from "../routing/outages";
import { checkFixture, type Fixture } from "../scripting/fixture";
import { FixtureFile } from "../scripting/fixture-file";
import { FixturePlayer } from "../scripting/fixture-player";
import { FixtureRecorder } from "../scripting/fixture-recorder";
import { FixtureRedaction } from "../scripting/fixture-redaction";
import { ReplyQueue } from "../scripting/reply-queue";
import { Forwarder } from "../upstream/forwarder";
import { Measurements } from "../upstream/measurements";
import { UpstreamAgents } from "../upstream/upstream-request";
import type { GatewayState } from "./gateway-state";

/** Makes what lives as long as a gateway. */
export function createState(
  options: LocalGatewayOptions,
  apiKeys: readonly GatewayApiKey[],
  catalogue: Catalogue,
): GatewayState {
  const clock = options.clock ?? (options.seed === undefined ? systemClock : new ManualClock());
  const seed = options.seed ?? 0;
  const budgets = new Budgets(options.budgets ?? [], clock);
  const keys = new KeyRing(apiKeys, seed, clock, budgets);
  const account = new Account(
    {
      requestsPerMinute: options.requestsPerMinute ?? 1_000_000,
      requestsPerMinuteOf: (apiKey) => keys.find(apiKey)?.rate_limit_rpm ?? undefined,
      creditsUsd: options.creditsUsd ?? 1_000_000,
      budgets,
    },
    clock,
  );
  const agents = new UpstreamAgents();
  const { forwardTo } = options;
  const redaction = new FixtureRedaction(
    () => [...keys.list(true).map(({ secret }) => secret), ...(forwardTo ? [forwardTo.apiKey] : [])],
    options.redact,
  );
  return {
    seed,
    clock,
    catalogue,
    pace: options.pace ?? "instant",
    keys,
    byok: new ByokStore(options.byokProviders ?? [], seed, clock),
    replies: new ReplyQueue(options.replies ?? [], options.respond),
    faults: new FaultBook(asRules(options.faults)),
    account,
    cache: new PromptCache(clock),
    outages: new Outages(),
    // What is replayed is read before what is recorded is opened: they may be the same file.
    player:
      options.replay === undefined ? undefined : new FixturePlayer(fixtureOf(options.replay), redaction),
    recorder: recorderOf(options.record, redaction),
    measurements: new Measurements(),
    agents,
    forwarder: forwardTo === undefined ? undefined : new Forwarder(forwardTo, agents),
    stored: options.compatibility === "openai" ? new StoredResponses() : undefined,
  };
}

function recorderOf(
  record: LocalGatewayOptions["record"],
  redaction: FixtureRedaction,
): FixtureRecorder | undefined {
  if (record === undefined || record === false) return undefined;
  return new FixtureRecorder(redaction, record === true ? undefined : new FixtureFile(record));
}

function fixtureOf(replay: Fixture | string): Fixture {
  if (typeof replay !== "string") return checkFixture(replay);
  let text: string;
  try {
    text = readFileSync(replay, "utf8");
  } catch (cause) {
    throw invalidParameter("replay", `The fixture ${replay} can't be read: ${(cause as Error).message}`);
  }
  try {
    return checkFixture(JSON.parse(text));
  } catch (cause) {
    throw invalidParameter("replay", `${replay} is not a fixture: ${(cause as Error).message}`);
  }
}

function asRules(faults: LocalGatewayOptions["faults"]): readonly (FaultLike | FaultRule)[] {
  if (faults === undefined) return [];
  return Array.isArray(faults) ? (faults as readonly (FaultLike | FaultRule)[]) : [faults as FaultLike];
}
