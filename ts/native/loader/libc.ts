import type { Surroundings } from "./surroundings";

/** The C library that a Linux program is linked with. */
export type Libc = "gnu" | "musl";

const PROGRAM_INTERPRETER = 3;

/**
 * The C library of this process, by the dynamic loader that its executable names. Neither `ldd` nor a diagnostic report
 * is asked: the first is missing in small images, the second looks up the names of all open sockets.
 */
export function libcOf(surroundings: Surroundings): Libc | undefined {
  return denoLibc() ?? interpreterLibc(surroundings) ?? onlyLibcOf(surroundings);
}

// Deno lets a program read /proc only with all permissions, and knows by itself.
function denoLibc(): Libc | undefined {
  const deno = Reflect.get(globalThis, "Deno") as { build?: { env?: string } } | undefined;
  const libc = deno?.build?.env;
  return libc === "gnu" || libc === "musl" ? libc : undefined;
}

function interpreterLibc({ fs }: Surroundings): Libc | undefined {
  for (const file of ["/proc/self/exe", process.execPath]) {
    try {
      const interpreter = interpreterOf(fs, file);
      if (interpreter?.includes("ld-musl")) return "musl";
      if (interpreter !== undefined) return "gnu";
    } catch {
      // Not mounted, not readable, not ELF: the next one may be.
    }
  }
  return undefined;
}

/** The dynamic loader that a 64-bit ELF file asks for; undefined when it is linked statically. */
function interpreterOf(fs: Surroundings["fs"], file: string): string | undefined {
  const descriptor = fs.openSync(file, "r");
  try {
    const read = (offset: number, length: number) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, fs.readSync(descriptor, bytes, 0, length, offset));
    };
    const header = read(0, 64);
    if (header.toString("latin1", 0, 4) !== "\x7fELF") return undefined;
    const size = header.readUInt16LE(0x36);
    const table = read(Number(header.readBigUInt64LE(0x20)), size * header.readUInt16LE(0x38));
    for (let at = 0; at < table.length; at += size) {
      if (table.readUInt32LE(at) !== PROGRAM_INTERPRETER) continue;
      const length = Number(table.readBigUInt64LE(at + 0x20));
      return read(Number(table.readBigUInt64LE(at + 8)), Math.min(length, 4096)).toString("latin1");
    }
    return undefined;
  } finally {
    fs.closeSync(descriptor);
  }
}

// A Node that is linked statically, or may not be read: the system's own loaders tell, if there is only one.
function onlyLibcOf({ fs }: Surroundings): Libc | undefined {
  const exists = (path: string) => {
    try {
      return fs.existsSync(path);
    } catch {
      return false;
    }
  };
  const machine = process.arch === "arm64" ? "aarch64" : "x86_64";
  const musl = exists(`/lib/ld-musl-${machine}.so.1`);
  const gnu = exists(process.arch === "arm64" ? "/lib/ld-linux-aarch64.so.1" : "/lib64/ld-linux-x86-64.so.2");
  if (musl === gnu) return undefined;
  return musl ? "musl" : "gnu";
}
