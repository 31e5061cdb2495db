import type { Attributes, AttributeValue } from "@opentelemetry/api";

/** The attributes that have a value. */
export function withoutGaps(
  attributes: Readonly<Record<string, AttributeValue | null | undefined>>,
): Attributes {
  const known: Attributes = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) known[name] = value;
  }
  return known;
}
