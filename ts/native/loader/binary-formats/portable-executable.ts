import type { BinaryShape } from "../inspect-addon";

const MACHINES: Record<number, "x64" | "arm64"> = { 34404: "x64", 43620: "arm64" };

/** Windows. The table of sections says how far the file reaches. */
export function portableExecutableShape(head: Buffer): BinaryShape | undefined {
  if (head.toString("latin1", 0, 2) !== "MZ") return undefined;
  const start = head.readUInt32LE(0x3c);
  if (head.toString("latin1", start, start + 4) !== "PE\0\0") return undefined;
  let bytes = 0;
  const table = start + 24 + head.readUInt16LE(start + 20);
  for (let index = 0; index < head.readUInt16LE(start + 6); index++) {
    const at = table + index * 40;
    bytes = Math.max(bytes, head.readUInt32LE(at + 16) + head.readUInt32LE(at + 20));
  }
  return { system: "win32", arch: MACHINES[head.readUInt16LE(start + 4)], bytes };
}
