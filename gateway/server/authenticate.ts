import { ApiFailure } from "./api-failure";
import type { RecordedRequest } from "./recorded-request";

/**
 * The key that a request carries.
 *
 * @throws ApiFailure 401 `invalid_api_key` when there is none or it is not one of `accepted`
 */
export function authenticate(request: RecordedRequest, accepted: ReadonlySet<string>): string {
  const match = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "");
  const key = match?.[1];
  if (key === undefined) {
    throw new ApiFailure("invalid_api_key", "No API key: send `Authorization: Bearer <key>`.");
  }
  if (!accepted.has(key))
    throw new ApiFailure("invalid_api_key", "The API key is not one of this gateway's keys.");
  return key;
}
