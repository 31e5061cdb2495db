import { invalidParameter } from "../errors/client-side";
import type { HeaderOptions } from "../options/headers";
import { isAsyncFunction, isThenable } from "../validation/asynchronous";
import { wrong } from "../validation/checks";
import type {
  CallContent,
  CallEnd,
  CallError,
  CallEvent,
  CallHeaders,
  CallObserver,
  CallRetry,
  CallStart,
} from "./call-events";

/** What is about to be sent. */
export interface RequestToSend extends CallStart {
  /** The body as it will be sent, in JSON; secrets of a body are masked here. `null` without one. */
  readonly body: string | null;
}

/** What `onRequest` changes. */
export interface RequestChanges {
  /** Headers to add, in place of those of the same names; `null` takes one away. */
  headers?: HeaderOptions | undefined;
}

/**
 * Functions that are told what happens to a call, as options of a client or of one request. They are called
 * synchronously, in the caller's asynchronous context; those of the client before those of the request. Nothing waits for
 * what they do, and what they throw goes to the `logger` at level `warn`: no hook can break a call.
 */
export interface CallHooks {
  /**
   * Once for each call, when its parameters have passed all checks and before anything is sent: a retry sends the same
   * request. Return headers to add them, for a signature or a trace.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a hook that only looks returns nothing
  onRequest?: ((request: RequestToSend) => RequestChanges | undefined | void) | null | undefined;
  /** When an attempt has failed and another one follows, before the wait. */
  onRetry?: ((retry: CallRetry) => unknown) | null | undefined;
  /** When a good answer has begun: its status and headers. */
  onResponse?: ((response: CallHeaders) => unknown) | null | undefined;
  /** When a stream is over without an error: complete, closed by the caller, or abandoned. */
  onStreamEnd?: ((end: CallEnd) => unknown) | null | undefined;
  /** When any call is over without an error, streamed or not: its usage, cost, route and timings. */
  onEnd?: ((end: CallEnd) => unknown) | null | undefined;
  /** When a call failed, whatever the reason: also when it was refused before it was sent, or aborted. */
  onError?: ((error: CallError) => unknown) | null | undefined;
}

export const HOOKS = [
  "onRequest",
  "onRetry",
  "onResponse",
  "onStreamEnd",
  "onEnd",
  "onError",
] as const satisfies readonly (keyof CallHooks)[];

/**
 * The hooks among some options; those of `base` where they are not given. `null` takes one away. `undefined` if there are
 * none.
 * @throws BadRequestError for a hook that is no function.
 */
export function resolveHooks(given: Record<string, unknown>, base?: CallHooks): CallHooks | undefined {
  let hooks = base;
  for (const name of HOOKS) {
    const hook = given[name];
    if (hook === undefined) continue;
    if (hook !== null && typeof hook !== "function") throw wrong(name, "a function", hook);
    if (name === "onRequest" && isAsyncFunction(hook)) throw asynchronous();
    hooks = { ...hooks, [name]: hook };
  }
  return hooks !== undefined && HOOKS.some((name) => hooks[name]) ? hooks : undefined;
}

function asynchronous(): Error {
  return invalidParameter(
    "onRequest",
    "`onRequest` must be a synchronous function: nothing waits for what an async one returns, so its headers would not be sent. Fetch what takes time before the call, and give it as `headers`.",
  );
}

type Report = (message: string, cause: unknown) => void;

/** Warns of something once for each `kind`. */
type Warn = (kind: string, message: string) => void;

/** Calls hooks. `report` is told what they throw, `warn` what they return in vain. */
export function hooksObserver(hooks: CallHooks, report: Report, warn: Warn): CallObserver {
  return {
    followsAttempts: Boolean(hooks.onRetry),
    begin(start, content, { addHeaders }) {
      const { onRequest } = hooks;
      if (onRequest && start.sends) {
        const changes = guarded("onRequest", report, () => {
          const returned = onRequest(requestToSend(start, content));
          warnOfVain(returned, warn);
          return returned;
        });
        if (changes?.headers) addHeaders(changes.headers);
      }
      return (event) => callHooks(hooks, event, report);
    },
  };
}

/** Tells of what a hook returns that has no effect. */
function warnOfVain(returned: unknown, warn: Warn): void {
  if (typeof returned !== "object" || returned === null) {
    if (returned) warn("onRequest returns no object", "The hook onRequest returned no object of changes.");
    return;
  }
  if (isThenable(returned)) {
    const message =
      "The hook onRequest returned a promise, for which nothing waits: what it resolves with has no effect.";
    warn("onRequest returns a promise", message);
    return;
  }
  for (const name of Object.keys(returned)) {
    if (name === "headers") continue;
    warn(
      `onRequest returns ${name}`,
      `The hook onRequest returned \`${name}\`, which has no effect: only \`headers\` can be changed.`,
    );
  }
}

function requestToSend(start: CallStart, content: CallContent): RequestToSend {
  return {
    type: start.type,
    call: start.call,
    sends: start.sends,
    get headers() {
      return start.headers;
    },
    get body() {
      return content.requestBody();
    },
  };
}

function callHooks(hooks: CallHooks, event: CallEvent, report: Report): void {
  switch (event.type) {
    case "retry":
      guarded("onRetry", report, () => hooks.onRetry?.(event));
      return;
    case "headers":
      guarded("onResponse", report, () => hooks.onResponse?.(event));
      return;
    case "end":
      if (event.call.stream) guarded("onStreamEnd", report, () => hooks.onStreamEnd?.(event));
      guarded("onEnd", report, () => hooks.onEnd?.(event));
      return;
    case "error":
      guarded("onError", report, () => hooks.onError?.(event));
      return;
  }
}

/** Also a promise that a hook returns: nobody else would hear of its rejection. */
function guarded<T>(name: keyof CallHooks, report: Report, call: () => T): T | undefined {
  try {
    const result = call();
    if (typeof (result as PromiseLike<unknown> | null | undefined)?.then !== "function") return result;
    Promise.resolve(result).catch((cause) => report(`The hook ${name} rejected.`, cause));
  } catch (cause) {
    report(`The hook ${name} threw.`, cause);
  }
  return undefined;
}
