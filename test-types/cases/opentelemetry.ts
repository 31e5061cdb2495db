import { type InstrumentAurikoOptions, instrumentAuriko, SCHEMA_URL } from "@auriko/sdk/opentelemetry";
import { metrics, trace } from "@opentelemetry/api";
import { expectType } from "./expect.js";

export function instrument(): void {
  const options: InstrumentAurikoOptions = {
    tracer: trace.getTracer("mine"),
    meter: metrics.getMeter("mine"),
    tracerProvider: trace.getTracerProvider(),
    meterProvider: metrics.getMeterProvider(),
    captureContent: false,
    propagation: false,
  };
  expectType<() => void>()(instrumentAuriko(options));
  instrumentAuriko();
  expectType<string>()(SCHEMA_URL);
  // @ts-expect-error It is no boolean.
  instrumentAuriko({ captureContent: "yes" });
}
