import { AssertionError } from "node:assert";
import { rmSync } from "node:fs";
import { invalidParameter } from "../../ts/errors/client-side";
import { integer } from "../call/field-checks";
import { LocalGateway } from "../local-gateway";
import type { Outage } from "../routing/outages";
import type { Reply } from "../scripting/reply";
import type { RecordedRequest } from "../server/recorded-request";
import { matching, type RequestMatcher, unexpectedRequests } from "./expected-request";
import type { MockAuriko, MockAurikoOptions } from "./mock-auriko";
import { MockedEnvironment } from "./mocked-environment";
import { recordingOptions } from "./recording";

const UNSCRIPTED: Reply = {
  error: {
    code: "invalid_request",
    status: 400,
    message: "No reply is scripted for this request: use `enqueue()` or `respondWith()`.",
  },
};

/** A gateway with the lifetime of a test file. */
export class MockedGateway extends LocalGateway implements MockAuriko {
  readonly #respond: Reply | undefined;
  /** The file that is being recorded. */
  readonly #recording: string | undefined;
  readonly #failing = new Set<string>();
  #starting: Promise<void> | undefined;
  #environment: MockedEnvironment | undefined;

  constructor({ unscripted = "answer", recording, ...options }: Omit<MockAurikoOptions, "hooks">) {
    if (unscripted !== "answer" && unscripted !== "refuse") {
      throw invalidParameter("unscripted", "`unscripted` must be answer or refuse.");
    }
    const respond = options.respond ?? (unscripted === "refuse" ? UNSCRIPTED : undefined);
    const recorded = recording === undefined ? {} : recordingOptions(recording);
    super({ ...options, ...(respond !== undefined && { respond }), ...recorded });
    this.#respond = respond;
    this.#recording = typeof recorded.record === "string" ? recorded.record : undefined;
  }

  override get url(): string {
    if (this.#environment === undefined) {
      throw new Error(
        "mockAuriko() has not started: its hooks run before the first test; without hooks, `await start()`.",
      );
    }
    return super.url;
  }

  override get baseUrl(): string {
    return `${this.url}/v1`;
  }

  async start(): Promise<this> {
    this.#starting ??= this.listener.listen();
    await this.#starting;
    this.#environment ??= new MockedEnvironment({
      AURIKO_BASE_URL: `${super.url}/v1`,
      AURIKO_API_KEY: this.apiKey,
    });
    return this;
  }

  override setOutage(provider: string, outage: Outage | boolean): void {
    if (outage === false) this.#failing.delete(provider);
    else this.#failing.add(provider);
    super.setOutage(provider, outage);
  }

  override async reset(): Promise<void> {
    super.reset();
    this.respondWith(this.#respond);
    for (const provider of this.#failing) this.setOutage(provider, false);
    if (this.#environment === undefined) return;
    this.#environment.apply();
    await this.acceptConnections();
  }

  assertRequested(matcher?: RequestMatcher, times?: number): RecordedRequest {
    const complaint = times === undefined ? undefined : integer(0)(times);
    if (complaint !== undefined) throw invalidParameter("times", `times ${complaint}.`);
    const found = matching(this.requests, matcher);
    const latest = found.at(-1);
    if (latest === undefined || (times !== undefined && found.length !== times)) {
      const expected = times === undefined ? "at least one request" : `${times} such requests`;
      throw unexpectedRequests(this.requests, matcher, `Expected ${expected}, found ${found.length}.`);
    }
    return latest;
  }

  assertNotRequested(matcher?: RequestMatcher): void {
    const found = matching(this.requests, matcher);
    if (found.length > 0) {
      throw unexpectedRequests(this.requests, matcher, `Expected no such request, found ${found.length}.`);
    }
  }

  assertNoRepliesLeft(): void {
    if (this.repliesLeft === 0) return;
    throw new AssertionError({
      message: `${this.repliesLeft} scripted replies were never asked for.`,
      actual: this.repliesLeft,
      expected: 0,
      operator: "assertNoRepliesLeft",
      stackStartFn: this.assertNoRepliesLeft,
    });
  }

  override async close(): Promise<void> {
    // A start that is under way would otherwise listen on when everything else is over.
    if (this.#environment === undefined) await this.#starting?.catch(() => {});
    this.#environment?.restore();
    this.#environment = undefined;
    this.#starting = undefined;
    await super.close();
    // Nothing was asked for: the next run shall not take that for a recording.
    if (this.#recording !== undefined && this.fixture().entries.length === 0) {
      rmSync(this.#recording, { force: true });
    }
  }
}
