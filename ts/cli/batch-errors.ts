import type { BatchErrorTotals } from "../batch";
import { table } from "./table";

/** As many reasons are shown; the output of a batch has them all. */
const MOST_SHOWN = 5;
const MOST_WIDTH = 100;

/** What the core calls lines that could not be asked at all. */
const NO_REQUESTS: ReadonlySet<string> = new Set(["invalid_line", "repeated_custom_id"]);

/** Why lines have no answer, the most frequent reason first. */
export function errorTable(errors: readonly BatchErrorTotals[]): string[] {
  if (errors.length === 0) return [];
  const shown = errors.slice(0, MOST_SHOWN);
  const rows = shown.map(({ count, code, message }) => [count, code, shortened(message)]);
  const rest = errors.slice(MOST_SHOWN).reduce((sum, { count }) => sum + count, 0);
  const more = rest === 0 ? [] : [`… and ${rest} more for other reasons, which the output tells.`];
  return ["", ...table(["FAILED", "CODE", "MESSAGE"], rows), ...more];
}

/** What to do about lines that have no answer. */
export function retryAdvice(failed: number, errors: readonly BatchErrorTotals[]): string[] {
  const broken = errors
    .filter(({ code }) => NO_REQUESTS.has(code))
    .reduce((sum, { count }) => sum + count, 0);
  const advice: string[] = [];
  if (failed > broken) advice.push("Run it again with --retry-failed to ask for the failures again.");
  if (broken > 0) {
    const lines = broken === 1 ? "1 line is no request" : `${broken} lines are no requests`;
    advice.push(`${lines} that can be asked: mend the input first, then run it again with --retry-failed.`);
  }
  return advice;
}

function shortened(message: string): string {
  const line = message.replace(/\s+/g, " ").trim();
  return line.length > MOST_WIDTH ? `${line.slice(0, MOST_WIDTH - 1)}…` : line;
}
