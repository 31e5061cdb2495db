// Publishes a release: the tarballs of a folder with provenance, then the Rust crate. Refuses when a version, a binary or a
// manifest disagrees with the others. What is already published is skipped, so that running it again finishes a release that
// broke off.
//   node scripts/publish.mjs <folder>
//   --dry-run          check and pack everything, publish nothing
//   --no-provenance    for a registry that takes none
//   --no-crate         only the npm packages
//   --registry <url>   another registry for the npm packages
import { parseArgs } from "node:util";
import { hasCrate, publishCrate } from "./publish/crate.mjs";
import { publishPackages } from "./publish/release.mjs";
import { filesThatDisagree, treeVersion } from "./publish/versions.mjs";
import { fail, step } from "./steps/progress.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "dry-run": { type: "boolean", default: false },
    "no-provenance": { type: "boolean", default: false },
    "no-crate": { type: "boolean", default: false },
    registry: { type: "string" },
  },
});

try {
  const [folder] = positionals;
  if (!folder) throw new Error("Which folder holds the tarballs? node scripts/publish.mjs <folder>");
  const dryRun = values["dry-run"];
  // npm can vouch for where a package was built only inside a workflow; a dry run has nothing to vouch for.
  const provenance = !values["no-provenance"] && !dryRun;
  const version = treeVersion();
  const options = {
    version,
    disagreeing: filesThatDisagree(version),
    dryRun,
    provenance,
    registry: values.registry,
  };
  const published = await publishPackages(folder, options);
  if (!values["no-crate"] && hasCrate()) {
    await step(`Crate auriko ${version}${dryRun ? " (dry run)" : ""}`, () => publishCrate({ dryRun }));
  }
  console.log(
    `${dryRun ? "Would publish" : "Published"} ${published.length} npm packages of version ${version}.`,
  );
} catch (error) {
  fail(error);
}
