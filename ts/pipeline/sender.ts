import { type AurikoAPIError, errorFromFailure } from "../errors";
import { explainLoss, mayHaveArrived } from "../errors/lost-answer";
import type { NativeBatchOptions, NativeFetch, NativeOutcome } from "../native/addon";
import { readAttemptFacts } from "../native/attempt-facts";
import type { CoreBatch } from "../native/core-batch";
import { CoreClient } from "../native/core-client";
import { type CoreCall, dispatcher } from "../native/dispatcher";
import type { Pacer } from "../native/pacer";
import type { NativeFailure } from "../native/records";
import type { CallClock, ObservedCall } from "../observability";
import { setTimings } from "../observability/call-timings";
import type { ResolvedClientOptions } from "../options/client-options";
import type { Limits } from "../options/request-options";
import { systemNow } from "../real-timers";
import { credentialsOfHeaders, credentialsOfProxy, Redactor, redactError } from "../redaction";
import { ResponseHeaders } from "../response-headers";
import { followSignal } from "../streaming/follow-signal";
import { Answer } from "./answer";
import { type Lifetime, RunningCall } from "./lifetime";
import { networkConfig } from "./network-config";
import type { PreparedRequest } from "./prepare-request";
import { openBody } from "./raw-response";

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

/** What belongs to one `fetch` on this side. */
export interface FetchCall {
  readonly signal: AbortSignal;
  readonly clock: CallClock;
  readonly observed: ObservedCall | undefined;
}

/** An answer to a `fetch`: its status and headers, and its body as it was sent. */
export interface RawAnswer {
  readonly head: { readonly status: number; readonly reason: string; readonly headers: string };
  readonly body: ReadableStream<Uint8Array>;
}

/** The way to the core and back: every call of a client leaves here, and its answer or failure comes back here. */
export class Sender {
  readonly #lifetime: Lifetime;
  readonly #core: CoreClient;
  readonly #options: ResolvedClientOptions;
  readonly #proxies: readonly (string | null)[];
  readonly #fetchLimits: Limits;
  /** That of the latest request: most requests of a client keep the same things secret. */
  #redactor: { key: string; headers: ReadonlyMap<string, string>; redactor: Redactor } | undefined;

  constructor(options: ResolvedClientOptions, lifetime: Lifetime, pacer: Pacer | undefined) {
    this.#lifetime = lifetime;
    this.#options = options;
    const config = networkConfig(options);
    this.#proxies = [config.httpProxy, config.httpsProxy];
    this.#core = new CoreClient(config, pacer);
    const timeouts = { ...options.timeouts, headers: null, total: null };
    this.#fetchLimits = { timeouts, maxRetries: 0, maxRetryDelay: options.maxRetryDelay };
  }

