/** An amount in USD. Answers cost fractions of a cent, so small amounts get more digits. */
export function usd(amount: number): string {
  if (amount === 0) return "$0";
  return amount < 0.01 ? `$${amount.toFixed(6).replace(/0+$/, "")}` : `$${amount.toFixed(2)}`;
}

/** A duration, as people say it. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const names: Readonly<Record<string, string>> = {
  anthropic: "Anthropic",
  deepseek: "DeepSeek",
  fireworks_ai: "Fireworks",
  google_ai_studio: "Google AI Studio",
  openai: "OpenAI",
  together_ai: "Together",
  xai: "xAI",
};

/** A provider's name; its id where that has none. */
export const providerName = (id: string): string => names[id] ?? id;
