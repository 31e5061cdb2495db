import type { RoutingMetadata } from "../../ts/routing/routing-metadata";
import type { CallWarning, ModelCall } from "../call/model-call";
import { estimateTokens } from "../pricing/estimate-tokens";
import type { CacheEffect } from "../pricing/prompt-cache";
import { type CallCost, type CallUsage, costOf } from "../pricing/usage";
import { hexFrom } from "../random";
import type { Candidate } from "../routing/candidate";
import type { RoutingDecision } from "../routing/decision";
import type { ReplyObject } from "../scripting/reply";
import type { AnswerChoice } from "./answer-plan";
import { composeChoice, tokensOfChoice } from "./compose-choice";
import { thinkingTokens } from "./effort";

/** Everything that is known once a candidate has been chosen and the reply is there. */
export interface Composition {
  readonly choices: readonly AnswerChoice[];
  readonly usage: CallUsage;
  readonly cost: CallCost;
  /** Uses of hosted web search, one for each such tool of the request. */
  readonly searches: number;
  readonly fingerprint: string;
}

/** Writes the choices of an answer and counts what they cost. */
export function compose(
  call: ModelCall,
  candidate: Candidate,
  reply: ReplyObject,
  cache: CacheEffect,
  seed: string,
): Composition {
  const contents = reply.choices ?? Array.from({ length: call.choices }, () => reply);
  const choices = contents.map((content, index) => composeChoice(content, call, `${seed}:${index}`));
  const usage = countUsage(call, candidate, reply, choices, cache);
  const searches = call.hostedTools.filter((tool) => tool.startsWith("web_search")).length;
  return {
    choices,
    usage,
    searches,
    cost: costOf(usage, candidate.tier, searches * (candidate.offer.hostedToolPrice ?? 0)),
    fingerprint: `fp_${hexFrom(`${candidate.provider.id}/${candidate.offer.providerModelId}`, 10)}`,
  };
}

function countUsage(
  call: ModelCall,
  candidate: Candidate,
  reply: ReplyObject,
  choices: readonly AnswerChoice[],
  cache: CacheEffect,
): CallUsage {
  const outputs = choices.map(tokensOfChoice);
  const text = outputs.reduce((sum, output) => sum + output.text, 0);
  const images = outputs.reduce((sum, output) => sum + output.images, 0);
  const thoughts = (reply.choices ?? [reply]).reduce(
    (sum, content) => sum + shownThoughts(content.reasoning),
    0,
  );
  const reasoning = Math.max(thoughts, thinkingTokens(call, candidate) * choices.length);
  return {
    promptTokens: call.promptTokens,
    imageInputTokens: call.prompt.reduce((sum, part) => sum + (part.kind === "image" ? part.tokens : 0), 0),
    cachedTokens: cache.read,
    cacheWriteTokens: candidate.provider.cache?.chargesWrites ? cache.written : undefined,
    completionTokens: text + images + reasoning,
    reasoningTokens: reasoning,
    imageOutputTokens: images,
  };
}

function shownThoughts(reasoning: ReplyObject["reasoning"]): number {
  if (reasoning === undefined) return 0;
  if (typeof reasoning === "string") return estimateTokens(reasoning);
  return reasoning.reduce(
    (sum, block) => sum + (block.type === "thinking" ? estimateTokens(block.thinking) : 0),
    0,
  );
}

/** Simulated or measured speed of the answer. */
export interface AnswerTiming {
  readonly ttftMs: number;
  readonly throughputTps: number;
}

/** What `routing_metadata` is made of. */
export interface MetadataInputs {
  readonly call: ModelCall;
  readonly candidate: Candidate;
  readonly decision: RoutingDecision;
  readonly cost: CallCost | undefined;
  readonly timing: AnswerTiming;
  readonly warnings: readonly CallWarning[];
}

/**
 * `routing_metadata` in the current shape. `tier`, the two counts of candidates and `fallback_chain` go beyond the
 * documented fields: the chain's documented name is unknown, so this one is the gateway's own.
 */
export function routingMetadata(inputs: MetadataInputs): RoutingMetadata {
  const { call, candidate, decision, cost, timing } = inputs;
  const failed = decision.attempts.filter((attempt) => attempt.outcome !== "success");
  return {
    provider: candidate.provider.id,
    provider_model_id: candidate.offer.providerModelId,
    model_canonical: candidate.model.id,
    routing_strategy: decision.strategy,
    tier: candidate.tier.name,
    ...(call.stream && { ttft_ms: round(timing.ttftMs) }),
    throughput_tps: round(timing.throughputTps),
    candidates_total: decision.candidates.length,
    candidates_viable: decision.candidates.filter((other) => other.excluded === undefined).length,
    ...(cost !== undefined && {
      cost: {
        usd: cost.usd,
        ...(cost.savingsUsd > 0 && {
          cache_savings_percent: cost.savingsPercent,
          cache_savings_usd: cost.savingsUsd,
        }),
        ...(cost.hostedToolUsd > 0 && { hosted_tool_usd: cost.hostedToolUsd }),
      },
    }),
    ...(failed.length > 0 && {
      fallback_chain: failed.map((attempt) => ({
        provider: attempt.provider,
        provider_model_id: attempt.providerModelId,
        model: attempt.model,
        outcome: attempt.outcome,
        ...(attempt.status !== undefined && { status: attempt.status }),
        ...(attempt.code !== undefined && { code: attempt.code }),
      })),
    }),
    ...(inputs.warnings.length > 0 && { warnings: [...inputs.warnings] }),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
