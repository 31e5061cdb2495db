import { context, propagation, trace } from "@opentelemetry/api";
import { expect, test } from "vitest";
import type { InstrumentAurikoOptions } from "../../ts/opentelemetry";
import { question } from "../support/chat";
import { ObservedGateway } from "./observed-gateway";

const observed = new ObservedGateway();
const { telemetry } = observed;

async function ask(options?: InstrumentAurikoOptions, headers: Record<string, string> = {}): Promise<void> {
  observed.instrument(options);
  await observed.client({ maxRetries: 1 }).chat.completions.create(question, { headers });
}
const sent = () => observed.gateway.lastRequest?.headers ?? {};

test("the server is told the span of the call, once for all attempts", async () => {
  observed.gateway.failNext("503");
  await ask();
  const { traceId, spanId } = telemetry.spans[0]?.spanContext() ?? {};
  const [first, second] = observed.gateway.requests.slice(-2);
  expect(first?.headers.traceparent).toBe(`00-${traceId}-${spanId}-01`);
  expect(second?.headers.traceparent).toBe(first?.headers.traceparent);
});

test("state and baggage go along, in place of headers of the same names", async () => {
  const remote = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", traceFlags: 1 };
  const { createTraceState } = await import("@opentelemetry/api");
  const parent = trace.setSpanContext(context.active(), {
    ...remote,
    traceState: createTraceState("vendor=1"),
  });
  const loaded = propagation.setBaggage(parent, propagation.createBaggage({ team: { value: "search" } }));
  await context.with(loaded, () => ask({}, { traceparent: "mine", Baggage: "mine" }));
  expect(sent().traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-\w{16}-01$/);
  expect(sent().tracestate).toBe("vendor=1");
  expect(sent().baggage).toBe("team=search");
});

test("nothing is sent when that is switched off", async () => {
  const loaded = propagation.setBaggage(
    context.active(),
    propagation.createBaggage({ team: { value: "search" } }),
  );
  await context.with(loaded, () => ask({ propagation: false }));
  expect(sent()).not.toHaveProperty("traceparent");
  expect(sent()).not.toHaveProperty("baggage");
  expect(telemetry.spans).toHaveLength(2);
});

test("a propagator that throws keeps neither the request nor its span", async () => {
  propagation.disable();
  propagation.setGlobalPropagator({
    inject: () => {
      throw new Error("broken");
    },
    extract: (given) => given,
    fields: () => [],
  });
  await ask();
  expect(sent()).not.toHaveProperty("traceparent");
  expect(telemetry.tree).toEqual(["chat gpt-5.4", "  POST /chat/completions"]);
});
