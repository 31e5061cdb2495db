import { elfShape } from "./binary-formats/elf";
import { machOShape } from "./binary-formats/mach-o";
import { portableExecutableShape } from "./binary-formats/portable-executable";
import type { Build } from "./builds";
import type { AddonProblem } from "./load-failure";
import type { Surroundings } from "./surroundings";

/** What the head of a binary says about the whole. */
export interface BinaryShape {
  readonly system: "linux" | "darwin" | "win32";
  /** As in `process.arch`; undefined for one that has no build. */
  readonly arch: "x64" | "arm64" | undefined;
  /** How long the file is at least, by its own account. */
  readonly bytes: number;
}

const HEAD = 64 * 1024;

/**
 * Looks at the head of an addon before it is loaded: a file that was cut ends the process with a bus error when the
 * system maps it, which nothing can catch. Gives the reason not to load it, if there is one.
 */
export function inspectAddon(fs: Surroundings["fs"], path: string, build: Build): AddonProblem | undefined {
  let size: number;
  let head: Buffer;
  try {
    size = fs.statSync(path).size;
    head = readHead(fs, path);
  } catch (cause) {
    return { kind: "unreadable", path, detail: messageOf(cause), cause };
  }
  const shape = shapeOf(head);
  if (shape === undefined) return { kind: "damaged", path, detail: "it is no program library" };
  if (!build.startsWith(`${shape.system}-${shape.arch}`)) {
    return { kind: "foreign", path, detail: `${shape.system}-${shape.arch ?? "an unknown processor"}` };
  }
  if (size < shape.bytes) {
    return { kind: "damaged", path, detail: `it has ${size} bytes of at least ${shape.bytes}` };
  }
  return undefined;
}

function shapeOf(head: Buffer): BinaryShape | undefined {
  try {
    return elfShape(head) ?? machOShape(head) ?? portableExecutableShape(head);
  } catch {
    // The head itself ends too early.
    return undefined;
  }
}

function readHead(fs: Surroundings["fs"], path: string): Buffer {
  const descriptor = fs.openSync(path, "r");
  try {
    const bytes = Buffer.alloc(HEAD);
    return bytes.subarray(0, fs.readSync(descriptor, bytes, 0, HEAD, 0));
  } finally {
    fs.closeSync(descriptor);
  }
}

/** The first line of what an error says. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n", 1)[0] as string).slice(0, 500);
}
