import { type Attributes, metrics } from "@opentelemetry/api";
import {
  AggregationTemporality,
  type DataPoint,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import { afterEach } from "vitest";

/** The real SDK, registered globally as programs do, whose spans and metrics stay in memory. Once for each test file. */
export class Telemetry {
  readonly #spans = new InMemorySpanExporter();
  readonly #metrics = new InMemoryMetricExporter(AggregationTemporality.DELTA);
  readonly #reader = new PeriodicExportingMetricReader({
    exporter: this.#metrics,
    exportIntervalMillis: 2 ** 30,
  });
  readonly tracerProvider = new NodeTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(this.#spans)],
  });
  readonly meterProvider = new MeterProvider({ readers: [this.#reader] });

  static register(): Telemetry {
    const telemetry = new Telemetry();
    telemetry.tracerProvider.register();
    metrics.setGlobalMeterProvider(telemetry.meterProvider);
    afterEach(async () => {
      await telemetry.points();
      telemetry.#spans.reset();
    });
    return telemetry;
  }

  /** What has ended, parents first. */
  get spans(): readonly ReadableSpan[] {
    const ended = this.#spans.getFinishedSpans();
    return ended
      .map((span, index) => ({ span, index }))
      .sort((a, b) => depthOf(a.span, ended) - depthOf(b.span, ended) || a.index - b.index)
      .map(({ span }) => span);
  }

  /** Each as its depth, kind and name, its errors marked: the shape of what a reader sees. */
  get tree(): readonly string[] {
    const ended = this.spans;
    const show = (span: ReadableSpan): string[] => {
      const failed = span.status.code === 2 ? " !" : "";
      const line = `${"  ".repeat(depthOf(span, ended))}${span.name}${failed}`;
      const children = ended.filter(
        ({ parentSpanContext }) => parentSpanContext?.spanId === span.spanContext().spanId,
      );
      return [line, ...children.sort(byStart).flatMap(show)];
    };
    return ended
      .filter((span) => depthOf(span, ended) === 0)
      .sort(byStart)
      .flatMap(show);
  }

  /** The points since the last time, by the names of their metrics. */
  async points(): Promise<
    Record<string, readonly { value: unknown; attributes: Attributes; unit: string }[]>
  > {
    await this.#reader.forceFlush();
    const all = this.#metrics
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    this.#metrics.reset();
    return Object.fromEntries(
      all.map(({ descriptor, dataPoints }) => [
        descriptor.name,
        dataPoints.map((point: DataPoint<unknown>) => ({
          value: point.value,
          attributes: point.attributes,
          unit: descriptor.unit,
        })),
      ]),
    );
  }
}

const byStart = (a: ReadableSpan, b: ReadableSpan): number =>
  a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1];

function depthOf(span: ReadableSpan, all: readonly ReadableSpan[]): number {
  const parent = all.find((other) => other.spanContext().spanId === span.parentSpanContext?.spanId);
  return parent === undefined ? 0 : 1 + depthOf(parent, all);
}

/** Milliseconds of a span's clock. */
export const millis = ([seconds, nanos]: readonly [number, number]): number => seconds * 1000 + nanos / 1e6;
