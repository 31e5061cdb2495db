import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { install, packTarballs, runNode, type Tarballs, temporaryFolder } from "./install";
import { nodeOfMajor, otherRuntime } from "./node-versions";

const minutes = 60_000;
let tarballs: Tarballs;
let complete: string;

beforeAll(async () => {
  tarballs = await packTarballs();
  complete = install([tarballs.root, tarballs.platform]);
}, 3 * minutes);
afterAll(() => rmSync(complete, { recursive: true, force: true }));

/** A copy of the installation whose platform package can be spoilt. */
class Installation {
  readonly folder = temporaryFolder();
  readonly platform = tarballs.platformName;
  readonly scope = join(this.folder, "node_modules/@auriko");
  readonly package = join(this.scope, `sdk-${this.platform}`);
  readonly addon = join(this.package, `auriko.${this.platform}.node`);

  constructor() {
    cpSync(complete, this.folder, { recursive: true });
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  edit(change: (manifest: Record<string, unknown>) => void): void {
    const path = join(this.package, "package.json");
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    change(manifest);
    writeFileSync(path, JSON.stringify(manifest));
  }

  /** As a binary that was never packed: its manifest says nothing of it. */
  forgetLength(): void {
    this.edit((manifest) => {
      delete manifest.addon;
    });
  }

  /** Changes bytes of the addon; all in one place of the file, found by what stands there. */
  patch(change: (bytes: Buffer) => void): void {
    const bytes = readFileSync(this.addon);
    change(bytes);
    writeFileSync(this.addon, bytes);
  }

  /** The error of the first request, as a program catches it. */
  error(flags: string[] = [], node = process.execPath): string {
    const { status, output } = runNode(node, [...flags, "first-client.cjs"], this.folder);
    expect(status, output).toBe(0);
    const line = output.split("\n").find((text) => text.startsWith("{")) ?? "{}";
    const { ours, message } = JSON.parse(line) as { ours: boolean; message: string };
    expect(ours, output).toBe(true);
    expect(message).not.toMatch(/wasi|npm\/cli|4828/i);
    return message;
  }
}

/** The first sentence says what is wrong, the second what to do. */
function expectSentences(message: string, wrong: RegExp, fix: RegExp): void {
  const [first = "", ...rest] = message.split(/(?<=[.)])\s(?=[A-Z`])/);
  expect(first).toMatch(wrong);
  expect(rest.join(" ")).toMatch(fix);
}

describe("the platform package", () => {
  test("is missing", () => {
    const installation = new Installation();
    rmSync(installation.package, { recursive: true });
    expectSentences(
      installation.error(),
      new RegExp(`^The package @auriko/sdk-${installation.platform}, .* is not installed\\.$`),
      /^It is an optional dependency: delete node_modules .*package-lock\.json, and run `npm install`/,
    );
  });

  test.each([
    ["node_modules/.pnpm", "pnpm-lock.yaml", "pnpm install"],
    ["node_modules/.yarn-integrity", "yarn.lock", "yarn install"],
    ["bun.lock", "bun.lock", "bun install"],
  ])("is missing where %s tells who installed", (trace, lock, command) => {
    const installation = new Installation();
    rmSync(installation.package, { recursive: true });
    rmSync(join(installation.folder, "node_modules/.package-lock.json"), { force: true });
    mkdirSync(join(installation.folder, trace), { recursive: true });
    const message = installation.error();
    expect(message).toContain(lock);
    expect(message).toContain(`\`${command}\``);
    expect(message).not.toMatch(/(?<!p)npm install/);
  });

  test("is that of another platform, as after an install from somebody else's lock file", () => {
    const installation = new Installation();
    const other = installation.platform === "darwin-arm64" ? "darwin-x64" : "darwin-arm64";
    renameSync(installation.package, join(installation.scope, `sdk-${other}`));
    expectSentences(
      installation.error(),
      new RegExp(
        `installed for another machine: .*${installation.platform} is missing, and .*${other} is there`,
      ),
      /^Install on the system that runs the program/,
    );
  });

  test("has another version", () => {
    const installation = new Installation();
    installation.edit((manifest) => {
      manifest.version = "0.9.0";
    });
    expectSentences(
      installation.error(),
      /has version 0\.9\.0, and @auriko\/sdk has version 1\./,
      /Both must be the same/,
    );
  });
});

