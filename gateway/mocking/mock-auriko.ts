import type { Gateway } from "../gateway";
import type { LocalGatewayOptions } from "../local-gateway-options";
import type { RecordedRequest } from "../server/recorded-request";
import type { RequestMatcher } from "./expected-request";
import { MockedGateway } from "./mocked-gateway";
import type { RecordingOptions } from "./recording";
import type { TestHooks } from "./test-hooks";
import { followTests } from "./test-hooks";

/** Options of {@link mockAuriko}; those of the gateway, and its own. All of them are optional. */
export interface MockAurikoOptions extends LocalGatewayOptions {
  /**
   * The runner's `beforeAll`, `afterEach` and `afterAll`, where they are not global; the whole module of the runner fits.
   * `false` for none: then call `start()` and `close()` yourself. Default: the global ones, and those of `node --test`; none
   * in the middle of a test.
   */
  readonly hooks?: TestHooks | false;
  /** What a model call gets for which no reply is scripted: a made-up answer (default), or an error that says so. */
  readonly unscripted?: "answer" | "refuse";
  /** A file with answers of the real API: played if it is there, recorded otherwise. */
  readonly recording?: string | RecordingOptions;
}

/** Auriko as a test has it: a gateway on this machine that clients find by the environment. */
export interface MockAuriko extends Omit<Gateway, "reset"> {
  /**
   * Listens, and sets `AURIKO_BASE_URL` and `AURIKO_API_KEY`. Hooks do it before the first test; without them it has to be
   * called. More calls change nothing.
   */
  start(): Promise<this>;
  /**
   * Forgets everything that a test did: requests, replies, faults, outages, refused connections, changed variables.
   * Hooks do it after each test.
   */
  reset(): Promise<void>;
  /**
   * The latest request that matches.
   *
   * @param times how many have to match; at least one when it is left out
   * @throws AssertionError when none or another number does, with the requests that came
   */
  assertRequested(matcher?: RequestMatcher, times?: number): RecordedRequest;
  /** @throws AssertionError when a request matches; without a matcher, when there was any */
  assertNotRequested(matcher?: RequestMatcher): void;
  /** @throws AssertionError when replies of {@link Gateway.enqueue} are left */
  assertNoRepliesLeft(): void;
  /** Stops listening and gives the environment back what it said before. Hooks do it after the last test. */
  close(): Promise<void>;
}

/**
 * Stands in for Auriko in tests: a gateway on a loopback port, to which clients without a `baseUrl` of their own turn.
 * Call it at the top of a test file, where it registers with the runner's hooks, or within a test and `start()` it there.
 *
 * @example
 * const auriko = mockAuriko();
 *
 * test("answers", async () => {
 *   auriko.enqueue("Paris.");
 *   expect(await capitalOf("France")).toBe("Paris.");
 *   auriko.assertRequested({ model: "gpt-4o" }, 1);
 * });
 *
 * @throws BadRequestError naming the option in `param` when one is invalid
 */
export function mockAuriko(options: MockAurikoOptions = {}): MockAuriko {
  const { hooks, ...rest } = options;
  const mocked = new MockedGateway(rest);
  followTests(hooks, {
    start: () => mocked.start(),
    reset: () => mocked.reset(),
    close: () => mocked.close(),
  });
  return mocked;
}
