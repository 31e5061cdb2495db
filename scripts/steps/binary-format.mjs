const cpus = {
  elf: { 62: "x64", 183: "arm64" },
  pe: { 34404: "x64", 43620: "arm64" },
  macho: { 16777223: "x64", 16777228: "arm64" },
};

/** The system and processor that a binary is for, by its header, as in `linux-x64`; undefined for what is no binary. */
export function binaryFormat(bytes) {
  if (bytes.length < 64) return undefined;
  if (bytes.readUInt32BE(0) === 0x7f454c46) return named("linux", cpus.elf[bytes.readUInt16LE(18)]);
  if (bytes.readUInt32LE(0) === 0xfeedfacf) return named("darwin", cpus.macho[bytes.readUInt32LE(4)]);
  if (bytes.toString("latin1", 0, 2) !== "MZ") return undefined;
  const header = bytes.readUInt32LE(60);
  if (header + 6 > bytes.length || bytes.toString("latin1", header, header + 4) !== "PE\0\0")
    return undefined;
  return named("win32", cpus.pe[bytes.readUInt16LE(header + 4)]);
}

const named = (system, cpu) => (cpu ? `${system}-${cpu}` : undefined);
