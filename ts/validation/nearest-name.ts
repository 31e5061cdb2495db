/**
 * The known name that was probably meant, or `undefined`. Spelling conventions don't count (`maxTtftMs` is
 * `max_ttft_ms`); otherwise about a third of the letters may differ, or the known name may contain the given one.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name);
  if (wanted === "") return undefined;
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const distance = distanceTo(wanted, plain(candidate));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` Did you mean "…"?`, or nothing; to be put behind an error message. */
export function didYouMean(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? "" : ` Did you mean \`${nearest}\`?`;
}

function plain(name: string): string {
  return name.replace(/[_\-\s]/g, "").toLowerCase();
}

function distanceTo(wanted: string, candidate: string): number {
  if (wanted === candidate) return 0;
  const allowed = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
  const distance = levenshtein(wanted, candidate);
  if (distance <= allowed) return distance;
  const contained = wanted.length >= 4 && candidate.includes(wanted);
  return contained ? allowed + distance : Number.POSITIVE_INFINITY;
}

function levenshtein(a: string, b: string): number {
  // Names are short; what is longer than any option is no slip of one.
  if (Math.abs(a.length - b.length) > 24) return Number.POSITIVE_INFINITY;
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[b.length] ?? 0;
}
