/** How a check came out. `note` is something to know that stops nothing. */
export type Outcome = "ok" | "note" | "failed" | "skipped";

/** What one check found. */
export interface Finding {
  readonly check: string;
  readonly outcome: Outcome;
  /** What was found, in a line. Holds no key and no password. */
  readonly detail: string;
  /** What to do about it. */
  readonly fix?: string;
}

export const ok = (check: string, detail: string): Finding => ({ check, outcome: "ok", detail });
export const skipped = (check: string, detail: string): Finding => ({ check, outcome: "skipped", detail });
export const note = (check: string, detail: string, fix?: string): Finding => ({
  check,
  outcome: "note",
  detail,
  ...(fix && { fix }),
});
export const failed = (check: string, detail: string, fix: string): Finding => ({
  check,
  outcome: "failed",
  detail,
  fix,
});
