import { AsyncResource } from "node:async_hooks";
import { APIUserAbortError, AurikoAPIError } from "../errors";
import type { AttemptNotice } from "../native/attempt-facts";
import type { ResponseHead } from "../native/records";
import { type HeaderOptions, resolveHeaders } from "../options/headers";
import { systemNow } from "../real-timers";
import { type Redactor, redactAddress, redactHeaders, shownHeaders } from "../redaction";
import { ResponseHeaders } from "../response-headers";
import type { RoutingMetadata } from "../routing/routing-metadata";
import { summarizeRouting } from "../routing/summarize-routing";
import { answerFactsOf } from "./answer-facts";
import type {
  CallContent,
  CallEnd,
  CallEvent,
  CallInfo,
  CallListener,
  CallObserver,
  CallOutcome,
} from "./call-events";
import type { CallClock, CallTimings } from "./call-timings";
import type { DiagnosticsChannels } from "./diagnostics-channels";

/** What is known of a call when it begins. */
export interface CallSetup {
  readonly clock: CallClock;
  readonly method: string;
  readonly path: string;
  readonly url: string;
  readonly model: string | null;
  readonly stream: boolean;
  /** False for a call that is refused. */
  readonly sends: boolean;
  /** The headers of the caller and the client, which listeners may add to. */
  readonly headers: ReadonlyMap<string, string>;
  /** All headers as `name: value` lines, as far as they are known. */
  readonly lines: string;
  readonly body: string | null;
  /** Takes out the secrets that are known by now. */
  redactor(): Redactor;
}

/** Who is told of a call. */
export interface Audience {
  readonly observers: Iterable<CallObserver>;
  readonly channels: DiagnosticsChannels;
  /** Is told what a listener threw. */
  report(message: string, cause: unknown): void;
}

/** What is known when a call is over. */
export interface CallEnding {
  /** What the core says about its attempts. */
  readonly facts?: string | undefined;
  readonly usage?: unknown;
  readonly routingMetadata?: unknown;
  /** The model that answered, where the answer itself is not kept. */
  readonly model?: string | null | undefined;
  /** The answer, as far as it came. */
  readonly result?: (() => unknown) | undefined;
}

let lastId = 0;

/** A call that somebody listens to: it tells each event once, in the caller's asynchronous context. */
export class ObservedCall implements CallContent {
  readonly info: CallInfo;
  readonly #setup: CallSetup;
  readonly #audience: Audience;
  readonly #listeners: CallListener[] = [];
  #resource!: AsyncResource;
  #headers: ReadonlyMap<string, string> | undefined;
  #makeRedactor: () => Redactor;
  #redactor: Redactor | undefined;
  #head: ResponseHead | undefined;
  #requestId: string | null = null;
  #follows: boolean;
  #attemptsTold = 0;
  #retriesTold = 0;
  #firstEventTold = false;
  #events = 0;
  #over = false;
  #result: (() => unknown) | undefined;

  constructor(setup: CallSetup, audience: Audience) {
    const { clock, method, path, model, stream } = setup;
    this.#setup = setup;
    this.#audience = audience;
    this.#makeRedactor = setup.redactor;
    this.#follows = audience.channels.followsAttempts;
    const url = redactAddress(setup.url);
    this.info = { id: ++lastId, method, path, url, model, stream, startedAt: clock.startedAt };
    this.#begin();
  }

  /** The headers to send in place of the caller's and the client's, if listeners have added any. */
  get headers(): ReadonlyMap<string, string> | undefined {
    return this.#headers;
  }

  /** Is told of attempts and retries while they happen; `undefined` if nobody wants to hear of them so early. */
  get onAttempt(): ((notice: AttemptNotice) => void) | undefined {
    return this.#follows ? (notice) => this.#noticed(notice) : undefined;
  }

  /** Runs a function of the caller's in the context of the call. */
  inContext<T>(run: () => T): T {
    return this.#resource.runInAsyncScope(run);
  }

  /** More secrets are known now. */
  redactWith(makeRedactor: () => Redactor): void {
    this.#makeRedactor = makeRedactor;
    this.#redactor = undefined;
  }

  // ── What happens to it ────────────────────────────────────────────────────────────────────────────────────────────

  /** The core sends an attempt, or will repeat one. */
  #noticed({ type, facts }: AttemptNotice): void {
    const attempt = { ...facts, number: facts.number + this.#setup.clock.earlierAttempts };
    if (type === "attempt") this.#attemptsTold = attempt.number;
    else this.#retriesTold = attempt.number;
    this.#tell({ type, call: this.info, attempt });
  }

