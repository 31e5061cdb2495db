import {
  type Attributes,
  type Context,
  diag,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { CallContent, CallEnd, CallError, CallInfo, CallStart } from "../observability";
import { traceAttempts } from "./attempt-spans";
import type { CallMetrics } from "./call-metrics";
import { contentAttributes } from "./content-attributes";
import { inferenceOf, PROVIDER, pathTemplate } from "./conventions";
import { isInsideInference } from "./outer-inference";
import { requestAttributes } from "./request-attributes";
import { aurikoAttributes, errorTypeOf, responseAttributes } from "./response-attributes";
import { timeOf } from "./span-time";
import { withoutGaps } from "./without-gaps";

/** What the spans of all calls share, and the context that a call began in. */
export interface SpanSurroundings {
  readonly tracer: Tracer;
  readonly metrics: CallMetrics;
  readonly captureContent: boolean;
  readonly context: Context;
}

/** The span of one call, from its method to the last event of its stream. */
export class CallSpan {
  readonly #surroundings: SpanSurroundings;
  readonly #span: Span;
  /** What the request asks of a model; `undefined` where it asks nothing, or another span stands for that already. */
  readonly #operation: string | undefined;
  readonly #server: Attributes;
  /** Dimensions of metrics that are known from the beginning. */
  readonly #known: Attributes;

  constructor(surroundings: SpanSurroundings, { call }: CallStart) {
    const { tracer, context } = surroundings;
    const operation = isInsideInference(context) ? undefined : inferenceOf(call.method, call.path);
    this.#surroundings = surroundings;
    this.#operation = operation;
    this.#server = serverAttributes(call);
    this.#known = { ...inferenceAttributes(call, operation), ...this.#server };
    const name =
      operation === undefined
        ? `${call.method || "auriko"} ${pathTemplate(call.path)}`.trimEnd()
        : [operation, call.model].filter(Boolean).join(" ");
    this.#span = tracer.startSpan(
      name,
      {
        kind: operation === undefined ? SpanKind.INTERNAL : SpanKind.CLIENT,
        startTime: timeOf(call.startedAt),
        // Samplers see no others.
        attributes: {
          ...this.#known,
          ...(operation !== undefined && call.stream && { "gen_ai.request.stream": true }),
        },
      },
      context,
    );
  }

  /** The headers that carry this span to the server; none where the propagator throws. */
  propagated(): Record<string, string> {
    const carrier: Record<string, string> = {};
    try {
      propagation.inject(this.#context, carrier);
      return carrier;
    } catch (cause) {
      diag.error("@auriko/sdk: the propagator threw; the request goes without its headers.", cause);
      return {};
    }
  }

  /** The call is over. */
  end(event: CallEnd | CallError, content: CallContent): void {
    const { call, timings } = event;
    const operation = this.#operation;
    const errorType = event.type === "error" && !event.aborted ? errorTypeOf(event.error) : undefined;
    const span = this.#span;
    if (span.isRecording()) {
      if (operation !== undefined) {
        span.setAttributes({
          ...requestAttributes(content.requestBody()),
          ...responseAttributes(event, call.stream),
          ...(this.#surroundings.captureContent && contentAttributes(content)),
        });
      }
      span.setAttributes(withoutGaps({ ...aurikoAttributes(event), "error.type": errorType }));
      if (errorType !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(event) });
      traceAttempts(this.#surroundings.tracer, this.#context, event, this.#server);
    }
    span.end(timeOf(call.startedAt + (timings.totalMs ?? 0)));
    this.#surroundings.metrics.record(event, {
      known: this.#known,
      inference: operation !== undefined,
      errorType,
      context: this.#context,
    });
  }

  get #context(): Context {
    return trace.setSpan(this.#surroundings.context, this.#span);
  }
}

function inferenceAttributes({ model }: CallInfo, operation: string | undefined): Attributes {
  if (operation === undefined) return {};
  return {
    "gen_ai.operation.name": operation,
    "gen_ai.provider.name": PROVIDER,
    ...(model !== null && { "gen_ai.request.model": model }),
  };
}

function serverAttributes({ url }: CallInfo): Attributes {
  if (!URL.canParse(url)) return {};
  const { hostname, port, protocol } = new URL(url);
  const known = protocol === "https:" ? 443 : 80;
  return {
    "server.address": hostname.replace(/^\[|\]$/g, ""),
    "server.port": port === "" ? known : Number(port),
  };
}

function messageOf(event: CallEnd | CallError): string {
  const error = event.type === "error" ? event.error : undefined;
  return error instanceof Error ? error.message : String(error);
}
