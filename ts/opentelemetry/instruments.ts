import type { Counter, Histogram, Meter } from "@opentelemetry/api";
import { DURATION_BOUNDARIES, TOKEN_BOUNDARIES } from "./conventions";

/** The instruments of one meter. */
export class Instruments {
  readonly duration: Histogram;
  readonly firstChunk: Histogram;
  readonly outputChunk: Histogram;
  readonly inputTokens: Counter;
  readonly outputTokens: Counter;
  readonly cacheReadTokens: Counter;
  readonly cacheWriteTokens: Counter;
  readonly reasoningTokens: Counter;
  readonly operationInput: Histogram;
  readonly operationOutput: Histogram;
  readonly cost: Counter;
  readonly savings: Counter;
  readonly retries: Counter;
  readonly waits: Histogram;
  readonly queue: Histogram;

  constructor(meter: Meter) {
    const histogram = (name: string, unit: string, bounds: number[], description: string) =>
      meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries: bounds } });
    const seconds = (name: string, description: string) =>
      histogram(name, "s", DURATION_BOUNDARIES, description);
    const tokens = (name: string, description: string) =>
      histogram(name, "{token}", TOKEN_BOUNDARIES, description);
    const counter = (name: string, unit: string, description: string) =>
      meter.createCounter(name, { unit, description });
    const inference = "gen_ai.client.inference";
    this.duration = seconds(`${inference}.duration`, "From the call to the end of its answer");
    this.firstChunk = seconds(
      `${inference}.time_to_first_chunk`,
      "From the call to the first event of its stream",
    );
    this.inputTokens = counter(
      `${inference}.usage.input_tokens`,
      "{token}",
      "Input tokens, cached ones included",
    );
    this.outputTokens = counter(
      `${inference}.usage.output_tokens`,
      "{token}",
      "Output tokens, reasoning included",
    );
    this.cacheReadTokens = counter(
      `${inference}.usage.cache_read.input_tokens`,
      "{token}",
      "Input tokens read from a prompt cache",
    );
    this.cacheWriteTokens = counter(
      `${inference}.usage.cache_write.input_tokens`,
      "{token}",
      "Input tokens written to a prompt cache",
    );
    this.reasoningTokens = counter(
      `${inference}.usage.reasoning.output_tokens`,
      "{token}",
      "Output tokens of reasoning",
    );
    this.operationInput = tokens(`${inference}.operation.input_tokens`, "Input tokens of one call");
    this.operationOutput = tokens(`${inference}.operation.output_tokens`, "Output tokens of one call");
    this.outputChunk = seconds(
      "auriko.client.time_per_output_chunk",
      "Mean time between the events of one stream, after the first",
    );
    this.cost = counter("auriko.client.cost", "{USD}", "Billed cost");
    this.savings = counter("auriko.client.cache_savings", "{USD}", "Saved by prompt caching");
    this.retries = counter("auriko.client.retries", "{retry}", "Attempts that failed and were repeated");
    this.queue = seconds("auriko.client.queue_wait", "Waits for the limits of the client");
    this.waits = seconds("auriko.client.retry_wait", "Waits before a repeated attempt");
  }
}
