import type { Answer } from "../server/answer";
import { ApiFailure } from "../server/api-failure";
import { authenticate } from "../server/authenticate";
import { type Endpoint, type Methods, open } from "../server/endpoint";
import type { GatewayState } from "../server/gateway-state";
import { parseObject } from "../server/read-body";
import type { RecordedRequest } from "../server/recorded-request";
import {
  apiKeyUsage,
  createApiKey,
  deleteApiKey,
  listApiKeys,
  retrieveApiKey,
  updateApiKey,
} from "./api-key-endpoints";
import {
  createByokKey,
  deleteByokKey,
  listByokKeys,
  listByokProviders,
  listByokProviderTiers,
  retrieveByokKey,
  updateByokKey,
} from "./byok-endpoints";
import type { ManagementCall } from "./management-call";

type ManagementEndpoint = (call: ManagementCall) => Answer;

const PATH = /^\/v1\/workspaces\/([^/]+)\/(api-keys|byok-keys)(?:\/([^/]+)(\/usage)?)?$/;
const TIERS = /^\/v1\/byok\/providers\/([^/]+)\/tiers$/;

/** The methods of a path of the management API, or nothing for a path outside it. */
export function managementMethods(state: GatewayState, path: string): Methods | undefined {
  if (path === "/v1/byok/providers") return { GET: open(() => listByokProviders(state.catalogue)) };
  const provider = TIERS.exec(path)?.[1];
  if (provider !== undefined) {
    return { GET: open(() => listByokProviderTiers(state.catalogue, decoded(provider))) };
  }
  const match = PATH.exec(path);
  if (match === null) return undefined;
  const [, workspace = "", collection, id, usage] = match;
  const endpoints = collection === "api-keys" ? apiKeys(id, usage) : byokKeys(state, id, usage);
  if (endpoints === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(endpoints).map(([method, answer]): [string, Endpoint] => [
      method,
      {
        needsKey: true,
        answer: (at, record) => answer(callOf(at, record, decoded(workspace), decoded(id ?? ""))),
      },
    ]),
  );
}

function apiKeys(id: string | undefined, usage: string | undefined): Record<string, ManagementEndpoint> {
  if (id === undefined) return { GET: listApiKeys, POST: createApiKey };
  if (usage !== undefined) return { GET: apiKeyUsage };
  return { GET: retrieveApiKey, PATCH: updateApiKey, DELETE: deleteApiKey };
}

function byokKeys(
  state: GatewayState,
  id: string | undefined,
  usage: string | undefined,
): Record<string, ManagementEndpoint> | undefined {
  if (usage !== undefined) return undefined;
  if (id === undefined) return { GET: listByokKeys, POST: createByokKey(state.catalogue) };
  return { GET: retrieveByokKey, PATCH: updateByokKey, DELETE: deleteByokKey };
}

/** A workspace that is not the key's own looks as one that does not exist. */
function callOf(state: GatewayState, record: RecordedRequest, workspace: string, id: string): ManagementCall {
  const key = authenticate(record, state.keys);
  if (workspace !== state.keys.workspaceId) {
    throw new ApiFailure("resource_not_found", "There is no such workspace.");
  }
  return {
    keys: state.keys,
    byok: state.byok,
    clock: state.clock,
    key,
    id,
    query: record.query,
    body: record.method === "POST" || record.method === "PATCH" ? parseObject(record.bodyText) : {},
    idempotencyKey: record.headers["idempotency-key"],
  };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
