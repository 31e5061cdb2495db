import { type AurikoAPIError, errorFromFailure } from "../errors";
import { explainLoss, mayHaveArrived } from "../errors/lost-answer";
import { maskError } from "../errors/mask-error";
import type { NativeOutcome } from "../native/addon";
import { CoreClient } from "../native/core-client";
import { hub } from "../native/hub";
import type { NativeFailure } from "../native/records";
import type { ResolvedClientOptions } from "../options/client-options";
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

  constructor(options: ResolvedClientOptions, lifetime: Lifetime) {
    this.#lifetime = lifetime;
    this.#core = new CoreClient(networkConfig(options));
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
    const { status = 0, headers = "", body, attempts, failure } = outcome;
    if (failure !== undefined) throw this.#errorOf(failure, request);
    return new Answer({ status, headers, attempts }, body, id, running);
  }

  #errorOf(failure: NativeFailure, { lost, secrets, options }: PreparedRequest): AurikoAPIError {
    const error = errorFromFailure(failure, options.signal?.reason);
    if (lost !== undefined && mayHaveArrived(failure)) explainLoss(error, lost());
    return secrets === undefined ? error : maskError(error, secrets());
  }

  async #exchange(request: PreparedRequest): Promise<Exchange> {
    const { signal, limits } = request.options;
    this.#lifetime.check();
    if (signal?.aborted) throw errorFromFailure(NOT_SENT, signal.reason);
    const core = limits === undefined ? this.#core : this.#core.withLimits(limits);
    const { id, outcome } = core.send(request);
    const running = new RunningCall(this.#lifetime, { cancel: () => hub().cancel(id) });
    const unfollow = followSignal(running, signal);
    const settled = await outcome;
    unfollow();
    if (settled.failure !== undefined || settled.body !== undefined) running.end();
    return { id, running, outcome: settled };
  }
}
