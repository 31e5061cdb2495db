import { startGateway } from "../../gateway/start-gateway";
import { Client } from "../client";
import type { CommandIo } from "./command-io";

/**
 * The client of a command: key and base URL come from the environment.
 * @throws AuthenticationError that says what to do when there is no key.
 */
export function sdkClient(io: CommandIo): Client {
  const { AURIKO_API_KEY: apiKey, AURIKO_BASE_URL: baseUrl } = io.environment;
  return new Client({ ...(apiKey ? { apiKey } : {}), ...(baseUrl ? { baseUrl } : {}) });
}

/** Does something with the client of a command, or with `--local`, with one of a gateway that lives as long. */
export async function withClient<T>(
  io: CommandIo,
  local: boolean | undefined,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const gateway = local ? await startGateway({ pace: "real" }) : undefined;
  try {
    const client =
      gateway === undefined
        ? sdkClient(io)
        : new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl, proxy: false });
    try {
      return await work(client);
    } finally {
      client.close();
    }
  } finally {
    await gateway?.close();
  }
}
