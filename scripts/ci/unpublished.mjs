// Says whether the version of this tree is still to be published, as a workflow's output.
import { appendFileSync } from "node:fs";
import { isPublished } from "../publish/npm.mjs";
import { treeVersion } from "../publish/versions.mjs";
import { fail } from "../steps/progress.mjs";

try {
  const version = treeVersion();
  // The provider is published last: without it, a release broke off.
  const unpublished = !(await isPublished({ name: "@auriko/ai-sdk-provider", version }, {}));
  console.log(`${version} is ${unpublished ? "still to be published" : "published"}`);
  if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `unpublished=${unpublished}\n`);
} catch (error) {
  fail(error);
}
