/** Seconds and nanoseconds since 1970: as a number, small ones were taken for times since the process began. */
export function timeOf(milliseconds: number): [number, number] {
  const seconds = Math.trunc(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1e6)];
}
