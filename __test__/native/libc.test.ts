import * as fs from "node:fs";
import { describe, expect, test } from "vitest";
import { libcOf } from "../../ts/native/loader/libc";

type Files = Record<string, Buffer | undefined>;

/** The C library that the loader sees when these files are all there is. */
function libcWith(files: Files) {
  const content = (path: fs.PathLike) => files[String(path)];
  const open: Buffer[] = [];
  const stand = {
    openSync: (path: fs.PathLike) => {
      const bytes = content(path);
      if (bytes === undefined) throw Object.assign(new Error("ENOENT"), { code: "ENOENT" });
      return open.push(bytes) - 1;
    },
    readSync: (descriptor: number, buffer: Buffer, offset: number, length: number, position: number) =>
      open[descriptor]?.copy(buffer, offset, position, position + length) ?? 0,
    closeSync: () => {},
    existsSync: (path: fs.PathLike) => content(path) !== undefined,
  };
  return libcOf({
    require,
    folder: __dirname,
    fs: { ...fs, ...stand } as unknown as typeof fs,
    path: require("node:path"),
  });
}

/** A 64-bit ELF file with a dynamic loader of this name, or without one. */
function executable(interpreter?: string): Buffer {
  const bytes = Buffer.alloc(512);
  bytes.write("\x7fELF", 0, "latin1");
  bytes.writeBigUInt64LE(64n, 0x20);
  bytes.writeUInt16LE(56, 0x36);
  bytes.writeUInt16LE(2, 0x38);
  bytes.writeUInt32LE(6, 64);
  if (interpreter === undefined) return bytes;
  bytes.writeUInt32LE(3, 64 + 56);
  bytes.writeBigUInt64LE(300n, 64 + 56 + 8);
  bytes.writeBigUInt64LE(BigInt(interpreter.length + 1), 64 + 56 + 0x20);
  bytes.write(interpreter, 300, "latin1");
  return bytes;
}

const machine = process.arch === "arm64" ? "aarch64" : "x86_64";
const gnuLoader = process.arch === "arm64" ? "/lib/ld-linux-aarch64.so.1" : "/lib64/ld-linux-x86-64.so.2";
const muslLoader = `/lib/ld-musl-${machine}.so.1`;
const there = Buffer.alloc(1);

describe("the C library", () => {
  test.each<[string, Files, string | undefined]>([
    ["of Alpine", { "/proc/self/exe": executable(muslLoader) }, "musl"],
    ["of Debian", { "/proc/self/exe": executable(gnuLoader) }, "gnu"],
    [
      "of Alpine with glibc's loader beside it",
      { "/proc/self/exe": executable(muslLoader), [gnuLoader]: there },
      "musl",
    ],
    ["of a system without /proc", { [process.execPath]: executable(muslLoader) }, "musl"],
    [
      "of a Node that is linked statically, on Alpine",
      { "/proc/self/exe": executable(), [muslLoader]: there },
      "musl",
    ],
    ["of a Node that may not be read, on Debian", { [gnuLoader]: there }, "gnu"],
    ["of a system that has both", { [gnuLoader]: there, [muslLoader]: there }, undefined],
    ["of a system that shows nothing", {}, undefined],
    [
      "of a file that ends in the middle",
      { "/proc/self/exe": executable(gnuLoader).subarray(0, 70) },
      undefined,
    ],
    ["of a file that is no ELF", { "/proc/self/exe": Buffer.from("#!/bin/sh\n") }, undefined],
  ])("%s is told by what its executables name", (_what, files, libc) => {
    expect(libcWith(files)).toBe(libc);
  });

  test.runIf(process.platform === "linux")("of this process is that of its Node", () => {
    expect(["gnu", "musl"]).toContain(libcOf({ require, folder: __dirname, fs, path: require("node:path") }));
  });
});
