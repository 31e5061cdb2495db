import { describe, expect, test } from "vitest";
import type { CallEvent, CallHooks, LogEntry, RequestTraceContext } from "../../ts/index";
import { clientOf, KEY } from "../support/client";
import { serve } from "../support/scripted-server";
import { listenTo, recordChannels, typesOf } from "./recorder";
import { scenarios } from "./scenarios";

/** What the tracing channel brings, with a copy of its context at each step. */
function recordTracing() {
  const steps: { name: string; context: RequestTraceContext; known: string[] }[] = [];
  for (const name of ["start", "end", "asyncStart", "asyncEnd", "error"]) {
    listenTo(`tracing:auriko.request:${name}`, (message) => {
      const context = message as RequestTraceContext;
      steps.push({ name, context, known: Object.keys(context).sort() });
    });
  }
  return steps;
}

/** What hooks are told, by their names. */
function recordHooks(): CallHooks & { readonly told: [string, unknown][] } {
  const told: [string, unknown][] = [];
  const note = (name: string) => (event: unknown) => void told.push([name, event]);
  return {
    told,
    onRequest: note("onRequest"),
    onRetry: note("onRetry"),
    onResponse: note("onResponse"),
    onStreamEnd: note("onStreamEnd"),
    onEnd: note("onEnd"),
    onError: note("onError"),
  };
}

/** What a hook of this name would have to be told, by the events of the channels. */
function toldTo(events: readonly CallEvent[]): [string, CallEvent][] {
  return events.flatMap((event): [string, CallEvent][] => {
    switch (event.type) {
      case "start":
        return event.sends ? [["onRequest", event]] : [];
      case "retry":
        return [["onRetry", event]];
      case "headers":
        return [["onResponse", event]];
      case "end":
        return event.call.stream
          ? [
              ["onStreamEnd", event],
              ["onEnd", event],
            ]
          : [["onEnd", event]];
      case "error":
        return [["onError", event]];
      default:
        return [];
    }
  });
}

/** The fields of a log line that an event has, too. */
function fieldsOf(event: CallEvent): Record<string, unknown> {
  const { call } = event;
  switch (event.type) {
    case "start":
      return {
        call: call.id,
        method: call.method,
        path: call.path,
        url: call.url,
        model: call.model,
        headers: event.headers,
      };
    case "attempt":
      return { call: call.id, attempt: event.attempt.number, bytesSent: event.attempt.bytesSent };
    case "retry": {
      const { number, failure, status, waitMs, waitReason } = event.attempt;
      return { call: call.id, attempt: number, failure, status, waitMs, waitReason };
    }
    case "headers":
      return { call: call.id, status: event.status, requestId: event.requestId, attempts: event.attempts };
    case "first-event":
      return { call: call.id, elapsedMs: event.elapsedMs };
    default: {
      const { status, requestId, attempts, model, finishReasons, usage, route, timings } = event;
      const { totalMs, headersMs, firstEventMs, retryWaitMs, queuedMs } = timings;
      const times = { totalMs, headersMs, firstEventMs, retryWaitMs, queuedMs };
      const same = { status, requestId, attempts, answeredBy: model, finishReasons, usage, route, ...times };
      const rest = event.type === "end" ? { outcome: event.outcome } : { aborted: event.aborted };
      return { call: call.id, model: call.model, stream: call.stream, ...same, ...rest };
    }
  }
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe.each(Object.entries(scenarios))(
  "of a call that is %s",
  (_name, { answers, options, run, story }) => {
    test("hooks, log, channels and the tracing channel tell the same story, and none the key", async () => {
      const events = recordChannels();
      const tracing = recordTracing();
      const hooks = recordHooks();
      const lines: LogEntry[] = [];
      const { told, ...functions } = hooks;
      const logging = { logger: (entry: LogEntry) => void lines.push(entry), logLevel: "debug" as const };
      const client = clientOf(await serve(...answers), { ...options, ...functions, ...logging });
      const thrown = await run(client).then(
        () => undefined,
        (error: unknown) => error,
      );

      expect(typesOf(events)).toEqual(story);

      const expected = toldTo(events);
      expect(told.map(([name]) => name)).toEqual(expected.map(([name]) => name));
      for (const [index, [name, event]] of told.entries()) {
        if (name === "onRequest") expect(event).toMatchObject({ ...expected[index]?.[1] });
        else expect(event).toBe(expected[index]?.[1]);
      }

      const told_lines = lines.filter(({ event }) => event !== "warning");
      expect(told_lines.map(({ event }) => event)).toEqual(story);
      for (const [index, event] of events.entries()) {
        expect(told_lines[index]).toMatchObject(plain(fieldsOf(event)) as object);
      }

      const last = events.at(-1);
      const failed = last?.type === "error";
      expect(tracing.map(({ name }) => name)).toEqual(
        failed
          ? ["start", "end", "error", "asyncStart", "asyncEnd"]
          : ["start", "end", "asyncStart", "asyncEnd"],
      );
      expect(new Set(tracing.map(({ context }) => context)).size).toBe(1);
      const context = tracing[0]?.context;
      expect(context?.call).toBe(last?.call);
      expect(tracing.at(-1)?.known).toEqual(failed ? ["call", "error"] : ["call", "result"]);
      if (last?.type === "error") {
        expect(last.error).toBe(thrown);
        expect(context?.error).toBe(thrown);
      } else {
        expect(thrown).toBeUndefined();
        expect(context?.result).toBe(last);
      }

      const everything = JSON.stringify([events, told, lines, context], withErrors);
      expect(everything).not.toContain(KEY);
    });
  },
);

function withErrors(_name: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return { ...value, message: value.message, stack: value.stack, cause: value.cause };
}
