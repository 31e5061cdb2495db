import { type Gateway, type LocalGatewayOptions, startGateway } from "@auriko/sdk/testing";
import { afterAll, beforeEach } from "vitest";
import { quiet } from "./versions";

/** A gateway for all tests of a file: as new before each of them, closed after the last. */
export async function runningGateway(options: LocalGatewayOptions = {}): Promise<Gateway> {
  quiet();
  const gateway = await startGateway(options);
  beforeEach(() => gateway.reset());
  afterAll(() => gateway.close());
  return gateway;
}

/** What a provider is made with, to reach a gateway. */
export const reaching = ({ baseUrl, apiKey }: Gateway) => ({ baseURL: baseUrl, apiKey });
