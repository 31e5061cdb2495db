/** The median of some numbers. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, least and greatest of each field of the rounds of one cell. */
export function summarize(rounds) {
  const summary = {};
  for (const field of Object.keys(rounds[0] ?? {})) {
    const values = rounds.map((round) => round[field]).filter((value) => typeof value === "number");
    if (values.length === 0) continue;
    summary[field] = { median: median(values), min: Math.min(...values), max: Math.max(...values) };
  }
  return summary;
}
