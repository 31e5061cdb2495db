import { redactFields } from "../redaction";
import type {
  CallContent,
  CallEnd,
  CallError,
  CallEvent,
  CallInfo,
  CallObserver,
  CallOutcome,
} from "./call-events";
import type { Log } from "./logger";
import { serverWarnings } from "./server-warnings";

/** The most characters of a body in a line. */
const MAX_BODY = 2000;

/** Writes a line for each event. */
export function logObserver(log: Log): CallObserver {
  return {
    followsAttempts: log.writes("info"),
    begin(start, content) {
      const { headers, call, sends } = start;
      if (log.writes("debug")) {
        const body = cut(content.requestBody());
        log.write("debug", "start", `${nameOf(call)} begins`, { ...about(call), sends, headers, body });
      }
      return (event) => write(log, event, content);
    },
  };
}

function write(log: Log, event: CallEvent, content: CallContent): void {
  switch (event.type) {
    case "attempt": {
      const { number, bytesSent } = event.attempt;
      log.write("debug", "attempt", `attempt ${number} is sent`, {
        ...ofCall(event),
        attempt: number,
        bytesSent,
      });
      return;
    }
    case "retry": {
      const { number, failure, status, waitMs, waitReason } = event.attempt;
      const why = status === null ? failure : `status ${status}`;
      const message = `attempt ${number} failed (${why}); the next follows in ${Math.round(waitMs ?? 0)} ms`;
      log.write("info", "retry", message, {
        ...ofCall(event),
        attempt: number,
        failure,
        status,
        waitMs,
        waitReason,
      });
      return;
    }
    case "headers": {
      const { status, requestId, attempts, call } = event;
      if (!log.writes("debug")) return;
      const headers = Object.fromEntries(event.headers);
      const fields = { ...ofCall(event), status, requestId, attempts, headers };
      log.write("debug", "headers", `${nameOf(call)} is answered with ${status}`, fields);
      return;
    }
    case "first-event": {
      const { elapsedMs } = event;
      log.write("debug", "first-event", "the stream has begun", { ...ofCall(event), elapsedMs });
      return;
    }
    case "end":
      writeEnd(log, event, content);
      return;
    case "error":
      writeError(log, event, content);
      return;
  }
}

function writeEnd(log: Log, event: CallEnd, content: CallContent): void {
  const { call, outcome, status, timings } = event;
  const how = outcome === "completed" ? "" : `, ${outcome}`;
  const message = `${nameOf(call)} ${status} in ${Math.round(timings.totalMs ?? 0)} ms${how}`;
  log.write("info", "end", message, {
    ...about(call),
    outcome,
    ...outcomeOf(event),
    ...answerOf(log, content),
  });
  serverWarnings(event, log);
}

function writeError(log: Log, event: CallError, content: CallContent): void {
  const { call, error, aborted } = event;
  const name = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const message = aborted ? `${nameOf(call)} was aborted` : `${nameOf(call)} failed: ${name}`;
  const fields = { ...about(call), aborted, ...outcomeOf(event), error, ...answerOf(log, content) };
  log.write(aborted ? "info" : "error", "error", message, fields);
}

const nameOf = ({ method, path }: CallInfo): string => `${method} ${path}`;

const ofCall = ({ call }: CallEvent) => ({ call: call.id });

function about({ id, method, path, url, model, stream }: CallInfo) {
  return { call: id, method, path, url, model, stream };
}

function outcomeOf({
  status,
  requestId,
  attempts,
  model,
  finishReasons,
  usage,
  route,
  timings,
}: CallOutcome) {
  const { attempts: _, startedAt: __, ...times } = timings;
  return { status, requestId, attempts, answeredBy: model, finishReasons, usage, route, ...times };
}

function answerOf(log: Log, content: CallContent): { answer?: string | null } {
  const answer = log.writes("debug") ? content.result() : undefined;
  return answer === undefined ? {} : { answer: cut(JSON.stringify(redactFields(answer))) };
}

/** A body, credentials in its fields masked, as far as it fits. */
function cut(body: string | null): string | null {
  if (body === null) return null;
  const shown = withoutSecrets(body);
  return shown.length <= MAX_BODY ? shown : `${shown.slice(0, MAX_BODY)}… (${shown.length} characters)`;
}

function withoutSecrets(body: string): string {
  try {
    return JSON.stringify(redactFields(JSON.parse(body)));
  } catch {
    return body;
  }
}
