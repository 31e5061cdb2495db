import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CallEnd, CallError } from "../../ts/index";
import { AurikoAPIError } from "../../ts/index";
import { instrumentAuriko } from "../../ts/opentelemetry";
import { Telemetry } from "../opentelemetry/telemetry";
import { clientOf, KEY } from "../support/client";
import { serve } from "../support/scripted-server";
import { recordChannels, typesOf } from "./recorder";
import { scenarios } from "./scenarios";

const telemetry = Telemetry.register();
let end: () => void;
beforeAll(() => {
  end = instrumentAuriko({ captureContent: true });
});
afterAll(() => end());

/** Attributes that an event has, too, by their names in spans; those that are not known are in neither. */
function attributesOf(event: CallEnd | CallError): Record<string, unknown> {
  const { route, usage, finishReasons } = event;
  const outcome = event.type === "end" ? event.outcome : event.aborted ? "aborted" : "failed";
  const counts = usage as { prompt_tokens?: number; completion_tokens?: number } | null;
  const reasons = finishReasons.map((reason) => reason ?? "error");
  return known({
    "auriko.outcome": outcome,
    "auriko.attempts": event.attempts,
    "auriko.request.id": event.requestId,
    "auriko.route.provider": route?.provider,
    "auriko.route.strategy": route?.strategy,
    "auriko.cost.usd": route?.costUsd,
    "auriko.cost.cache_savings_usd": route?.cacheSavingsUsd,
    "gen_ai.request.model": event.call.model,
    "gen_ai.response.model": event.model,
    "gen_ai.response.finish_reasons": reasons.length > 0 ? reasons : undefined,
    "gen_ai.usage.input_tokens": counts?.prompt_tokens,
    "gen_ai.usage.output_tokens": counts?.completion_tokens,
    "error.type": event.type === "error" && !event.aborted ? errorType(event.error) : undefined,
  });
}

function errorType(error: unknown): string {
  return AurikoAPIError.isInstance(error) ? (error.code ?? error.name) : (error as Error).name;
}

const known = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));

describe.each(Object.entries(scenarios))(
  "of a call that is %s",
  (_name, { answers, options, run, story }) => {
    test("spans tell the same story as the channels, without the key", async () => {
      const events = recordChannels();
      await run(clientOf(await serve(...answers), options)).catch(() => {});
      expect(typesOf(events)).toEqual(story);
      const last = events.at(-1) as CallEnd | CallError;

      const [call, ...attempts] = telemetry.spans as [ReadableSpan, ...ReadableSpan[]];
      const wanted = attributesOf(last);
      expect(Object.fromEntries(Object.keys(wanted).map((name) => [name, call.attributes[name]]))).toEqual(
        wanted,
      );
      expect("error.type" in call.attributes).toBe("error.type" in wanted);
      expect(attempts.map(({ attributes }) => attributes["auriko.attempt.number"])).toEqual(
        last.timings.attempts.map(({ number }) => number),
      );
      expect(attempts.map(({ attributes }) => attributes["http.response.status_code"] ?? null)).toEqual(
        last.timings.attempts.map(({ status }) => status),
      );
      const told = telemetry.spans.map(({ name, attributes, events, status }) => [
        name,
        attributes,
        events,
        status,
      ]);
      expect(JSON.stringify(told)).not.toContain(KEY);
    });
  },
);
