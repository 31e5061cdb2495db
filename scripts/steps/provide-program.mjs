import { execFileSync, spawnSync } from "node:child_process";

/**
 * Sees to it that a program is there, which Debian and Ubuntu have in the package of its name: installs it on CI's machines,
 * and says so where it is for the developer to do.
 */
export function provideProgram(name) {
  if (spawnSync(name, ["--version"]).status === 0) return;
  if (!installOnCi(name))
    throw new Error(`There is no ${name} on this machine: install the package of that name`);
}

/** Installs a package of Debian or Ubuntu if this is one of CI's machines; says whether it is. */
export function installOnCi(name) {
  if (!process.env.CI) return false;
  const install = ["apt-get", "install", "--yes", "--no-install-recommends", name];
  execFileSync("sudo", install, { stdio: "inherit" });
  return true;
}
