import type { BinaryShape } from "../inspect-addon";

const MACHINES: Record<number, "x64" | "arm64"> = { 62: "x64", 183: "arm64" };

/** Linux. 64-bit, little-endian; the tables of segments and sections say how far the file reaches. */
export function elfShape(head: Buffer): BinaryShape | undefined {
  if (head.toString("latin1", 0, 4) !== "\x7fELF") return undefined;
  const sections = Number(head.readBigUInt64LE(0x28)) + head.readUInt16LE(0x3a) * head.readUInt16LE(0x3c);
  let bytes = sections;
  const start = Number(head.readBigUInt64LE(0x20));
  const size = head.readUInt16LE(0x36);
  for (let index = 0; index < head.readUInt16LE(0x38); index++) {
    const at = start + index * size;
    const end = Number(head.readBigUInt64LE(at + 8)) + Number(head.readBigUInt64LE(at + 0x20));
    bytes = Math.max(bytes, end);
  }
  return { system: "linux", arch: MACHINES[head.readUInt16LE(0x12)], bytes };
}
