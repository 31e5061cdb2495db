import { context, metrics, type Tracer, type TracerProvider, trace } from "@opentelemetry/api";
import { registerObserver } from "../observability/call-observers";
import { VERSION } from "../version";
import { CallMetrics } from "./call-metrics";
import { CallSpan } from "./call-span";
import { SCHEMA_URL, SCOPE } from "./conventions";
import {
  checkInstrumentOptions,
  contentByEnvironment,
  type InstrumentAurikoOptions,
} from "./instrument-options";

/** Where all copies of this module leave what ends the latest instrumentation: two of them would count everything twice. */
const LATEST = Symbol.for("@auriko/sdk/opentelemetry/1");
const shared = globalThis as { [LATEST]?: () => void };

/**
 * Tells OpenTelemetry of every call of every client in this process: a span per call and one per attempt below it, and
 * metrics, by the GenAI conventions; {@link SCHEMA_URL} names their version. Calls that begin afterwards are told.
 * Instrumenting again replaces what was there. `docs/opentelemetry.md` lists what is written.
 *
 * @example
 * instrumentAuriko();
 *
 * @returns what ends it
 * @throws BadRequestError naming the option in `param` when one is unknown or has no meaning
 */
export function instrumentAuriko(options?: InstrumentAurikoOptions): () => void {
  const given = options ?? {};
  checkInstrumentOptions(given);
  const tracer = given.tracer ?? tracerOf(given.tracerProvider ?? trace.getTracerProvider());
  const { captureContent = contentByEnvironment(), propagation = true } = given;
  const measured = new CallMetrics(
    () => given.meterProvider ?? metrics.getMeterProvider(),
    given.meter ?? undefined,
  );
  const unregister = registerObserver({
    // Spans of attempts are made when the call is over.
    followsAttempts: false,
    begin(start, content, control) {
      const span = new CallSpan(
        { tracer, metrics: measured, captureContent, context: context.active() },
        start,
      );
      if (propagation && start.sends) control.addHeaders(span.propagated());
      return (event) => {
        if (event.type === "end" || event.type === "error") span.end(event, content);
      };
    },
  });
  shared[LATEST]?.();
  const end = () => {
    unregister();
    if (shared[LATEST] === end) delete shared[LATEST];
  };
  Object.defineProperty(shared, LATEST, { configurable: true, writable: true, value: end });
  return end;
}

/** Not by `trace.getTracer`, which loses the schema. */
function tracerOf(provider: TracerProvider): Tracer {
  return provider.getTracer(SCOPE, VERSION, { schemaUrl: SCHEMA_URL });
}
