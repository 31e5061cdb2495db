import { metrics } from "@opentelemetry/api";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace-node";
import { connect as plain, from as sdk } from "./auriko.mjs";

export const from = new URL("opentelemetry/index.mjs", sdk).href;

const exporter = {
  export: (_items, done) => done({ code: 0 }),
  shutdown: async () => {},
  forceFlush: async () => {},
};

/** The SDK told to OpenTelemetry's; what is collected is dropped instead of exported. */
export function instrumented({ sampled, ...options }) {
  return async (target) => {
    new NodeTracerProvider({
      sampler: new TraceIdRatioBasedSampler(sampled),
      spanProcessors: [new BatchSpanProcessor(exporter, { maxQueueSize: 65_536, scheduledDelayMillis: 200 })],
    }).register();
    const reader = new PeriodicExportingMetricReader({
      exporter: { ...exporter, selectAggregationTemporality: () => 1 },
      exportIntervalMillis: 60_000,
    });
    metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
    const { instrumentAuriko } = await import(from);
    instrumentAuriko(options);
    return plain(target);
  };
}

export const connect = instrumented({ sampled: 1 });
