import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { expect, onTestFinished, test } from "vitest";
import { startGateway } from "../../gateway";
import type { Client } from "../../ts/index";
import { type InstrumentAurikoOptions, instrumentAuriko, SCHEMA_URL } from "../../ts/opentelemetry";
import { question } from "../support/chat";
import { clientOf } from "../support/client";
import { startCollector } from "./collector";

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number };
}

interface Traces {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly {
      readonly schemaUrl?: string;
      readonly spans: readonly {
        readonly name: string;
        readonly traceId: string;
        readonly spanId: string;
        readonly parentSpanId?: string;
        readonly attributes: readonly Attribute[];
      }[];
    }[];
  }[];
}

interface Point {
  readonly attributes: readonly Attribute[];
  readonly count?: number;
  readonly sum?: number;
  readonly asInt?: number;
  readonly asDouble?: number;
}

interface Metrics {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly {
      readonly scope: { readonly name: string };
      readonly schemaUrl?: string;
      readonly metrics: readonly {
        readonly name: string;
        readonly unit: string;
        readonly histogram?: { readonly dataPoints: readonly Point[] };
        readonly sum?: { readonly dataPoints: readonly Point[] };
      }[];
    }[];
  }[];
}

/** Makes a call that has to be made again while everything is observed, and streams its answer. */
async function streamAfterRetry(options: InstrumentAurikoOptions): Promise<void> {
  const gateway = await startGateway();
  onTestFinished(() => gateway.close());
  onTestFinished(instrumentAuriko(options));
  gateway.failNext("503");
  const client: Client = clientOf(gateway, { apiKey: gateway.apiKey, maxRetries: 1 });
  const stream = await client.chat.completions.create({ ...question, stream: true });
  await stream.finalText();
}

test("a collector gets the spans over OTLP, and exporting them is no call of ours", async () => {
  const collector = await startCollector();
  const exporter = new OTLPTraceExporter({ url: collector.traces });
  const tracerProvider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  await streamAfterRetry({ tracerProvider });
  await tracerProvider.shutdown();
  const documents = collector.received["/v1/traces"] as readonly Traces[];
  const scopes = documents.flatMap(({ resourceSpans }) => resourceSpans.flatMap((each) => each.scopeSpans));
  const spans = scopes.flatMap((scope) => scope.spans);
  expect(scopes.every(({ schemaUrl }) => schemaUrl === SCHEMA_URL)).toBe(true);
  expect(spans.map(({ name }) => name).sort()).toEqual([
    "POST /chat/completions",
    "POST /chat/completions",
    "chat gpt-5.4",
  ]);
  const call = spans.find(({ name }) => name === "chat gpt-5.4");
  expect(call?.attributes.map(({ key }) => key)).toEqual(
    expect.arrayContaining(["gen_ai.usage.output_tokens", "auriko.route.provider"]),
  );
  for (const span of spans) {
    expect(span.traceId).toBe(call?.traceId);
    if (span !== call) expect(span.parentSpanId).toBe(call?.spanId);
  }
});

test("a collector gets the metrics over OTLP, each call counted once, and exporting them is no call of ours", async () => {
  const collector = await startCollector();
  const exporter = new OTLPMetricExporter({ url: collector.metrics });
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  await streamAfterRetry({ meterProvider });
  await meterProvider.forceFlush();
  await meterProvider.shutdown();
  const documents = collector.received["/v1/metrics"] as readonly Metrics[];
  expect(documents.length).toBeGreaterThan(0);
  const [scopes] = documents.map(({ resourceMetrics }) =>
    resourceMetrics.flatMap((each) => each.scopeMetrics),
  );
  expect(scopes).toMatchObject([{ scope: { name: "@auriko/sdk" }, schemaUrl: SCHEMA_URL }]);
  const metrics = scopes?.flatMap((scope) => scope.metrics) ?? [];
  const pointsOf = (name: string): readonly Point[] => {
    const metric = metrics.find((each) => each.name === name);
    return metric?.histogram?.dataPoints ?? metric?.sum?.dataPoints ?? [];
  };
  expect(pointsOf("gen_ai.client.inference.duration")).toMatchObject([{ count: 1, sum: expect.any(Number) }]);
  expect(pointsOf("gen_ai.client.inference.time_to_first_chunk")).toMatchObject([{ count: 1 }]);
  expect(pointsOf("gen_ai.client.inference.operation.output_tokens")).toMatchObject([{ count: 1 }]);
  expect(pointsOf("auriko.client.retries")).toMatchObject([
    { attributes: expect.arrayContaining([{ key: "error.type", value: { stringValue: "503" } }]) },
  ]);
  expect(pointsOf("auriko.client.cost")).toHaveLength(1);
  const [duration] = pointsOf("gen_ai.client.inference.duration");
  expect(duration?.attributes).toEqual(
    expect.arrayContaining([{ key: "gen_ai.request.model", value: { stringValue: "gpt-5.4" } }]),
  );
});
