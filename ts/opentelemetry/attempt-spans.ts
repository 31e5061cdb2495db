import { type Attributes, type Context, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import type { AttemptFacts } from "../native/attempt-facts";
import type { CallEnd, CallError } from "../observability";
import { pathTemplate } from "./conventions";
import { timeOf } from "./span-time";
import { withoutGaps } from "./without-gaps";

/** Makes a span of each attempt below that of their call, now that they are over: all were sent with the same headers. */
export function traceAttempts(
  tracer: Tracer,
  parent: Context,
  { call, timings }: CallEnd | CallError,
  server: Attributes,
): void {
  const callEnd = call.startedAt + (timings.totalMs ?? 0);
  const template = pathTemplate(call.path);
  let sentBefore = 0;
  for (const attempt of timings.attempts) {
    const resends = sentBefore;
    sentBefore += 1 + attempt.redirects;
    const errorType = attemptErrorType(attempt);
    const span = tracer.startSpan(
      `${call.method} ${template}`,
      {
        kind: SpanKind.CLIENT,
        startTime: timeOf(attempt.startedAt),
        attributes: withoutGaps({
          "http.request.method": call.method,
          "url.full": call.url,
          "url.template": template,
          ...server,
          "http.request.resend_count": resends > 0 ? resends : undefined,
          "http.response.status_code": attempt.status,
          "network.protocol.version": attempt.httpVersion,
          "error.type": errorType,
          "auriko.attempt.number": attempt.number,
          "auriko.attempt.redirects": attempt.redirects > 0 ? attempt.redirects : undefined,
          "auriko.connection.reused": attempt.connectionReused,
          "auriko.attempt.time_to_headers": seconds(attempt.headersMs),
          "auriko.retry.wait": seconds(attempt.waitMs),
          "auriko.retry.reason": attempt.waitReason,
        }),
      },
      parent,
    );
    if (errorType !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(timeOf(attempt.endMs === null ? callEnd : attempt.startedAt + attempt.endMs));
  }
}

/** The status of an answer with an error, or why there was no answer; a caller's abort is no error. */
export function attemptErrorType({ status, failure }: AttemptFacts): string | undefined {
  if (status !== null && status >= 400) return String(status);
  return failure === null || failure === "cancelled" ? undefined : failure;
}

function seconds(milliseconds: number | null): number | null {
  return milliseconds === null ? null : milliseconds / 1000;
}
