import { aBoolean, aString, checkFields, type FieldCheck } from "../call/field-checks";
import type { Catalogue } from "../catalogue/catalogue";
import { type Answer, jsonAnswer } from "../server/answer";
import { ApiFailure, invalidValue, missingValue } from "../server/api-failure";
import { pendingDeletion } from "./api-key-endpoints";
import type { ByokChange, ByokRecord } from "./byok-store";
import type { ManagementCall } from "./management-call";
import { requireScope } from "./scopes";

const name: FieldCheck = (value) =>
  typeof value === "string" && value.length >= 1 && value.length <= 100
    ? undefined
    : "must have 1 to 100 characters";
const secret: FieldCheck = (value) =>
  typeof value === "string" && value.length >= 10 ? undefined : "must have at least 10 characters";

const SETTINGS = { name, is_default: aBoolean, account_tier: aString, disabled: aBoolean };

/** The kinds of account that every provider of the simulation has, the most careful first. */
const TIERS = [
  { tier: "free", display_name: "Free", qualification: "Any account" },
  { tier: "paid", display_name: "Paid", qualification: "An account with a payment method" },
];

/** `POST workspaces/{id}/byok-keys` */
export function createByokKey(catalogue: Catalogue): (call: ManagementCall) => Answer {
  return ({ keys, byok, key, body, idempotencyKey }) => {
    requireScope(key, "byok:write");
    for (const field of ["provider", "api_key"]) if (body[field] === undefined) throw missingValue(field);
    const { disabled: _, ...checks } = SETTINGS;
    checkFields(body, { ...checks, provider: aString, api_key: secret });
    checkIdempotencyKey(idempotencyKey);
    const provider = providerOf(catalogue, body.provider as string);
    const made = byok.create(
      {
        provider,
        secret: body.api_key as string,
        name: body.name as string | undefined,
        is_default: body.is_default as boolean | undefined,
        account_tier: body.account_tier as string | undefined,
      },
      idempotencyKey,
    );
    return jsonAnswer(shown(keys.workspaceId, made), { status: 201 });
  };
}

/** `GET workspaces/{id}/byok-keys` */
export function listByokKeys({ keys, byok, key, query }: ManagementCall): Answer {
  requireScope(key, "byok:read");
  const data = byok.list(query.provider).map((one) => shown(keys.workspaceId, one));
  return jsonAnswer({ object: "list", data, count: data.length });
}

/** `GET workspaces/{id}/byok-keys/{id}` */
export function retrieveByokKey({ keys, byok, key, id }: ManagementCall): Answer {
  requireScope(key, "byok:read");
  return jsonAnswer(shown(keys.workspaceId, byok.get(id)));
}

/** `PATCH workspaces/{id}/byok-keys/{id}` */
export function updateByokKey({ keys, byok, key, id, body }: ManagementCall): Answer {
  requireScope(key, "byok:write");
  const target = byok.get(id);
  if (body.api_key !== undefined) {
    throw new ApiFailure(
      "field_immutable",
      "A secret can't be changed: store a new key and delete this one.",
      {
        param: "api_key",
      },
    );
  }
  const change = Object.fromEntries(Object.entries(body).filter(([field]) => Object.hasOwn(SETTINGS, field)));
  if (Object.keys(change).length === 0) {
    throw new ApiFailure("missing_required_parameter", `Give one of ${Object.keys(SETTINGS).join(", ")}.`);
  }
  checkFields(change, SETTINGS);
  byok.update(target, change as ByokChange);
  return jsonAnswer(shown(keys.workspaceId, target));
}

/** `DELETE workspaces/{id}/byok-keys/{id}` */
export function deleteByokKey({ byok, key, id }: ManagementCall): Answer {
  requireScope(key, "byok:write");
  byok.delete(byok.get(id));
  return pendingDeletion(id, "The provider key is deleted.");
}

/** `GET byok/providers` */
export function listByokProviders(catalogue: Catalogue): Answer {
  const data = catalogue.providers.map(({ id }) => ({ provider: id, default_tier: TIERS[0]?.tier }));
  return jsonAnswer({ object: "list", data, count: data.length });
}

/** `GET byok/providers/{provider}/tiers` */
export function listByokProviderTiers(catalogue: Catalogue, asked: string): Answer {
  const { id, dataPolicy } = entryOf(catalogue, asked);
  const data = TIERS.map((tier) => ({ ...tier, data_policy: dataPolicy }));
  return jsonAnswer({ object: "list", provider: id, data, count: data.length });
}

function providerOf(catalogue: Catalogue, asked: string): string {
  const provider = catalogue.providers.find(({ id }) => id === asked);
  if (provider === undefined) throw invalidValue("provider", `${JSON.stringify(asked)} is not a provider.`);
  return provider.id;
}

function entryOf(catalogue: Catalogue, asked: string) {
  const provider = catalogue.providers.find(({ id }) => id === asked);
  if (provider === undefined) throw new ApiFailure("resource_not_found", "There is no such provider.");
  return provider;
}

function checkIdempotencyKey(key: string | undefined): void {
  if (key !== undefined && !/^[\w-]{1,255}$/.test(key)) {
    throw invalidValue("Idempotency-Key", "Idempotency-Key must be 1 to 255 letters, digits, _ and -.");
  }
}

function shown(workspaceId: string, record: ByokRecord): Record<string, unknown> {
  return {
    ...record,
    workspace_id: workspaceId,
    validation_status: "valid",
    last_validated_at: record.created_at,
  };
}
