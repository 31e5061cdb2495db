import type { CallWarning } from "../core/dialect";
import type { AurikoLanguageModelOptions } from "./auriko-options";

/** The efforts that an endpoint does not know, and what stands in for them. */
export type EffortNames = Readonly<Record<string, string>>;

/**
 * The effort of a call: `providerOptions.auriko.reasoningEffort`, or else the AI SDK's own `reasoning` option. What the
 * endpoint has no word for becomes its nearest, with a warning.
 */
export function reasoningEffort(
  own: AurikoLanguageModelOptions,
  option: string | undefined,
  names: EffortNames,
  warn: (warning: CallWarning) => void,
): string | undefined {
  if (own.reasoningEffort !== undefined) return own.reasoningEffort;
  if (option === undefined || option === "provider-default") return undefined;
  if (!Object.hasOwn(names, option)) return option;
  const name = names[option] as string;
  // "none" and "off" are one thing under two names.
  if (option !== "none") {
    warn({
      type: "compatibility",
      feature: "reasoning",
      details: `reasoning "${option}" is sent as "${name}", the lowest effort that chat completions know.`,
    });
  }
  return name;
}
