import { builtinModule } from "../builtin-module";
import type { Limits } from "../options/request-options";
import {
  loadAddon,
  type NativeBatchOptions,
  type NativeClient,
  type NativeConfig,
  type NativeFetch,
} from "./addon";
import type { AttemptNotice } from "./attempt-facts";
import { CoreBatch } from "./core-batch";
import { type CoreCall, dispatcher, type WireCall } from "./dispatcher";
import type { Pacer } from "./pacer";

/** As many sets of limits are kept ready; a program has a handful. */
const KEPT = 16;

/**
 * The core's view of one client. Nothing native is made before the first call.
 */
export class CoreClient {
  readonly #config: NativeConfig;
  readonly #pacer: Pacer | undefined;
  #native: NativeClient | undefined;
  readonly #limited = new Map<string, CoreClient>();

  /** A client whose requests keep to the limits of `pacer`. */
  constructor(config: NativeConfig, pacer?: Pacer) {
    this.#config = config;
    this.#pacer = pacer;
  }

  /** The same with other limits. */
  withLimits(limits: Limits): CoreClient {
    const key = JSON.stringify(limits);
    let client = this.#limited.get(key);
    if (client === undefined) {
      client = new CoreClient({ ...this.#config, ...limitFields(limits) }, this.#pacer);
      if (this.#limited.size === KEPT) this.#limited.clear();
      this.#limited.set(key, client);
    }
    return client;
  }

  /** Sends a request. */
  send(call: WireCall): CoreCall {
    return dispatcher().send(this.#client(), call);
  }

  /** Sends a request as `fetch` does: nothing is added to it, and every status is an answer, whose body comes as bytes. */
  fetch(request: NativeFetch, onAttempt?: (event: AttemptNotice) => void): CoreCall {
    return dispatcher().fetch(this.#client(), request, onAttempt);
  }

  /** Starts a batch; `onReady` is called when it wants or has something. */
  batch(options: NativeBatchOptions, onReady: () => void): CoreBatch {
    return new CoreBatch(this.#client(), options, onReady);
  }

  #client(): NativeClient {
    this.#native ??= new (loadAddon().NativeClient)(this.#config, this.#pacer?.native() ?? null);
    return this.#native;
  }

  /**
   * Trusts the certificates that come with Node, for an image without a certificate store; whether there are any.
   */
  trustNodesCertificates(): boolean {
    // Requests that run at the same time all come here; each of them may try again with what the first one found.
    if (this.#config.fallbackCa.length > 0) return true;
    const { rootCertificates } = builtinModule<typeof import("node:tls")>("node:tls");
    // A Node that was built without certificates leaves those that the caller gave.
    this.#config.fallbackCa = rootCertificates.length > 0 ? rootCertificates : this.#config.ca;
    this.#native = undefined;
    this.#limited.clear();
    return this.#config.fallbackCa.length > 0;
  }
}

/** Limits as the core takes them. */
export function limitFields({ timeouts, maxRetries, maxRetryDelay, repeat }: Limits) {
  return {
    connectTimeout: timeouts.connect,
    headersTimeout: timeouts.headers,
    idleTimeout: timeouts.idle,
    totalTimeout: timeouts.total,
    maxRetries,
    maxRetryDelay,
    repeatUntilReceived: repeat === "until-received",
  };
}
