import type { BatchRouteTotals } from "../batch";
import { table } from "./table";

/** What a batch came to, by model and provider. */
export function routeTable(routes: readonly BatchRouteTotals[]): string[] {
  const titles = ["MODEL", "PROVIDER", "ANSWERS", "FAILED", "INPUT", "CACHED", "OUTPUT", "COST USD"];
  const rows = routes.map((route) => [
    route.model,
    route.provider,
    route.succeeded,
    route.failed,
    route.inputTokens,
    route.cachedTokens,
    route.outputTokens,
    Number(route.costUsd.toFixed(6)),
  ]);
  return table(titles, rows);
}
