import { onTestFinished } from "vitest";
import { type Gateway, type LocalGatewayOptions, startGateway } from "../../gateway";
import { Client } from "../../ts/index";

/** A gateway for the running test, a client of it, and the workspace of its key. */
export async function workspace(options: LocalGatewayOptions = {}) {
  const gateway: Gateway = await startGateway(options);
  const client = clientWith(gateway, gateway.apiKey);
  onTestFinished(() => gateway.close());
  const { workspace: own } = await client.me.get();
  return { gateway, client, workspace_id: own?.id as string };
}

/** A client for the running test with another key. */
export function clientWith(gateway: Gateway, apiKey: string): Client {
  const client = new Client({ baseUrl: gateway.baseUrl, apiKey, maxRetries: 0, proxy: false });
  onTestFinished(() => client.close());
  return client;
}

/** The shortest question. */
export const hello = { model: "gpt-4o", messages: [{ role: "user" as const, content: "Hi" }] };
