import { Client } from "../client";
import type { CommandIo } from "./run-cli";

/**
 * The client of a command: key and base URL come from the environment.
 * @throws AuthenticationError that says what to do when there is no key.
 */
export function sdkClient(io: CommandIo): Client {
  const { AURIKO_API_KEY: apiKey, AURIKO_BASE_URL: baseUrl } = io.environment;
  return new Client({ ...(apiKey ? { apiKey } : {}), ...(baseUrl ? { baseUrl } : {}) });
}
