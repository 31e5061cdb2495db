import { ApiFailure } from "../server/api-failure";
import type { ApiKeyRecord } from "./key-ring";

/** What a key may do. The published pages name all but `inference`, which stands for calling models. */
export const SCOPES = [
  "inference",
  "keys:read",
  "keys:write",
  "byok:read",
  "byok:write",
  "usage:read",
] as const;

/** One of {@link SCOPES}. */
export type Scope = (typeof SCOPES)[number];

/** The profile that follows from scopes. */
export function profileOf(scopes: readonly string[]): "inference" | "management" | "mixed" {
  if (!scopes.includes("inference")) return "management";
  return scopes.length === 1 ? "inference" : "mixed";
}

/** @throws ApiFailure 403 `insufficient_permissions` when a key has none of the scopes. */
export function requireScope(key: ApiKeyRecord, ...scopes: readonly Scope[]): void {
  if (scopes.some((scope) => key.scopes.includes(scope))) return;
  throw new ApiFailure("insufficient_permissions", `The API key lacks the scope ${scopes.join(" or ")}.`);
}
