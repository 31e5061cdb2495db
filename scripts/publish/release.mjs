import { step } from "../steps/progress.mjs";
import { disagreements } from "./disagreements.mjs";
import { inOrder, isPublished, publishTarball } from "./npm.mjs";
import { readTarballs } from "./tarballs.mjs";

/**
 * Publishes the packages of a folder as one release, in the order in which they need one another. What is published already
 * is passed over, so that running it again finishes a release that broke off. Rejects before anything is published when
 * something disagrees. Resolves with the names that it published.
 */
export async function publishPackages(folder, { version, disagreeing, ...options }) {
  const tarballs = await readTarballs(folder);
  const found = disagreements(tarballs, { version, disagreeing });
  if (found.length > 0)
    throw new Error(`Nothing was published:\n${found.map((each) => `- ${each}`).join("\n")}`);

  const published = [];
  for (const tarball of inOrder(tarballs)) {
    const { name } = tarball.manifest;
    await step(`${name} ${version}${options.dryRun ? " (dry run)" : ""}`, async () => {
      if (await isPublished(tarball.manifest, options)) return false;
      await publishTarball(tarball, options);
      published.push(name);
    });
  }
  return published;
}
