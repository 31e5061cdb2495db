import type { Gateway } from "./gateway";
import { LocalGateway } from "./local-gateway";
import type { LocalGatewayOptions } from "./local-gateway-options";

/**
 * Starts a gateway on this machine that speaks the Auriko API, for trying the SDK without a key and for tests.
 *
 * @example
 * const gateway = await startGateway({ replies: ["Hello!"] });
 * const client = new Client({ baseUrl: gateway.baseUrl, apiKey: gateway.apiKey });
 * // …
 * await gateway.close();
 *
 * @throws BadRequestError naming the option in `param` when one is invalid or the port can't be used
 */
export async function startGateway(options: LocalGatewayOptions = {}): Promise<Gateway> {
  const gateway = new LocalGateway(options);
  await gateway.listener.listen();
  return gateway;
}
