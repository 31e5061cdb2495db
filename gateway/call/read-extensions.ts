import { invalidValue } from "../server/api-failure";
import { isObject } from "./field-checks";
import type { CallWarning } from "./model-call";

const NAMED_PROVIDERS = ["anthropic", "openai", "google", "deepseek"];

const CREDENTIALS = new Set(
  [
    "api_key apikey api-key authorization auth bearer token access_token accesstoken secret secret_key secretkey",
    "credential credentials password x-api-key x-auth-token anthropic-api-key openai-api-key google-api-key",
  ]
    .join(" ")
    .split(" "),
);

const CORE_FIELDS = new Set(
  [
    "model messages stream stream_options max_tokens max_completion_tokens n tools tool_choice response_format",
    "parallel_tool_calls temperature top_p presence_penalty frequency_penalty logit_bias logprobs top_logprobs seed",
    "stop user inference_geo contents system_instruction system",
  ]
    .join(" ")
    .split(" ")
    .map(plain),
);

/** Checks the extensions of a request; what would be removed or unknown becomes a warning. */
export function readExtensions(value: unknown): CallWarning[] {
  if (!isObject(value)) return [];
  const warnings: CallWarning[] = [];
  for (const [provider, fields] of Object.entries(value)) {
    if (!isObject(fields))
      throw invalidValue(`extensions.${provider}`, `extensions.${provider} must be an object.`);
    if (!NAMED_PROVIDERS.includes(provider)) {
      warnings.push({
        type: "unknown_provider",
        code: "unknown_provider",
        message: `extensions.${provider} names a provider that has no extensions.`,
      });
    }
    for (const path of blockedFields(fields, `extensions.${provider}`, true)) {
      warnings.push({
        type: "blocked_field",
        code: "blocked_field",
        message: `${path} is not allowed and was removed.`,
      });
    }
  }
  return warnings;
}

/** The paths of the fields that must not be forwarded. */
function blockedFields(fields: Readonly<Record<string, unknown>>, path: string, top: boolean): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const here = `${path}.${name}`;
    if (CREDENTIALS.has(name.toLowerCase()) || (top && CORE_FIELDS.has(plain(name)))) return [here];
    return isObject(value) ? blockedFields(value, here, false) : [];
  });
}

/** Without the fields that must not be forwarded. */
export function cleanExtension(
  fields: Readonly<Record<string, unknown>>,
  top = true,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !CREDENTIALS.has(name.toLowerCase()) && !(top && CORE_FIELDS.has(plain(name))))
      .map(([name, value]) => [name, isObject(value) ? cleanExtension(value, false) : value]),
  );
}

function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
