import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packPlatform, packRoot, platformOf } from "../../scripts/steps/pack.mjs";
import { root } from "../house/repository";
import { cleanEnvironment, npm } from "./node-versions";

/** The two tarballs that an installation on this machine takes. */
export interface Tarballs {
  readonly folder: string;
  readonly root: string;
  readonly platform: string;
  /** For example `linux-x64-gnu`. */
  readonly platformName: string;
  /** Whether `AURIKO_PACKAGES` points to them: they belong to somebody else, and hold the binary as it is published. */
  readonly given: boolean;
}

/** Packs the root and this machine's platform package, or takes the ones that `AURIKO_PACKAGES` points to. */
export async function packTarballs(): Promise<Tarballs> {
  const built = readdirSync(root).find((name) => name.endsWith(".node"));
  if (!built) throw new Error("there is no built addon: `npm run build` makes one");
  const platformName = platformOf(built);
  const given = process.env.AURIKO_PACKAGES;
  if (given) {
    const find = (pattern: RegExp) =>
      join(given, readdirSync(given).find((name) => pattern.test(name)) ?? "missing");
    return {
      folder: given,
      root: find(/^auriko-sdk-\d/),
      platform: find(new RegExp(`^auriko-sdk-${platformName}-\\d`)),
      platformName,
      given: true,
    };
  }
  const folder = temporaryFolder();
  return {
    folder,
    root: await packRoot(folder),
    platform: await packPlatform(join(root, built), folder),
    platformName,
    given: false,
  };
}

/** A folder of its own outside the repository, so that nothing is found by walking up. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "auriko-packaging-"));

/** An empty project with the given tarballs installed, and the consumer's files copied in. */
export function install(tarballs: string[], flags: string[] = []): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  npm(["install", "--no-audit", "--no-fund", "--loglevel=error", ...flags, ...tarballs], folder);
  cpSync(join(root, "__test__/packaging/consumer"), folder, { recursive: true });
  return folder;
}

/** What a run of Node in a consumer's folder printed and how it ended. */
export function runNode(node: string, args: string[], cwd: string): { status: number; output: string } {
  try {
    const output = execFileSync(node, args, {
      cwd,
      env: cleanEnvironment(),
      encoding: "utf8",
      stdio: "pipe",
      timeout: 60_000,
    });
    return { status: 0, output };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number | null; stdout: string; stderr: string };
    return { status: status ?? -1, output: `${stdout}${stderr}` };
  }
}

/** The same while this process goes on: for programs that talk to it. */
export function runBeside(
  program: string,
  args: string[],
  cwd: string,
): Promise<{ status: number; output: string }> {
  const options = { cwd, env: cleanEnvironment(), timeout: 60_000 };
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (_error, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, output: `${stdout}${stderr}` });
    });
  });
}
