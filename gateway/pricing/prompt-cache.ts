import { createHash } from "node:crypto";
import type { ModelCall } from "../call/model-call";
import type { Clock } from "../clock";
import type { Candidate } from "../routing/candidate";
import { estimateTokens } from "./estimate-tokens";

/** What the cache did for one request. */
export interface CacheEffect {
  readonly read: number;
  /** Tokens that were written and charged; 0 where writing is free. */
  readonly written: number;
}

interface Prefix {
  readonly hash: string;
  readonly tokens: number;
  readonly marked: boolean;
}

const BLOCK_CHARACTERS = 512;
const NO_EFFECT: CacheEffect = { read: 0, written: 0 };

/**
 * Simulates prompt caches: every provider remembers the prefixes of the prompts that it has seen, block by block, and
 * a later prompt reads the longest one that is still alive. Thresholds, steps and lifetimes come from the catalogue; a
 * read renews the lifetime.
 */
export class PromptCache {
  readonly #clock: Clock;
  readonly #expiries = new Map<string, number>();
  readonly #prefixes = new WeakMap<ModelCall, readonly Prefix[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many tokens `candidate` would read for this prompt. */
  peek(candidate: Candidate, call: ModelCall): number {
    return this.#caches(candidate, call) ? this.#longest(candidate, call) : 0;
  }

  /** Reads and writes the cache for a request that `candidate` answers. */
  use(candidate: Candidate, call: ModelCall): CacheEffect {
    if (!this.#caches(candidate, call)) return NO_EFFECT;
    const read = this.#longest(candidate, call);
    const written = this.#write(candidate, call);
    const charged = candidate.provider.cache?.chargesWrites === true;
    return { read, written: charged ? Math.max(0, written - read) : 0 };
  }

  #caches(candidate: Candidate, call: ModelCall): boolean {
    const { cache } = candidate.provider;
    const able = candidate.offer.capabilities.promptCaching === true;
    return able && cache !== undefined && call.promptTokens >= cache.minTokens;
  }

  #longest(candidate: Candidate, call: ModelCall): number {
    const { minTokens = 0, stepTokens = 1 } = candidate.provider.cache ?? {};
    const now = this.#clock.now();
    let tokens = 0;
    for (const prefix of this.#prefixesOf(call)) {
      const expiry = this.#expiries.get(keyOf(candidate, prefix));
      if (expiry !== undefined && expiry > now) tokens = prefix.tokens;
    }
    return tokens < minTokens ? 0 : Math.floor(tokens / stepTokens) * stepTokens;
  }

  /** Returns how many tokens are in the cache afterwards. */
  #write(candidate: Candidate, call: ModelCall): number {
    const { cache } = candidate.provider;
    if (cache === undefined) return 0;
    const keeps = candidate.offer.capabilities.promptCacheRetention === true;
    const long = keeps && call.body.prompt_cache_retention === "24h" ? cache.longTtlMs : undefined;
    const expiry = this.#clock.now() + (long ?? cache.ttlMs);
    const prefixes = this.#prefixesOf(call);
    const end = cache.chargesWrites ? lastMark(prefixes) : prefixes.length;
    for (const prefix of prefixes.slice(0, end)) this.#expiries.set(keyOf(candidate, prefix), expiry);
    this.#forgetExpired();
    const tokens = prefixes[end - 1]?.tokens ?? 0;
    return tokens < cache.minTokens ? 0 : tokens;
  }

  #prefixesOf(call: ModelCall): readonly Prefix[] {
    const known = this.#prefixes.get(call) ?? prefixesOf(call);
    this.#prefixes.set(call, known);
    return known;
  }

  #forgetExpired(): void {
    if (this.#expiries.size < 100_000) return;
    const now = this.#clock.now();
    for (const [key, expiry] of this.#expiries) if (expiry <= now) this.#expiries.delete(key);
  }
}

function keyOf(candidate: Candidate, prefix: Prefix): string {
  return `${candidate.provider.id}/${candidate.offer.providerModelId}/${prefix.hash}`;
}

/** Own marks replace the automatic ones: with marks, only what lies before the last of them is written. */
function lastMark(prefixes: readonly Prefix[]): number {
  for (let index = prefixes.length; index > 0; index -= 1) if (prefixes[index - 1]?.marked) return index;
  return prefixes.length;
}

function prefixesOf(call: ModelCall): Prefix[] {
  const prefixes: Prefix[] = [];
  let hash = "";
  let tokens = 0;
  for (const segment of call.prompt) {
    const blocks = segment.kind === "image" ? [segment.text] : cut(segment.text);
    for (const [index, block] of blocks.entries()) {
      hash = createHash("sha1").update(hash).update(block).digest("base64url");
      tokens += blocks.length === 1 ? segment.tokens : estimateTokens(block);
      const marked = segment.cacheMark && index === blocks.length - 1;
      prefixes.push({ hash, tokens: Math.min(tokens, call.promptTokens), marked });
    }
  }
  return prefixes;
}

function cut(text: string): string[] {
  if (text.length <= BLOCK_CHARACTERS) return [text];
  const blocks: string[] = [];
  for (let start = 0; start < text.length; start += BLOCK_CHARACTERS) {
    blocks.push(text.slice(start, start + BLOCK_CHARACTERS));
  }
  return blocks;
}
