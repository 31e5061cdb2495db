import { UsageError } from "./usage-error";

/** Which numbers an option takes. */
export interface NumberBounds {
  /** The smallest. Default: 0. */
  readonly from?: number;
  /** All are larger than this one, which is not allowed itself. */
  readonly above?: number;
  /** The largest. Default: 9,007,199,254,740,991, up to which all whole numbers can be told apart. */
  readonly to?: number;
  /** Fractions are refused. */
  readonly whole?: true;
  /** What the message says that it takes besides numbers. */
  readonly words?: readonly string[];
  /** What the message says that the number counts. */
  readonly unit?: string;
}

/**
 * Reads an option that is a number, as people write numbers: `5`, `0.25`, `1e6`; whole ones in digits alone.
 * @throws UsageError unless it is absent or within the bounds.
 */
export function numberOption(
  name: string,
  text: string | undefined,
  bounds: NumberBounds,
): number | undefined {
  if (text === undefined) return undefined;
  const { from = 0, above = Number.NEGATIVE_INFINITY, to = Number.MAX_SAFE_INTEGER, whole } = bounds;
  const value = (whole ? /^\d+$/ : /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i).test(text) ? Number(text) : Number.NaN;
  if (value >= from && value > above && value <= to) return value;
  throw new UsageError(`${name} must be ${inWords(bounds)}.`);
}

function inWords({ from = 0, above, to, whole, words = [], unit }: NumberBounds): string {
  const range = to === undefined ? `of ${from} or more` : `from ${from} to ${to}`;
  const number = `a ${whole ? "whole " : ""}number ${above === undefined ? range : `above ${above}`}`;
  const others = words.length === 0 ? "" : `${words.map((word) => `"${word}"`).join(", ")} or `;
  return `${others}${number}${unit === undefined ? "" : `, in ${unit}`}`;
}
