import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folder that holds package.json. */
export const root = resolve(__dirname, "../..");

/** The text of a file below the root. */
export const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** A JSON file below the root. */
export const readJson = <T>(path: string): T => JSON.parse(read(path)) as T;

/** Every file that is, or is about to be, under version control. */
export function trackedFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
  });
  const deleted = new Set(
    execFileSync("git", ["ls-files", "--deleted", "-z"], { cwd: root, encoding: "utf8" }).split("\0"),
  );
  return listed.split("\0").filter((path) => path !== "" && !deleted.has(path));
}
