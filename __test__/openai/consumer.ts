import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { root } from "../house/repository";

const run = promisify(execFile);

/**
 * Runs a program in a folder that has the built SDK and these packages, by their name there and their folder, which is
 * relative to node_modules here, and gives what it printed as JSON.
 */
export async function runConsumer(
  packages: Readonly<Record<string, string>>,
  program: string,
  env: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "auriko-consumer-"));
  try {
    const place = (name: string, from: string) => {
      const link = join(folder, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(from, link, "junction");
    };
    for (const name of [
      "dist",
      "package.json",
      ...readdirSync(root).filter((name) => name.endsWith(".node")),
    ]) {
      place(`@auriko/sdk/${name}`, join(root, name));
    }
    for (const [name, source] of Object.entries(packages)) place(name, resolve(root, "node_modules", source));
    const file = join(folder, "program.cjs");
    writeFileSync(file, program);
    // So that the SDK finds the packages of this folder, and not those beside its own source.
    const flags = ["--preserve-symlinks", "--preserve-symlinks-main"];
    const { stdout } = await run(process.execPath, [...flags, file], {
      env: { PATH: process.env.PATH, ...env },
    });
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
