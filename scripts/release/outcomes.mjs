import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platforms } from "../steps/pack.mjs";
import { emptyProject, firstError, tryProject } from "./projects.mjs";

/** Installations that don't go as usual, and what a user is promised of each. `whole` marks what a small rehearsal leaves out. */
export const outcomes = [
  { title: "--omit=optional: the first request says what is missing and the fix", work: withoutOptional },
  {
    title: "a lock file from another system: npm or the first request says what is missing",
    work: foreignLock,
    whole: true,
  },
  { title: "an offline mirror: npm's cache, filled beforehand, is enough", work: offlineCache, whole: true },
  { title: "an air-gapped machine: the tarballs themselves are enough", work: fromTarballs, whole: true },
];

const wanted = ["@auriko/sdk", "@auriko/ai-sdk-provider"];

async function withoutOptional({ npm, registry, node, platform }) {
  const folder = emptyProject(npm, registry);
  await npm.install(folder, wanted, registry, ["--omit=optional"]);
  expectSentence(await firstError(folder, { node }), platform);
}

async function foreignLock({ npm, registry, node, platform }) {
  const folder = emptyProject(npm, registry);
  await npm.install(folder, wanted, registry);
  const path = join(folder, "package-lock.json");
  const lock = JSON.parse(readFileSync(path, "utf8"));
  // npm writes such a lock file where only another system's package had been installed before.
  for (const { packageName, folder: each } of platforms()) {
    if (each !== "win32-x64-msvc") delete lock.packages[`node_modules/${packageName}`];
  }
  writeFileSync(path, JSON.stringify(lock));
  rmSync(join(folder, "node_modules"), { recursive: true });
  const refusal = await npm.run(folder, ["ci", "--no-audit", "--no-fund"], registry).then(
    () => undefined,
    (error) => error.output,
  );
  // Newer versions of npm notice it themselves, and name what the lock file lacks.
  if (refusal === undefined) expectSentence(await firstError(folder, { node }), platform);
  else if (!/lock file/.test(refusal) || !refusal.includes(`@auriko/sdk-${platform}`))
    throw new Error(refusal);
}

async function offlineCache({ npm, registry, node }) {
  await npm.install(emptyProject(npm, registry), wanted, registry);
  const folder = emptyProject(npm, registry);
  await npm.install(folder, wanted, registry, ["--offline"]);
  await tryProject(folder, { node });
}

async function fromTarballs({ npm, registry, node, tarballs, platform, version }) {
  const folder = emptyProject(npm, registry);
  const files = [`sdk-${version}`, `sdk-${platform}-${version}`, `ai-sdk-provider-${version}`];
  const paths = files.map((name) => join(tarballs, `auriko-${name}.tgz`));
  await npm.install(folder, paths, { ...registry, url: "http://127.0.0.1:9/" }, ["--fetch-retries=0"]);
  await tryProject(folder, { node });
}

function expectSentence(message, platform) {
  if (!message.includes(`@auriko/sdk-${platform}`) || !/npm (install|ci|i)\b/.test(message)) {
    throw new Error(`The error does not name the package and the fix: ${message}`);
  }
}
