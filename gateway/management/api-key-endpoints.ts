import {
  aBoolean,
  aString,
  checkFields,
  type FieldCheck,
  integer,
  isObject,
  number,
} from "../call/field-checks";
import type { Answer } from "../server/answer";
import { jsonAnswer } from "../server/answer";
import { ApiFailure, invalidValue, missingValue } from "../server/api-failure";
import type { ApiKeyRecord, KeyRing, KeySettings } from "./key-ring";
import type { ManagementCall } from "./management-call";
import { profileOf, requireScope } from "./scopes";

const name: FieldCheck = (value) =>
  typeof value === "string" && value.length >= 1 && value.length <= 255
    ? undefined
    : "must have 1 to 255 characters";
const dateTime: FieldCheck = (value) =>
  typeof value === "string" && !Number.isNaN(Date.parse(value)) ? undefined : "must be a date and time";
const budget: FieldCheck = (value) => {
  if (!isObject(value)) return "must be an object";
  return number(0.01, 1_000_000)(value.limit_usd) === undefined
    ? undefined
    : "needs a limit_usd from 0.01 to 1000000";
};

const SETTINGS = { name, rate_limit_rpm: integer(1), expires_at: dateTime, is_active: aBoolean, budget };

/** `POST workspaces/{id}/api-keys` */
export function createApiKey({ keys, key, body }: ManagementCall): Answer {
  requireScope(key, "keys:write");
  if (body.name === undefined) throw missingValue("name");
  const { is_active: _, ...checks } = SETTINGS;
  checkFields(body, { ...checks, key_type: aString });
  if (body.key_type !== undefined && body.key_type !== "api")
    throw invalidValue("key_type", "key_type must be api.");
  if (Array.isArray(body.scopes) && body.scopes.some((scope) => scope !== "inference")) {
    throw new ApiFailure("insufficient_permissions", "A key made with an API key can only call models.", {
      param: "scopes",
    });
  }
  const made = keys.create(settingsIn(body) as KeySettings, key);
  return jsonAnswer({ ...shown(keys, made), api_key: made.secret }, { status: 201 });
}

/** `GET workspaces/{id}/api-keys` */
export function listApiKeys({ keys, key, query }: ManagementCall): Answer {
  requireScope(key, "keys:read");
  const data = keys.list(query.include_revoked === "true").map((one) => shown(keys, one));
  return jsonAnswer({ object: "list", data, count: data.length });
}

/** `GET workspaces/{id}/api-keys/{id}` */
export function retrieveApiKey({ keys, key, id }: ManagementCall): Answer {
  requireScope(key, "keys:read");
  return jsonAnswer(shown(keys, keys.get(id)));
}

/** `PATCH workspaces/{id}/api-keys/{id}` */
export function updateApiKey({ keys, key, id, body }: ManagementCall): Answer {
  requireScope(key, "keys:write");
  const target = keys.get(id);
  if (body.scopes !== undefined) {
    throw new ApiFailure("field_immutable", "The scopes of a key can't be changed; create another key.", {
      param: "scopes",
    });
  }
  if (target.revoked) throw new ApiFailure("state_precondition_failed", "The API key is revoked.");
  checkFields(body, SETTINGS);
  const restricts =
    body.is_active === false || body.rate_limit_rpm !== undefined || body.expires_at !== undefined;
  keys.update(target, settingsIn(body));
  return restricts
    ? jsonAnswer({ ...shown(keys, target), propagation_status: "pending" }, { status: 202 })
    : jsonAnswer(shown(keys, target));
}

/** `DELETE workspaces/{id}/api-keys/{id}` */
export function deleteApiKey({ keys, key, id }: ManagementCall): Answer {
  requireScope(key, "keys:write");
  keys.revoke(keys.get(id));
  return pendingDeletion(id, "The API key is revoked.");
}

/** The answer to a deletion that is stored and on its way. */
export function pendingDeletion(id: string, message: string): Answer {
  return jsonAnswer({ id, propagation_status: "pending", message }, { status: 202 });
}

const DAYS = { day: 1, week: 7, month: 30 } as const;

/** `GET workspaces/{id}/api-keys/{id}/usage` */
export function apiKeyUsage({ keys, key, id, query, clock }: ManagementCall): Answer {
  requireScope(key, "keys:read", "usage:read");
  const target = keys.get(id);
  const { period = "month" } = query;
  if (!Object.hasOwn(DAYS, period)) throw invalidValue("period", "period must be day, week or month.");
  const end = clock.now();
  const start = end - DAYS[period as keyof typeof DAYS] * 86_400_000;
  const sums = keys.useSince(target, start);
  const total = (count: (sum: (typeof sums)[number]) => number) =>
    sums.reduce((all, sum) => all + count(sum), 0);
  const input = total(({ inputTokens }) => inputTokens);
  const output = total(({ outputTokens }) => outputTokens);
  return jsonAnswer({
    key_id: target.id,
    workspace_id: keys.workspaceId,
    period,
    start_date: new Date(start).toISOString(),
    end_date: new Date(end).toISOString(),
    request_count: total(({ requests }) => requests),
    error_count: total(({ requests, status }) => (status >= 400 ? requests : 0)),
    rate_limit_count: total(({ requests, status }) => (status === 429 ? requests : 0)),
    tokens_input: input,
    tokens_output: output,
    tokens_total: input + output,
    cost_usd: Number(total(({ usd }) => usd).toFixed(9)),
  });
}

function settingsIn(body: Readonly<Record<string, unknown>>): Partial<KeySettings> {
  return Object.fromEntries(
    Object.keys(SETTINGS)
      .filter((field) => body[field] !== undefined)
      .map((field) => [field, body[field]]),
  );
}

function shown(keys: KeyRing, record: ApiKeyRecord): Record<string, unknown> {
  return {
    id: record.id,
    workspace_id: keys.workspaceId,
    name: record.name,
    key_prefix: record.secret.slice(0, 12),
    profile: profileOf(record.scopes),
    scopes: record.scopes,
    is_active: record.is_active,
    created_at: record.created_at,
    rate_limit_rpm: record.rate_limit_rpm,
    expires_at: record.expires_at,
    last_used_at: record.last_used_at,
    created_by_key_id: record.created_by_key_id,
  };
}