describe("the addon's file", () => {
  test.each([0, 3, 4096, 1_000_000])("was cut to %i bytes: an error, not a bus error", (length) => {
    const installation = new Installation();
    truncateSync(installation.addon, length);
    const wrong = /^The native part of @auriko\/sdk is damaged: .*\.node \(it has \d+ bytes of \d+\)\.$/;
    expectSentences(
      installation.error(),
      wrong,
      /cut or changed after it was published: delete node_modules/,
    );
  });

  test.each([0, 3, 4096, 1_000_000])(
    "was cut to %i bytes, and no manifest says how long it was",
    (length) => {
      const installation = new Installation();
      installation.forgetLength();
      truncateSync(installation.addon, length);
      expectSentences(installation.error(), /is damaged: /, /cut or changed/);
    },
  );

  test("is gone", () => {
    const installation = new Installation();
    rmSync(installation.addon);
    expectSentences(installation.error(), /is damaged: .*no such file/, /delete node_modules/);
  });

  test.each([
    ["Windows on arm64", "win32-arm64", portableExecutable(0xaa64)],
    ["macOS on arm64", "darwin-arm64", machO(0x0100000c)],
    ["Linux on arm64", "linux-arm64", undefined],
  ])("was built for %s", (_system, name, bytes) => {
    const installation = new Installation();
    installation.forgetLength();
    if (bytes) writeFileSync(installation.addon, bytes);
    else installation.patch((addon) => addon.writeUInt16LE(183, 0x12));
    expectSentences(
      installation.error(),
      new RegExp(`built for another system than ${installation.platform}: .*\\(${name}\\)`),
      /Install on the system that runs the program/,
    );
  });

  test.runIf(process.platform === "linux")("needs a newer glibc than there is: both are named", () => {
    const installation = new Installation();
    installation.patch((addon) => renameVersion(addon, "GLIBC_2.2.5", "GLIBC_2.9.9"));
    expectSentences(
      installation.error(),
      /^The C library of this system is too old for .*: it needs glibc 2\.9, and 2\.\d+ is here\.$/,
      /^Run on a newer system/,
    );
  });

  test.runIf(process.platform === "linux")("was linked with the other C library", () => {
    const installation = new Installation();
    installation.patch((addon) => {
      const at = addon.indexOf("\0libc.so.6\0");
      addon.write("ld-musl.1", at + 1, "latin1");
    });
    expectSentences(
      installation.error(),
      /built for another C library than this system has/,
      /not on glibc for musl/,
    );
  });

  test.runIf(canMount())("is on a file system that runs nothing", () => {
    const installation = new Installation();
    const kept = `${installation.package}.kept`;
    renameSync(installation.package, kept);
    mkdirSync(installation.package);
    execFileSync("mount", ["-t", "tmpfs", "-o", "noexec", "tmpfs", installation.package]);
    onTestFinished(() => {
      execFileSync("umount", [installation.package]);
    });
    cpSync(kept, installation.package, { recursive: true });
    expectSentences(installation.error(), /^This system refuses to run code from .*\.node/, /`noexec`/);
  });
});

describe("the runtime", () => {
  test("was started with --no-addons", () => {
    expectSentences(
      new Installation().error(["--no-addons"]),
      /^Node was started with `--no-addons`/,
      /Leave that flag out/,
    );
  });

  test.each([
    ["may read files", ["--permission", "--allow-fs-read=*"]],
    ["may read nothing else", ["--permission", "--allow-fs-read=FOLDER"]],
  ])(
    "has the permission model, and %s",
    (_what, flags) => {
      const installation = new Installation();
      const given = flags.map((flag) => flag.replace("FOLDER", `${installation.folder}/*`));
      expectSentences(
        installation.error(given, nodeOfMajor(24)),
        /^Node's permission model keeps @auriko\/sdk from loading its native addon/,
        /`--allow-addons`/,
      );
    },
    2 * minutes,
  );

  test(
    "is Deno without --allow-ffi",
    () => {
      const flags = [
        "run",
        "--no-prompt",
        "--node-modules-dir=manual",
        "--allow-net",
        "--allow-env",
        "--allow-read",
      ];
      const message = new Installation().error(flags, otherRuntime("deno"));
      expectSentences(message, /^Deno has not allowed/, /Run with `--allow-ffi`/);
    },
    2 * minutes,
  );
});

describe.runIf(process.platform === "linux")("the choice between glibc and musl", () => {
  const choose = `
    const asked = [];
    process.report.getReport = () => { asked.push("report"); return {}; };
    const child = require("node:child_process");
    for (const name of ["execSync", "execFileSync", "spawnSync"]) child[name] = () => { asked.push(name); throw new Error(name); };
    const fs = require("node:fs");
    const { readFileSync } = fs;
    fs.readFileSync = (path, ...rest) => { if (/ldd$/.test(path)) asked.push(path); return readFileSync(path, ...rest); };
    const { Client } = require("@auriko/sdk");
    new Client({ apiKey: "k", baseUrl: "http://127.0.0.1:1", maxRetries: 0 }).me.get().catch((error) => console.log(error.code, asked.join()));
  `;

  test("asks neither ldd nor a report nor another process", () => {
    const { output } = runNode(process.execPath, ["-e", choose], new Installation().folder);
    expect(output.trim()).toBe("api_connection_error");
  });
});

function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const folder = temporaryFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "noexec", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The head of a library for Windows, which is all that is looked at. */
function portableExecutable(machine: number): Buffer {
  const bytes = Buffer.alloc(512);
  bytes.write("MZ", 0, "latin1");
  bytes.writeUInt32LE(0x80, 0x3c);
  bytes.write("PE\0\0", 0x80, "latin1");
  bytes.writeUInt16LE(machine, 0x84);
  return bytes;
}

/** The same for macOS. */
function machO(cpu: number): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.writeUInt32LE(0xfeedfacf, 0);
  bytes.writeUInt32LE(cpu, 4);
  return bytes;
}

/** Renames a version that an ELF library asks for, together with the hash by which it is looked up. */
function renameVersion(addon: Buffer, from: string, to: string): void {
  const replace = (old: Buffer, next: Buffer) => {
    const at = addon.indexOf(old);
    if (at === -1) throw new Error(`the addon does not hold ${from}`);
    next.copy(addon, at);
  };
  replace(Buffer.from(`\0${from}\0`), Buffer.from(`\0${to}\0`));
  const hash = (name: string) => {
    let sum = 0;
    for (const char of name) {
      sum = (sum * 16 + char.charCodeAt(0)) >>> 0;
      const high = sum & 0xf0000000;
      if (high !== 0) sum ^= high >>> 24;
      sum = (sum & ~high) >>> 0;
    }
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(sum);
    return bytes;
  };
  replace(hash(from), hash(to));
}
