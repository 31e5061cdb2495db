import type { RoutingMetadata } from "./routing-metadata";

/**
 * The routing metadata of an answer that another library has read, such as a completion of the OpenAI SDK; `null` when
 * there is none. Never throws.
 */
export function parseRoutingMetadata(response: unknown): RoutingMetadata | null {
  if (typeof response !== "object" || response === null) return null;
  const metadata = (response as { routing_metadata?: unknown }).routing_metadata;
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) return null;
  return metadata as RoutingMetadata;
}
