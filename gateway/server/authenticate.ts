import type { ApiKeyRecord, KeyRing } from "../management/key-ring";
import { ApiFailure } from "./api-failure";
import type { RecordedRequest } from "./recorded-request";

/**
 * The key that a request carries.
 *
 * @throws ApiFailure 401 `invalid_api_key` when there is none, or none that may be used
 */
export function authenticate(request: RecordedRequest, keys: KeyRing): ApiKeyRecord {
  const secret = bearerOf(request);
  if (secret === undefined) {
    throw new ApiFailure("invalid_api_key", "No API key: send `Authorization: Bearer <key>`.");
  }
  const key = keys.find(secret);
  if (key === undefined)
    throw new ApiFailure("invalid_api_key", "The API key is not one of this gateway's keys.");
  return key;
}

/** Whether a request carries a key that may be used. */
export function isAuthenticated(request: RecordedRequest, keys: KeyRing): boolean {
  const secret = bearerOf(request);
  return secret !== undefined && keys.find(secret) !== undefined;
}

/** The key that a request carries, whether it is a good one or not. */
export function bearerOf(request: RecordedRequest): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
}
