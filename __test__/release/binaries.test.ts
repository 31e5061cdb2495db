import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { writePlaceholder } from "../../scripts/release/placeholder.mjs";
import { binaryFormat } from "../../scripts/steps/binary-format.mjs";
import { inspectBinary, maxBinaryBytes, newestGlibc } from "../../scripts/steps/inspect-binary.mjs";
import { platforms } from "../../scripts/steps/pack.mjs";
import { hostTarget, toolchainOf } from "../../scripts/steps/toolchain.mjs";

const folder = mkdtempSync(join(tmpdir(), "auriko-binaries-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("a binary that would be published", () => {
  test("is refused when it needs a newer glibc than we promise", async () => {
    const path = file("auriko.linux-x64-gnu.node", "\0GLIBC_2.2.5\0GLIBC_2.17\0GLIBC_2.28\0");
    await expect(inspectBinary(path)).rejects.toThrow(/needs glibc 2\.28.*has 2\.17/);
  });

  test("passes when the floor is all that it needs, and says so", async () => {
    const path = file("auriko.linux-arm64-gnu.node", "\0GLIBC_2.17\0GLIBC_2.4\0");
    expect(await inspectBinary(path)).toMatch(/glibc 2\.17$/);
  });

  test("is refused when it tells of the machine that built it", async () => {
    const home = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
    const path = file("auriko.darwin-arm64.node", `panicked at ${home}/registry/src/lib.rs`);
    await expect(inspectBinary(path)).rejects.toThrow(/paths of the machine/);
  });

  test("is refused above six megabytes", async () => {
    const path = file("auriko.darwin-x64.node", Buffer.alloc(maxBinaryBytes + 1));
    await expect(inspectBinary(path)).rejects.toThrow(/budget/);
  });

  test("asks for the newest version among all of its symbols, counted as numbers", () => {
    expect(newestGlibc(Buffer.from("GLIBC_2.9 GLIBC_2.17 GLIBC_2.3.4"))).toEqual([2, 17]);
    expect(newestGlibc(Buffer.from("none"))).toBeUndefined();
  });
});

describe("the toolchain", () => {
  test("of every Linux target is zig, with the floor of glibc where there is one", async () => {
    for (const { target } of platforms().filter((each) => each.target.includes("linux"))) {
      const { target: built, flags } = await toolchainOf(target, {}, async () => ({ PATH: "" }));
      expect(flags).toEqual(["--cross-compile"]);
      expect(built).toBe(target.endsWith("gnu") ? `${target}.2.17` : target);
    }
  });

  test("of Windows links the runtime library of Visual C++ into the binary", async () => {
    for (const target of ["x86_64-pc-windows-msvc", "aarch64-pc-windows-msvc"]) {
      const { env } = await toolchainOf(target, {});
      expect(env.RUSTFLAGS).toContain("-Ctarget-feature=+crt-static");
    }
  });

  test("keeps flags that are already in the environment", async () => {
    const { env } = await toolchainOf("aarch64-apple-darwin", { RUSTFLAGS: "-Cdebuginfo=1" });
    expect(env.RUSTFLAGS).toMatch(/^-Cdebuginfo=1 /);
  });

  test("knows the target of this machine", () => {
    expect(platforms().map(({ target }) => target)).toContain(hostTarget());
  });
});

describe("a binary's header", () => {
  test.each(platforms().map(({ folder: platform }) => platform))("tells what it is for: %s", (platform) => {
    const path = join(folder, platform);
    writePlaceholder(path, platform);
    expect(binaryFormat(readFileSync(path))).toBe(platform.split("-").slice(0, 2).join("-"));
  });

  test("of this machine's Node is recognised", () => {
    const bytes = readFileSync(process.execPath).subarray(0, 4096);
    expect(binaryFormat(bytes)).toBe(`${process.platform}-${process.arch}`);
  });

  test.each([Buffer.alloc(0), Buffer.from("MZ"), Buffer.alloc(200), Buffer.from("#!/bin/sh\n".repeat(20))])(
    "is none in what is no binary",
    (bytes) => expect(binaryFormat(bytes)).toBeUndefined(),
  );
});
