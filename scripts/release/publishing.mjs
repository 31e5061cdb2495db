import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { publishTarball } from "../publish/npm.mjs";
import { publishPackages } from "../publish/release.mjs";
import { readTarballs } from "../publish/tarballs.mjs";
import { treeVersion } from "../publish/versions.mjs";
import { at } from "../steps/root.mjs";
import { CommandFailed, run } from "../steps/run.mjs";

/**
 * What the release script is tried for, in this order: each step takes the registry as the one before left it. `whole` marks
 * what a small rehearsal leaves out.
 */
export const publishingSteps = [
  { title: "a dry run publishes nothing", work: dryRun },
  { title: "a release that lacks a package is refused before anything is published", work: incomplete },
  { title: "the version before is published", work: versionBefore, whole: true },
  { title: "a release that broke off in the middle is finished by running it again", work: brokenOff },
  { title: "running it once more changes nothing", work: onceMore },
];

async function dryRun(rehearsal) {
  await publishScript(rehearsal, rehearsal.tarballs, ["--dry-run"]);
  if ((await publishedNames(rehearsal)).length > 0) throw new Error("The dry run published something");
}

async function incomplete(rehearsal) {
  const folder = join(rehearsal.folder, "incomplete");
  mkdirSync(folder, { recursive: true });
  const missing = /darwin-x64/;
  for (const name of readdirSync(rehearsal.tarballs)) {
    if (!missing.test(name)) cpSync(join(rehearsal.tarballs, name), join(folder, name));
  }
  const refusal = await publishScript(rehearsal, folder).then(
    () => undefined,
    (error) => error.output,
  );
  if (!/sdk-darwin-x64 is not among the tarballs/.test(refusal ?? "")) {
    throw new Error(`An incomplete release was not refused as it should be: ${refusal}`);
  }
  if ((await publishedNames(rehearsal)).length > 0)
    throw new Error("An incomplete release published something");
}

async function versionBefore({ earlier, earlierVersion, registry }) {
  await withNpm(registry, () =>
    publishPackages(earlier, { version: earlierVersion, disagreeing: [], registry: registry.url }),
  );
}

async function brokenOff(rehearsal) {
  const { registry, tarballs } = rehearsal;
  const [first, second] = await readTarballs(tarballs);
  for (const tarball of [first, second]) {
    await withNpm(registry, () => publishTarball(tarball, { registry: registry.url }));
  }
  await publishScript(rehearsal, tarballs);
  const published = await publishedNames(rehearsal);
  if (published.length !== 10) throw new Error(`Published are only ${published.join(", ")}`);
}

async function onceMore(rehearsal) {
  const output = await publishScript(rehearsal, rehearsal.tarballs);
  if (!/Published 0 npm packages/.test(output)) throw new Error(`It published again:\n${output}`);
}

/** Runs the release script as a release does, but for the provenance that only a workflow can give. */
function publishScript({ registry }, folder, flags = []) {
  const args = [
    at("scripts/publish.mjs"),
    folder,
    "--no-provenance",
    "--no-crate",
    "--registry",
    registry.url,
  ];
  return run(process.execPath, [...args, ...flags], { quiet: true, env: npmEnvironment(registry) });
}

/** The packages that the registry has in the tree's version. */
async function publishedNames({ registry, names }) {
  const found = [];
  for (const name of names) {
    const response = await fetch(`${registry.url}${name.replace("/", "%2f")}`);
    if (response.ok && (await response.json()).versions[treeVersion()]) found.push(name);
  }
  return found;
}

const npmEnvironment = ({ npmrc }) => ({ npm_config_userconfig: npmrc });

async function withNpm(registry, work) {
  const before = process.env.npm_config_userconfig;
  process.env.npm_config_userconfig = registry.npmrc;
  try {
    return await work();
  } catch (error) {
    throw error instanceof CommandFailed ? new Error(`${error.message}\n${error.output}`) : error;
  } finally {
    if (before === undefined) delete process.env.npm_config_userconfig;
    else process.env.npm_config_userconfig = before;
  }
}
