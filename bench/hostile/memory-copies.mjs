import { openSync, readFileSync, readSync } from "node:fs";

const STEP = 2 ** 20;

/** How often two texts stand side by side in this process's memory. */
export function copiesOf(first, second) {
  const [start, end] = [Buffer.from(first), Buffer.from(second)];
  const piece = Buffer.alloc(STEP);
  const memory = openSync("/proc/self/mem", "r");
  let copies = 0;
  for (const line of readFileSync("/proc/self/maps", "utf8")
    .split("\n")
    .filter((each) => / rw/.test(each))) {
    const [from, to] = line
      .split(" ")[0]
      .split("-")
      .map((address) => BigInt(`0x${address}`));
    for (let at = from; at < to; at += BigInt(STEP)) {
      piece.fill(0);
      try {
        readSync(memory, piece, 0, Number(to - at < BigInt(STEP) ? to - at : BigInt(STEP)), at);
      } catch {
        continue;
      }
      for (let found = piece.indexOf(end); found !== -1; found = piece.indexOf(end, found + 1)) {
        if (found >= start.length && piece.subarray(found - start.length, found).equals(start)) copies++;
      }
    }
  }
  return copies;
}
