import type { Attributes, Context, Meter, MeterProvider } from "@opentelemetry/api";
import type { CallEnd, CallError } from "../observability";
import { VERSION } from "../version";
import { attemptErrorType } from "./attempt-spans";
import { SCHEMA_URL, SCOPE } from "./conventions";
import { Instruments } from "./instruments";
import { MODALITIES, type ModalityTokens, type TokenUsage, tokenUsageOf } from "./token-usage";

/** What the span of a call knows of it. */
interface MeasuredCall {
  /** Dimensions that were known from the beginning. */
  readonly known: Attributes;
  /** Whether this is the one place where the question to the model is counted. */
  readonly inference: boolean;
  readonly errorType: string | undefined;
  readonly context: Context;
}

/** Writes the metrics of calls. */
export class CallMetrics {
  readonly #provider: () => MeterProvider;
  #from: MeterProvider | undefined;
  #instruments: Instruments | undefined;

  /**
   * @param provider asked at each call: a global one may be registered later, and the API has none that stands in for it
   * @param meter used instead of one of the provider's
   */
  constructor(provider: () => MeterProvider, meter: Meter | undefined) {
    this.#provider = provider;
    if (meter !== undefined) this.#instruments = new Instruments(meter);
  }

  record(event: CallEnd | CallError, { known, inference, errorType, context }: MeasuredCall): void {
    const instruments = this.#current();
    const { route, timings } = event;
    const model = event.model === null ? {} : { "gen_ai.response.model": event.model };
    const dimensions: Attributes = { ...known, ...model };
    const withError = errorType === undefined ? dimensions : { ...dimensions, "error.type": errorType };
    if (inference) {
      instruments.duration.record((timings.totalMs ?? 0) / 1000, withError, context);
      if (event.call.stream) this.#stream(instruments, event, dimensions, context);
      this.#tokens(instruments, { usage: tokenUsageOf(event.usage), dimensions, withError, context });
    }
    const routed = route?.provider ? { ...dimensions, "auriko.route.provider": route.provider } : dimensions;
    if (route?.costUsd) instruments.cost.add(route.costUsd, routed, context);
    if (route?.cacheSavingsUsd) instruments.savings.add(route.cacheSavingsUsd, routed, context);
    if (timings.queuedMs > 0) instruments.queue.record(timings.queuedMs / 1000, dimensions, context);
    for (const attempt of timings.attempts) {
      if (attempt.waitMs === null) continue;
      const cause = { ...dimensions, "error.type": attemptErrorType(attempt) ?? "_OTHER" };
      instruments.retries.add(1, cause, context);
      instruments.waits.record(
        attempt.waitMs / 1000,
        { ...dimensions, "auriko.retry.reason": attempt.waitReason ?? "backoff" },
        context,
      );
    }
  }

  #stream(
    instruments: Instruments,
    event: CallEnd | CallError,
    dimensions: Attributes,
    context: Context,
  ): void {
    const { firstEventMs } = event.timings;
    if (firstEventMs === null) return;
    instruments.firstChunk.record(firstEventMs / 1000, dimensions, context);
    const last = event.timings.attempts.at(-1);
    if (event.events < 2 || last?.endMs == null || last.firstEventMs === null) return;
    const each = (last.endMs - last.firstEventMs) / (event.events - 1) / 1000;
    instruments.outputChunk.record(each, dimensions, context);
  }

  /** Counters also say that a failed call used nothing; a good one that reports nothing is not known to. */
  #tokens(
    instruments: Instruments,
    call: { usage: TokenUsage | undefined; dimensions: Attributes; withError: Attributes; context: Context },
  ): void {
    const { usage, dimensions, withError, context } = call;
    if (usage === undefined && withError === dimensions) return;
    count(instruments.inputTokens, usage?.input ?? 0, usage?.inputParts, dimensions, context);
    count(instruments.outputTokens, usage?.output ?? 0, usage?.outputParts, dimensions, context);
    if (usage === undefined) return;
    const unknown = { ...dimensions, "gen_ai.token.modality": "unknown" };
    if (usage.cacheRead) instruments.cacheReadTokens.add(usage.cacheRead, unknown, context);
    if (usage.cacheWrite) instruments.cacheWriteTokens.add(usage.cacheWrite, unknown, context);
    if (usage.reasoning) instruments.reasoningTokens.add(usage.reasoning, unknown, context);
    instruments.operationInput.record(usage.input, withError, context);
    instruments.operationOutput.record(usage.output, withError, context);
  }

  #current(): Instruments {
    if (this.#instruments !== undefined && this.#from === undefined) return this.#instruments;
    const provider = this.#provider();
    if (this.#instruments === undefined || provider !== this.#from) {
      this.#from = provider;
      this.#instruments = new Instruments(provider.getMeter(SCOPE, VERSION, { schemaUrl: SCHEMA_URL }));
    }
    return this.#instruments;
  }
}

/** Adds what was reported by its modality, and the rest as unknown. */
function count(
  counter: Instruments["inputTokens"],
  total: number,
  parts: ModalityTokens = {},
  dimensions: Attributes,
  context: Context,
): void {
  let rest = total;
  for (const modality of MODALITIES) {
    const tokens = Math.min(parts[modality] ?? 0, rest);
    rest -= tokens;
    if (tokens > 0) counter.add(tokens, { ...dimensions, "gen_ai.token.modality": modality }, context);
  }
  if (rest > 0 || total === 0)
    counter.add(rest, { ...dimensions, "gen_ai.token.modality": "unknown" }, context);
}
