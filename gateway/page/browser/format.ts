/** Milliseconds for people. */
export function ms(value: number | undefined): string {
  if (value === undefined) return "–";
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  if (value >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return value >= 10 || value === 0 ? `${Math.round(value)} ms` : `${value.toFixed(1)} ms`;
}

/** US dollars, with as many digits as a small sum needs. */
export function usd(value: number | undefined): string {
  if (value === undefined) return "–";
  if (value === 0) return "$0";
  if (value < 0.000001) return "<$0.000001";
  return `$${value >= 1 ? value.toFixed(2) : Number(value.toPrecision(value < 0.001 ? 2 : 3)).toString()}`;
}

/** A number with its thousands apart. */
export const count = (value: number): string => value.toLocaleString("en-US");

/** Time of day. */
export const clock = (epochMs: number): string => new Date(epochMs).toTimeString().slice(0, 8);

/** JSON in lines; other text as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
