import { SpanStatusCode } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CallEvent } from "../../ts/index";
import { AurikoAPIError } from "../../ts/index";
import { instrumentAuriko } from "../../ts/opentelemetry";
import { recordChannels, typesOf } from "../observability/recorder";
import { scenarios } from "../observability/scenarios";
import { clientOf, KEY } from "../support/client";
import { serve } from "../support/scripted-server";
import { millis, Telemetry } from "./telemetry";

const telemetry = Telemetry.register();
let end: () => void;
beforeAll(() => {
  end = instrumentAuriko({ captureContent: true });
});
afterAll(() => end());

type Last = Extract<CallEvent, { type: "end" | "error" }>;

/** What the span of a call has to say, by its last event. */
function spanOf(event: Last): Record<string, unknown> {
  const { call, route, timings, usage } = event;
  const failed = event.type === "error" && !event.aborted;
  const code = failed && AurikoAPIError.isInstance(event.error) ? event.error.code : undefined;
  const fields: Record<string, unknown> = {
    "gen_ai.request.model": call.model,
    "gen_ai.request.stream": call.stream || undefined,
    "gen_ai.response.id": event.responseId,
    "gen_ai.response.model": event.model,
    "gen_ai.response.finish_reasons": event.finishReasons.length
      ? event.finishReasons.map((reason) => reason ?? "error")
      : undefined,
    "gen_ai.response.time_to_first_chunk": seconds(call.stream ? timings.firstEventMs : null),
    "gen_ai.usage.input_tokens": (usage as { prompt_tokens?: number } | null)?.prompt_tokens,
    "gen_ai.usage.output_tokens": (usage as { completion_tokens?: number } | null)?.completion_tokens,
    "auriko.outcome": event.type === "end" ? event.outcome : event.aborted ? "aborted" : "failed",
    "auriko.request.id": event.requestId,
    "auriko.attempts": event.attempts,
    "auriko.queue.wait": timings.queuedMs > 0 ? timings.queuedMs / 1000 : undefined,
    "auriko.route.provider": route?.provider,
    "auriko.route.strategy": route?.strategy,
    "auriko.cost.usd": route?.costUsd,
    "auriko.cost.cache_savings_usd": route?.cacheSavingsUsd,
    "error.type": failed ? (code ?? (event.error as Error).name) : undefined,
  };
  return withoutGaps(fields);
}

/** What the spans of the attempts have to say. */
function attemptsOf({ call, timings }: Last): Record<string, unknown>[] {
  return timings.attempts.map((attempt) => {
    const { status, failure } = attempt;
    const cancelled = failure === null || failure === "cancelled";
    return withoutGaps({
      "http.request.method": call.method,
      "url.full": call.url,
      "http.response.status_code": status,
      "network.protocol.version": attempt.httpVersion,
      "error.type": status !== null && status >= 400 ? String(status) : cancelled ? undefined : failure,
      "auriko.attempt.number": attempt.number,
      "auriko.attempt.redirects": attempt.redirects || undefined,
      "auriko.connection.reused": attempt.connectionReused,
      "auriko.attempt.time_to_headers": seconds(attempt.headersMs),
      "auriko.retry.wait": seconds(attempt.waitMs),
      "auriko.retry.reason": attempt.waitReason,
    });
  });
}

/** Those that are compared: of the rest the other tests speak. */
const compared = (names: readonly string[], { attributes }: ReadableSpan) =>
  withoutGaps(Object.fromEntries(names.map((name) => [name, attributes[name]])));

const COMPARED = Object.keys(spanOfNothing()).concat(["error.type"]);

describe.each(Object.entries(scenarios))(
  "of a call that is %s",
  (_name, { answers, options, run, story }) => {
    test("the spans tell the story that the channels tell, and none the key", async () => {
      const events = recordChannels();
      const client = clientOf(await serve(...answers), options);
      await run(client).catch(() => undefined);
      expect(typesOf(events)).toEqual(story);

      const last = events.at(-1) as Last;
      const [call, ...attempts] = telemetry.spans as [ReadableSpan, ...ReadableSpan[]];
      expect(call.name).toBe(last.call.model === null ? "chat" : `chat ${last.call.model}`);
      expect(compared(COMPARED, call)).toEqual(spanOf(last));
      expect(call.status.code === SpanStatusCode.ERROR).toBe(last.type === "error" && !last.aborted);
      expect(millis(call.startTime)).toBeCloseTo(last.call.startedAt, 2);
      expect(millis(call.endTime) - millis(call.startTime)).toBeCloseTo(last.timings.totalMs ?? 0, 2);

      const expected = attemptsOf(last);
      expect(attempts).toHaveLength(expected.length);
      for (const [index, attempt] of attempts.entries()) {
        expect(attempt.parentSpanContext?.spanId).toBe(call.spanContext().spanId);
        expect(attempt.attributes).toMatchObject(expected[index] ?? {});
        expect(attempt.status.code === SpanStatusCode.ERROR).toBe(
          expected[index]?.["error.type"] !== undefined,
        );
      }

      const duration = (await telemetry.points())["gen_ai.client.inference.duration"];
      expect(duration).toMatchObject([
        { value: { count: 1, sum: expect.closeTo((last.timings.totalMs ?? 0) / 1000, 5) } },
      ]);
      expect(duration?.[0]?.attributes["error.type"]).toEqual(call.attributes["error.type"]);
      const written = [call, ...attempts].map(({ name, attributes, status, events: told }) => [
        name,
        attributes,
        status,
        told,
      ]);
      expect(JSON.stringify(written)).not.toContain(KEY);
    });
  },
);

function spanOfNothing(): Record<string, unknown> {
  const names =
    "request.model request.stream response.id response.model response.finish_reasons response.time_to_first_chunk usage.input_tokens usage.output_tokens";
  const own =
    "outcome request.id attempts queue.wait route.provider route.strategy cost.usd cost.cache_savings_usd";
  return Object.fromEntries([
    ...names.split(" ").map((name) => [`gen_ai.${name}`, true]),
    ...own.split(" ").map((name) => [`auriko.${name}`, true]),
  ]);
}

function withoutGaps(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}

function seconds(milliseconds: number | null): number | undefined {
  return milliseconds === null ? undefined : milliseconds / 1000;
}
