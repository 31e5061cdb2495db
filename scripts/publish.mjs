// Publishes the tarballs of a folder with provenance: the platform packages first, since the root package asks for them.
// What is already published is skipped, so that running it again finishes a release that broke off.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fail, step } from "./steps/progress.mjs";
import { run } from "./steps/run.mjs";

const isRoot = (name) => /^auriko-sdk-\d/.test(name);

async function isPublished(specifier) {
  return run("npm", ["view", specifier, "version"], { quiet: true }).then(
    (output) => output.trim() !== "",
    () => false,
  );
}

async function publish(tarball) {
  const [{ name, version }] = JSON.parse(
    await run("npm", ["pack", "--dry-run", "--json", tarball], { quiet: true }),
  );
  await step(`${name} ${version}`, async () => {
    if (await isPublished(`${name}@${version}`)) return false;
    await run("npm", ["publish", tarball, "--provenance", "--access", "public"]);
  });
}

try {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new Error("Which folder holds the tarballs? node scripts/publish.mjs <folder>");
  const tarballs = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  if (tarballs.filter(isRoot).length !== 1 || tarballs.length !== 9) {
    throw new Error(
      `A release is the root package and eight platform packages; ${folder} holds ${tarballs.join(", ")}`,
    );
  }
  tarballs.sort((a, b) => Number(isRoot(a)) - Number(isRoot(b)) || a.localeCompare(b));
  for (const name of tarballs) await publish(join(folder, name));
} catch (error) {
  fail(error);
}
