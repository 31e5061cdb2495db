import { execFile } from "node:child_process";
import { describe, expect, test } from "vitest";
import { root } from "../house/repository";

/** Runs a script of the repository; resolves with how it ended and what it printed. */
const script = (...args: string[]): Promise<{ status: number; output: string }> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      args,
      { cwd: root, maxBuffer: 1 << 26 },
      (_error, stdout, stderr) => resolve({ status: child.exitCode ?? -1, output: `${stdout}${stderr}` }),
    );
  });

describe("a small rehearsal of a release", () => {
  test("publishes with the release script, finishes what broke off, and installs", async () => {
    const { status, output } = await script("scripts/release.mjs", "--small");
    expect(status, output).toBe(0);
    for (const line of [
      "a dry run publishes nothing",
      "a release that lacks a package is refused before anything is published",
      "a release that broke off in the middle is finished by running it again",
      "running it once more changes nothing",
      "npm: install",
      "--omit=optional: the first request says what is missing and the fix",
    ])
      expect(output).toMatch(new RegExp(`^${line} .*passed$`, "m"));
    expect(output).toMatch(/^npm: quick start under .* tests passed$/m);
  }, 600_000);

  test("is refused without tarballs, in words", async () => {
    const { status, output } = await script("scripts/publish.mjs");
    expect(status).toBe(1);
    expect(output).toContain("Which folder holds the tarballs?");
  });
});

describe.runIf(process.platform === "linux" && process.arch === "x64")("the run over all platforms", () => {
  test("covers every platform that binaries are published for", async () => {
    const { status, output } = await script("scripts/platforms.mjs", "--list");
    expect(status, output).toBe(0);
    const { platforms } = await import("../../scripts/steps/pack.mjs");
    for (const { folder } of platforms()) expect(output).toMatch(new RegExp(`^${folder} `, "m"));
  });

  test("names a tool that this machine lacks, and does not count its platform as passed", async () => {
    const { Missing } = await import("../../scripts/platforms/missing.mjs");
    const { statusOf } = await import("../../scripts/platforms/outcomes.mjs");
    const missing = new Missing("apt-get", "toolchains come from Debian's archive");
    expect(missing.message).toBe("apt-get is missing: toolchains come from Debian's archive");
    expect(statusOf(missing)).toBe("NOT TRIED");
    expect(statusOf(new Error("link failed"))).toBe("FAILED");
  });
});
