/** How much each dimension counts; the three add up to 1. */
export interface StrategyWeights {
  readonly cost: number;
  readonly ttft: number;
  readonly throughput: number;
}

/** What is used when a request names no strategy. */
export const DEFAULT_STRATEGY = "cost-focus";

const weightsOf = (cost: number, ttft: number, throughput: number): StrategyWeights => ({
  cost,
  ttft,
  throughput,
});

/**
 * Every strategy of both generations. The service doesn't publish its weights; these are the gateway's own, chosen so that
 * a "focus" lets the other dimensions decide between near equals only.
 */
const STRATEGIES: Readonly<Record<string, StrategyWeights>> = {
  "cost-focus": weightsOf(0.94, 0.03, 0.03),
  cost: weightsOf(0.7, 0.15, 0.15),
  cheapest: weightsOf(1, 0, 0),
  "ttft-focus": weightsOf(0.03, 0.94, 0.03),
  ttft: weightsOf(0.15, 0.7, 0.15),
  speed: weightsOf(0, 0.5, 0.5),
  "tps-focus": weightsOf(0.03, 0.03, 0.94),
  tps: weightsOf(0.15, 0.15, 0.7),
  throughput: weightsOf(0.15, 0.15, 0.7),
  balanced: weightsOf(1 / 3, 1 / 3, 1 / 3),
};

/** The names that `optimize` accepts. */
export const STRATEGY_NAMES: readonly string[] = Object.keys(STRATEGIES);

/** Suffixes of a model id and the strategies they select; those of the older generation included. */
const SUFFIXES: Readonly<Record<string, string>> = {
  "cost-focus": "cost-focus",
  cost: "cost",
  "ttft-focus": "ttft-focus",
  ttft: "ttft",
  "tps-focus": "tps-focus",
  tps: "tps",
  balanced: "balanced",
  floor: "cheapest",
  nitro: "speed",
  fast: "ttft",
};

/** The weights of a strategy; those of the default for an unknown one. */
export function weightsOfStrategy(name: string): StrategyWeights {
  return STRATEGIES[name] ?? (STRATEGIES[DEFAULT_STRATEGY] as StrategyWeights);
}

/** The same proportions with a sum of 1. */
export function normalise(weights: StrategyWeights): StrategyWeights {
  const sum = weights.cost + weights.ttft + weights.throughput;
  return weightsOf(weights.cost / sum, weights.ttft / sum, weights.throughput / sum);
}

/** Splits a model id from its routing suffix. Only an id with exactly one colon can have one. */
export function splitSuffix(model: string): { readonly id: string; readonly strategy?: string } {
  const parts = model.split(":");
  const [id = "", suffix = ""] = parts;
  if (parts.length !== 2 || id === "" || !Object.hasOwn(SUFFIXES, suffix)) return { id: model };
  return { id, strategy: SUFFIXES[suffix] as string };
}
