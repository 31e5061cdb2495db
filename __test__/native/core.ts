import { CoreClient } from "../../ts/native/core-client";
import type { Pacer } from "../../ts/native/pacer";
import { resolveClientOptions } from "../../ts/options/client-options";
import { networkConfig } from "../../ts/pipeline/network-config";

/** The core's view of a client, without the client: what a test of the boundary sends with. */
export function coreClient(options: { maxRetries?: number } = {}, pacer?: Pacer): CoreClient {
  return new CoreClient(
    networkConfig(resolveClientOptions({ apiKey: "ak_test", proxy: false, maxRetries: 0, ...options })),
    pacer,
  );
}
