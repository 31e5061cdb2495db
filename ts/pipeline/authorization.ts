/** As many keys are in use at a time, where a program rotates them or serves several. */
const KEPT = 16;
const made = new Map<string, string>();

/** The `Authorization` header of a key. Made once for each: a header of its own for every request would be as many copies of the key. */
export function bearer(key: string): string {
  let header = made.get(key);
  if (header === undefined) {
    header = `Bearer ${key}`;
    if (made.size === KEPT) made.clear();
    made.set(key, header);
  }
  return header;
}
