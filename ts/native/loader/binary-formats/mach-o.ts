import type { BinaryShape } from "../inspect-addon";

const MAGIC = 0xfeedfacf;
const SEGMENT = 0x19;
const MACHINES: Record<number, "x64" | "arm64"> = { 16777223: "x64", 16777228: "arm64" };

/** macOS. The segments among the load commands say how far the file reaches. */
export function machOShape(head: Buffer): BinaryShape | undefined {
  if (head.readUInt32LE(0) !== MAGIC) return undefined;
  let bytes = 0;
  let at = 32;
  for (let index = 0; index < head.readUInt32LE(16); index++) {
    if (head.readUInt32LE(at) === SEGMENT) {
      const end = Number(head.readBigUInt64LE(at + 40)) + Number(head.readBigUInt64LE(at + 48));
      bytes = Math.max(bytes, end);
    }
    at += head.readUInt32LE(at + 4);
  }
  return { system: "darwin", arch: MACHINES[head.readUInt32LE(4)], bytes };
}
