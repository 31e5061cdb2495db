import { Client } from "@auriko/sdk";
import { startGateway } from "@auriko/sdk/testing";
import { expectType } from "./expect.js";

export async function gateway(): Promise<void> {
  const local = await startGateway();
  expectType<string>()(local.baseUrl);
  expectType<string>()(local.apiKey);
  const client = new Client({ apiKey: local.apiKey, baseUrl: local.baseUrl });
  client.close();
  await local.close();
}
