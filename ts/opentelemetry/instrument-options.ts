import type { Meter, MeterProvider, Tracer, TracerProvider } from "@opentelemetry/api";
import { BadRequestError } from "../index";

/** Options of {@link instrumentAuriko}. All of them are optional. */
export interface InstrumentAurikoOptions {
  /** Makes the spans, with the scope and schema that it was made for. Default: one of {@link tracerProvider}. */
  readonly tracer?: Tracer | undefined;
  /** Makes the metrics. Default: one of {@link meterProvider}. */
  readonly meter?: Meter | undefined;
  /** Default: the global one, also where it is registered later. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Default: the global one, also where it is registered later. */
  readonly meterProvider?: MeterProvider | undefined;
  /**
   * Writes messages, instructions, tools and answers to the spans. They may hold anything that people write; only secrets
   * that the SDK knows are taken out. Default: what `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` says (`true`,
   * `SPAN_ONLY` or `SPAN_AND_EVENT`), otherwise false.
   */
  readonly captureContent?: boolean | undefined;
  /**
   * Sends `traceparent`, `tracestate` and `baggage`, as the registered propagator writes them, in place of headers of the
   * same names. Baggage may hold what others have put there. Default: true.
   */
  readonly propagation?: boolean | undefined;
}

/** What an option has to be, and the method by which it is known; without one it is true or false. */
const OPTIONS: Readonly<Record<keyof InstrumentAurikoOptions, readonly [what: string, method?: string]>> = {
  tracer: ["a Tracer of @opentelemetry/api", "startSpan"],
  meter: ["a Meter of @opentelemetry/api", "createHistogram"],
  tracerProvider: ["a TracerProvider of @opentelemetry/api", "getTracer"],
  meterProvider: ["a MeterProvider of @opentelemetry/api", "getMeter"],
  captureContent: ["true or false"],
  propagation: ["true or false"],
};

/**
 * Checks the options.
 * @throws BadRequestError naming the option in `param`.
 */
export function checkInstrumentOptions(given: InstrumentAurikoOptions): void {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(OPTIONS, name)) {
      throw refusal(name, `There is no option \`${name}\`; there are: ${Object.keys(OPTIONS).join(", ")}.`);
    }
    const [what, method] = OPTIONS[name as keyof InstrumentAurikoOptions];
    const fits = method === undefined ? typeof value === "boolean" : has(value, method);
    if (value !== undefined && !fits) throw refusal(name, `\`${name}\` must be ${what}.`);
  }
}

function has(value: unknown, method: string): boolean {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, method) === "function";
}

function refusal(param: string, message: string): BadRequestError {
  const code = "invalid_parameter_value";
  return new BadRequestError(message, { statusCode: 400, type: "invalid_request_error", code, param });
}

/** What the environment says about content, as far as spans are concerned. */
export function contentByEnvironment(): boolean {
  const said = process.env.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT?.trim().toLowerCase();
  return said === "true" || said === "span_only" || said === "span_and_event";
}
