/** The median of some numbers. */
export const median = (values) => quantile(values, 0.5);

/** The number below which this share of some numbers lies, between two neighbours in proportion. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

/** Median, quartiles, least and greatest of each field of the rounds of one cell. */
export function summarize(rounds) {
  const summary = {};
  for (const field of Object.keys(rounds[0] ?? {})) {
    const values = rounds.map((round) => round[field]).filter((value) => typeof value === "number");
    if (values.length === 0) continue;
    summary[field] = {
      median: median(values),
      quartiles: [quantile(values, 0.25), quantile(values, 0.75)],
      min: Math.min(...values),
      max: Math.max(...values),
    };
  }
  return summary;
}
