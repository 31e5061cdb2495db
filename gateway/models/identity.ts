import type { ApiKeyIdentity } from "../../ts/identity/api-key-identity";
import { MANUAL_CLOCK_START } from "../clock";
import { hexFrom } from "../random";
import { type Answer, jsonAnswer } from "../server/answer";
import type { GatewayState } from "../server/gateway-state";

/** `GET /v1/me`: who the key belongs to. */
export function identity(state: GatewayState, apiKey: string): Answer {
  const id = (label: string, length: number): string => hexFrom(`${state.seed}:${apiKey}:${label}`, length);
  const body: ApiKeyIdentity = {
    credential_type: "api_key",
    status: "active",
    profile: "inference",
    key_id: `key_${id("key", 24)}`,
    key_prefix: apiKey.slice(0, 12),
    key_name: "Local gateway",
    workspace: { id: `ws_${id("workspace", 24)}`, name: "Local gateway" },
    scopes: ["inference"],
    rate_limits: {
      inference_rpm: state.account.requestsPerMinute,
      management_reads_rpm: 60,
      management_writes_rpm: 60,
    },
    expires_at: null,
    created_at: new Date(MANUAL_CLOCK_START).toISOString(),
  };
  return jsonAnswer(body, { headers: state.account.headers(apiKey) });
}
