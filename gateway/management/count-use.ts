import { isObject } from "../call/field-checks";
import { bearerOf } from "../server/authenticate";
import type { RecordedRequest } from "../server/recorded-request";
import type { KeyRing } from "./key-ring";

const MODEL_CALLS = new Set(["/v1/chat/completions", "/v1/responses"]);

/** Books a model call that is over on the key that made it. */
export function countUse(keys: KeyRing, record: RecordedRequest): void {
  const secret = bearerOf(record);
  if (secret === undefined || !MODEL_CALLS.has(record.path)) return;
  const cost = record.routingMetadata?.cost;
  keys.used(secret, {
    status: record.status ?? 0,
    inputTokens: record.tokens?.input ?? 0,
    outputTokens: record.tokens?.output ?? 0,
    usd: isObject(cost) && typeof cost.usd === "number" ? cost.usd : 0,
  });
}
