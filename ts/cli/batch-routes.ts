import type { BatchRouteTotals } from "../batch";
import { NONE, table } from "./table";

const UNKNOWN = "(unknown)";

/** What a batch came to, by model and provider. */
export function routeTable(routes: readonly BatchRouteTotals[]): string[] {
  const titles = ["MODEL", "PROVIDER", "ANSWERS", "FAILED", "INPUT", "CACHED", "OUTPUT", "COST USD"];
  const rows = routes.map((route) => [
    route.model,
    // A request that failed had no provider.
    route.succeeded === 0 && route.provider === UNKNOWN ? NONE : route.provider,
    route.succeeded,
    route.failed,
    route.inputTokens,
    route.cachedTokens,
    route.outputTokens,
    Number(route.costUsd.toFixed(6)),
  ]);
  return table(titles, rows);
}
