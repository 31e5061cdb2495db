import { type AurikoAPIError, errorFromFailure } from "../errors";
import { explainLoss, mayHaveArrived } from "../errors/lost-answer";
import type { NativeOutcome } from "../native/addon";
import { CoreClient } from "../native/core-client";
import { dispatcher } from "../native/dispatcher";
import type { NativeFailure } from "../native/records";
import type { ResolvedClientOptions } from "../options/client-options";
import { credentialsOfHeaders, credentialsOfProxy, Redactor, redactError } from "../redaction";
import { followSignal } from "../streaming/follow-signal";
import { Answer } from "./answer";
import { type Lifetime, RunningCall } from "./lifetime";
import { networkConfig } from "./network-config";
import type { PreparedRequest } from "./prepare-request";

/** A failure of what never left. */
export const NOT_SENT: NativeFailure = {
  kind: "cancelled",
  message: "",
  chain: [],
  attempts: 0,
  inBody: false,
};

/** What came of one pass through the core. */
interface Exchange {
  readonly id: number;
  readonly running: RunningCall;
  readonly outcome: NativeOutcome;
}

/** The way to the core and back: every call of a client leaves here, and its answer or failure comes back here. */
export class Sender {
  readonly #lifetime: Lifetime;
  readonly #core: CoreClient;
  readonly #options: ResolvedClientOptions;
  readonly #proxies: readonly (string | null)[];

  constructor(options: ResolvedClientOptions, lifetime: Lifetime) {
    this.#lifetime = lifetime;
    this.#options = options;
    const config = networkConfig(options);
    this.#proxies = [config.httpProxy, config.httpsProxy];
    this.#core = new CoreClient(config);
  }

  /**
   * Sends a request and waits for its answer, or for its stream to open. Retries happen in the core.
   *
   * Rejects with the error that a failure becomes.
   */
  async send(request: PreparedRequest): Promise<Answer> {
    let { id, running, outcome } = await this.#exchange(request);
    if (outcome.failure?.noRoots && this.#core.trustNodesCertificates()) {
      ({ id, running, outcome } = await this.#exchange(request));
    }
    const { status = 0, headers = "", body, attempts, facts, failure } = outcome;
    if (failure !== undefined) throw this.#errorOf(failure, request);
    return new Answer({ status, headers, attempts, facts }, body, id, running);
  }

  /**
   * Takes the secrets of a request out of an error: the key, a proxy's credentials, and what the request itself calls
   * secret. What the caller aborted with stays as it is.
   */
  redact<T extends Error>(error: T, { authorization, secrets, options }: PreparedRequest): T {
    const headers = options.headers ?? this.#options.headers;
    const credentials = [
      ...credentialsOfHeaders([["authorization", authorization ?? ""], ...headers]),
      ...this.#proxies.flatMap(credentialsOfProxy),
    ];
    return redactError(error, new Redactor(credentials, secrets?.()), options.signal?.reason);
  }

  #errorOf(failure: NativeFailure, { lost, options }: PreparedRequest): AurikoAPIError {
    const error = errorFromFailure(failure, options.signal?.reason);
    if (lost !== undefined && mayHaveArrived(failure)) explainLoss(error, lost());
    return error;
  }

  async #exchange(request: PreparedRequest): Promise<Exchange> {
    const { signal, limits } = request.options;
    this.#lifetime.check();
    if (signal?.aborted) throw errorFromFailure(NOT_SENT, signal.reason);
    const core = limits === undefined ? this.#core : this.#core.withLimits(limits);
    const { id, outcome } = core.send(request);
    const running = new RunningCall(this.#lifetime, { cancel: () => dispatcher().cancel(id) });
    const unfollow = followSignal(running, signal);
    const settled = await outcome;
    unfollow();
    if (settled.failure !== undefined || settled.body !== undefined) running.end();
    return { id, running, outcome: settled };
  }
}