  /** A good answer has begun; again if it is another one than before. */
  answered(head: ResponseHead): void {
    if (this.#head?.attempts === head.attempts) return;
    this.#head = head;
    const headers = ResponseHeaders.parse(head.headers);
    this.#requestId = headers.requestId;
    const redactor = () => this.#secrets();
    let shown: ResponseHeaders | undefined;
    this.#tell({
      type: "headers",
      call: this.info,
      status: head.status,
      get headers() {
        shown ??= redactHeaders(headers, redactor());
        return shown;
      },
      requestId: this.#requestId,
      attempts: head.attempts + this.#setup.clock.earlierAttempts,
    });
  }

  /** Events of a stream are handed out. `head` is that of the answer that they came in. */
  handedOut(events: number, head: ResponseHead): void {
    this.#events += events;
    this.firstEvent(head);
  }

  /** The first event is handed out. `head` is that of the answer that it came in. */
  firstEvent(head?: ResponseHead): void {
    if (this.#firstEventTold) return;
    this.#firstEventTold = true;
    if (head !== undefined) this.answered(head);
    const elapsedMs = Math.max(0, systemNow() - this.info.startedAt);
    this.#tell({ type: "first-event", call: this.info, elapsedMs });
  }

  /** It is over without an error. */
  ended(outcome: CallEnd["outcome"], ending: CallEnding): void {
    const timings = this.#timings(ending.facts);
    this.#finish(ending, timings, (known) => ({ type: "end", outcome, ...known }));
  }

  /** It failed; `error` is what the caller catches. */
  failed(error: unknown, ending: CallEnding = {}): void {
    const aborted = error instanceof APIUserAbortError;
    const of = AurikoAPIError.isInstance(error) ? error : undefined;
    const known = {
      usage: of?.usage,
      routingMetadata: of?.routingMetadata,
      result: () => of?.partial,
      ...ending,
    };
    const timings = of?.timings ?? this.#timings(ending.facts);
    this.#finish(known, timings, (outcome) => ({
      type: "error",
      ...outcome,
      error,
      aborted,
      status: outcome.status ?? (of?.statusCode || null),
      requestId: outcome.requestId ?? of?.requestId ?? null,
    }));
  }

  // ── Content ───────────────────────────────────────────────────────────────────────────────────────────────────────

  requestBody(): string | null {
    const { body } = this.#setup;
    return body === null ? null : this.#secrets().text(body);
  }

  result(): unknown {
    return this.#secrets().value(this.#result?.());
  }

  // ── Telling ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #begin(): void {
    const { lines, sends } = this.#setup;
    const { channels, observers } = this.#audience;
    const redactor = () => this.#secrets();
    let shown: Readonly<Record<string, string>> | undefined;
    const start = {
      type: "start",
      call: this.info,
      get headers() {
        shown ??= shownHeaders(lines, redactor());
        return shown;
      },
      sends,
    } as const;
    const control = { addHeaders: (headers: HeaderOptions) => this.#addHeaders(headers) };
    const trace = channels.trace(start, () => {
      this.#resource = new AsyncResource("AurikoRequest");
      channels.publish(start);
      for (const observer of observers) {
        const listener = this.#guard(() => observer.begin(start, this, control));
        if (listener === undefined) continue;
        this.#listeners.push(listener);
        this.#follows ||= observer.followsAttempts ?? true;
      }
    });
    this.#listeners.push((event) => channels.publish(event));
    if (trace !== undefined) this.#listeners.push(trace);
  }

  #addHeaders(headers: HeaderOptions): void {
    this.#guard(() => {
      this.#headers = resolveHeaders(headers, this.#headers ?? this.#setup.headers);
    });
  }

  #tell(event: CallEvent): void {
    if (this.#over) return;
    this.#resource.runInAsyncScope(() => {
      for (const listener of this.#listeners) this.#guard(() => listener(event, this));
    });
  }

  /** Whoever listens must not break what it listens to. */
  #guard<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (cause) {
      this.#audience.report("A listener of this call threw.", cause);
      return undefined;
    }
  }

  #timings(facts: string | undefined): CallTimings {
    return this.#setup.clock.timings(facts ?? this.#head?.facts, systemNow());
  }

  #finish(ending: CallEnding, timings: CallTimings, make: (outcome: CallOutcome) => CallEvent): void {
    if (this.#over) return;
    this.#result = ending.result;
    this.#catchUp(timings);
    this.#tell(make(this.#outcome(ending, timings)));
    this.#over = true;
  }

  /** What happened in the last moment may not have been told: a call that is given up leaves the core at once. */
  #catchUp({ attempts }: CallTimings): void {
    for (const attempt of attempts) {
      const { number, waitMs } = attempt;
      if (number > this.#attemptsTold) {
        this.#attemptsTold = number;
        this.#tell({ type: "attempt", call: this.info, attempt });
      }
      if (waitMs !== null && number > this.#retriesTold) {
        this.#retriesTold = number;
        this.#tell({ type: "retry", call: this.info, attempt });
      }
    }
  }

  #outcome({ usage, routingMetadata, model, result }: CallEnding, timings: CallTimings): CallOutcome {
    const secrets = this.#secrets();
    const route = summarizeRouting(routingMetadata as RoutingMetadata | undefined);
    const said = answerFactsOf(result?.());
    const known = { ...said, model: said.model ?? model ?? null, usage: usage ?? null, route };
    return {
      call: this.info,
      status: this.#head?.status ?? null,
      requestId: this.#requestId,
      attempts: timings.attempts.length,
      events: this.#events,
      ...(secrets.value(known) as Pick<
        CallOutcome,
        "responseId" | "model" | "finishReasons" | "usage" | "route"
      >),
      timings,
    };
  }

  #secrets(): Redactor {
    this.#redactor ??= this.#makeRedactor();
    return this.#redactor;
  }
}
