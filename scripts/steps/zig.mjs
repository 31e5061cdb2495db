import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { once } from "./cache.mjs";
import { at } from "./root.mjs";
import { run } from "./run.mjs";

const windows = process.platform === "win32";

/**
 * The environment in which `cargo zigbuild` works: zig compiles and links for any glibc and for musl, and comes from PyPI.
 * Installed into the cache once per pinned version.
 */
export async function zigEnvironment() {
  const requirements = readFileSync(at("scripts/toolchain/requirements.txt"), "utf8");
  const folder = await once("zig", requirements, async (venv) => {
    await python(["-m", "venv", venv]);
    const pip = join(programs(venv), windows ? "pip.exe" : "pip");
    await run(pip, ["install", "--quiet", "-r", at("scripts/toolchain/requirements.txt")]);
  });
  const path = programs(folder);
  if (!existsSync(path)) throw new Error(`${folder} is damaged: remove it and start again`);
  return { PATH: `${path}${delimiter}${process.env.PATH}` };
}

const programs = (venv) => join(venv, windows ? "Scripts" : "bin");

async function python(args) {
  await run(windows ? "python" : "python3", args).catch((error) => {
    throw new Error(
      `${error.message}\nBuilding for Linux needs Python 3 with its venv module, to install zig from PyPI`,
    );
  });
}
