import { writeFileSync } from "node:fs";

const headers = {
  linux: (bytes, cpu) => {
    bytes.writeUInt32BE(0x7f454c46, 0);
    bytes.writeUInt16LE(cpu === "x64" ? 0x3e : 0xb7, 18);
  },
  darwin: (bytes, cpu) => {
    bytes.writeUInt32LE(0xfeedfacf, 0);
    bytes.writeUInt32LE(cpu === "x64" ? 0x01000007 : 0x0100000c, 4);
  },
  win32: (bytes, cpu) => {
    bytes.write("MZ", 0, "latin1");
    bytes.writeUInt32LE(64, 60);
    bytes.write("PE\0\0", 64, "latin1");
    bytes.writeUInt16LE(cpu === "x64" ? 0x8664 : 0xaa64, 68);
  },
};

/**
 * Writes what looks like a binary for a platform to the release script, and can't be loaded: in a rehearsal it takes the
 * place of the binaries that only other machines can build, and no installation on this machine gets to see it.
 */
export function writePlaceholder(path, platform) {
  const [system, cpu] = platform.split("-");
  const bytes = Buffer.alloc(128);
  headers[system](bytes, cpu);
  writeFileSync(path, bytes);
}
