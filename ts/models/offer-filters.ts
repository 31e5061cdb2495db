import type { ProviderEntry } from "./directory";

/** Auriko chooses this tier only when a request asks for it. */
export const PREMIUM_TIER = "priority";

/** Whether an offer has not been shut down by then. */
export function isOpen({ shutdown_at: end }: ProviderEntry, at: Date): boolean {
  return typeof end !== "string" || !(Date.parse(end) <= at.getTime());
}
