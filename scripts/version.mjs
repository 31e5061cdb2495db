// npm run version -- 1.2.3: writes the one version number into every manifest, lock file and source that holds it, and
// dates its section of the changelog.
import { writeFileSync } from "node:fs";
import { fail } from "./steps/progress.mjs";
import { at } from "./steps/root.mjs";
import { changelogs, versionFiles } from "./steps/version.mjs";

try {
  const [version] = process.argv.slice(2);
  if (version === undefined) throw new Error("Which version? For example: npm run version -- 1.2.3");
  const today = new Date().toISOString().slice(0, 10);
  const files = [...versionFiles(version), ...changelogs(version, today)];
  for (const { path, text } of files) writeFileSync(at(path), text);
  process.stdout.write(`${version} stands in ${files.length} files. Read them, then commit.\n`);
} catch (error) {
  fail(error);
}
