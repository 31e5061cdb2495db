import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../steps/run.mjs";

/** The packed packages of a folder: path, manifest and the names of the files inside, of each. */
export async function readTarballs(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  const tarballs = [];
  for (const name of names.sort()) {
    const path = join(folder, name);
    const listed = await run("tar", ["-tzf", path], { quiet: true });
    const files = listed.split(/\r?\n/).filter(Boolean);
    const manifest = JSON.parse(await run("tar", ["-xzOf", path, "package/package.json"], { quiet: true }));
    tarballs.push({ path, manifest, files: files.map((file) => file.replace(/^package\//, "")) });
  }
  return tarballs;
}

/** The bytes of one file inside a tarball. */
export const fileOf = ({ path }, name) =>
  execFileSync("tar", ["-xzOf", path, `package/${name}`], { maxBuffer: 64 * 1024 * 1024 });