  /**
   * Sends a request and waits for its answer, or for its stream to open. Retries happen in the core.
   *
   * Rejects with the error that a failure becomes.
   */
  async send(request: PreparedRequest): Promise<Answer> {
    const { limits, signal } = request.options;
    const begin = () => (limits === undefined ? this.#core : this.#core.withLimits(limits)).send(request);
    const { id, running, outcome } = await this.#exchange(begin, signal, request.clock);
    const { status = 0, headers = "", body, attempts, facts, failure } = outcome;
    if (failure !== undefined) throw this.#errorOf(failure, request);
    return new Answer({ status, headers, attempts, facts }, body, id, running);
  }

  /**
   * Sends one request as `fetch` does: whatever the status, the answer is the answer. Of the client's limits those on
   * connecting and on silence hold.
   *
   * Rejects with the error that a failure becomes; so does the body.
   */
  async fetch(request: NativeFetch, { signal, clock, observed }: FetchCall): Promise<RawAnswer> {
    const begin = () => this.#core.withLimits(this.#fetchLimits).fetch(request, observed?.onAttempt);
    const { id, running, outcome } = await this.#exchange(begin, signal, clock);
    const { status = 0, headers = "", attempts, facts, reason = "", failure } = outcome;
    const endedAt = systemNow();
    const sent = ResponseHeaders.parse(request.headers);
    const redact = (error: AurikoAPIError) => redactError(error, this.redactorOf(sent), signal.reason);
    if (failure !== undefined) {
      const error = redact(errorFromFailure(failure, signal.reason));
      setTimings(error, () => clock.timings(failure.facts, endedAt));
      throw error;
    }
    const head = { status, headers, attempts, facts };
    observed?.answered(head);
    const body = openBody(new Answer(head, undefined, id, running), { signal, redact, observed });
    return { head: { status, headers, reason }, body };
  }

  /** Starts a batch; `onReady` is called when it wants or has something. */
  batch(options: NativeBatchOptions, onReady: () => void): CoreBatch {
    return this.#core.batch(options, onReady);
  }

  /** Trusts the certificates that come with Node; whether there are any. For what found none to trust. */
  trustNodesCertificates(): boolean {
    return this.#core.trustNodesCertificates();
  }

  /**
   * Takes the secrets of a request out of an error: the key, a proxy's credentials, and what the request itself calls
   * secret. What the caller aborted with stays as it is.
   */
  redact<T extends Error>(error: T, request: PreparedRequest): T {
    return redactError(error, this.redactorFor(request), request.options.signal?.reason);
  }

  /** Takes the secrets of a request, as far as they are known by now, out of whatever is shown. */
  redactorFor({ authorization, secrets, options }: PreparedRequest): Redactor {
    const { apiKey } = this.#options;
    const key = authorization ?? (typeof apiKey === "string" ? apiKey : "");
    const headers = options.headers ?? this.#options.headers;
    const latest = this.#redactor;
    if (secrets === undefined && latest?.key === key && latest.headers === headers) return latest.redactor;
    const redactor = this.redactorOf([["authorization", key], ...headers], secrets?.());
    if (secrets === undefined) this.#redactor = { key, headers, redactor };
    return redactor;
  }

  /** Takes out what these headers and the proxy keep secret. */
  redactorOf(headers: Iterable<readonly [string, string]>, secrets?: readonly string[]): Redactor {
    const credentials = [...credentialsOfHeaders(headers), ...this.#proxies.flatMap(credentialsOfProxy)];
    return new Redactor(credentials, secrets);
  }

  #errorOf(failure: NativeFailure, { clock, lost, options, totalMs }: PreparedRequest): AurikoAPIError {
    const shortened = failure.phase === "total" && totalMs !== undefined;
    const told = shortened ? { ...failure, limitMs: totalMs } : failure;
    const error = errorFromFailure(told, options.signal?.reason);
    const endedAt = systemNow();
    setTimings(error, () => clock.timings(failure.facts, endedAt));
    if (lost !== undefined && mayHaveArrived(failure)) explainLoss(error, lost());
    return error;
  }

  /** A pass through the core, and a second one if that found no certificates to trust and Node has some. */
  async #exchange(
    begin: () => CoreCall,
    signal: AbortSignal | undefined,
    clock: CallClock,
    isSecond = false,
  ): Promise<Exchange> {
    this.#lifetime.check();
    if (signal?.aborted) throw errorFromFailure(NOT_SENT, signal.reason);
    const { id, outcome } = begin();
    const running = new RunningCall(this.#lifetime, { cancel: () => dispatcher().cancel(id) });
    const unfollow = followSignal(running, signal);
    const settled = await outcome;
    unfollow();
    if (settled.failure !== undefined || settled.body !== undefined) running.end();
    const { failure } = settled;
    if (failure?.noRoots && !isSecond && this.#core.trustNodesCertificates()) {
      clock.passed(readAttemptFacts(failure.facts));
      return this.#exchange(begin, signal, clock, true);
    }
    return { id, running, outcome: settled };
  }
}
