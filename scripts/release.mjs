// npm run test:release: rehearses a release against a registry on this machine. Packs everything, publishes it with the release
// script itself, and installs it with each package manager into empty projects, which run the quick start.
//   --small          npm alone, under this Node, with the binary as it is built for tests, and no version before
//   --built          all of it, but with the binary as it is built for tests: minutes less
//   --only <name>    only managers whose name contains this
//   --nodes <a,b>    the Nodes that run the projects (18,26)
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { treeVersion } from "./publish/versions.mjs";
import { managers } from "./release/managers.mjs";
import { outcomes } from "./release/outcomes.mjs";
import { emptyProject, tryProject } from "./release/projects.mjs";
import { publishingSteps } from "./release/publishing.mjs";
import { startRegistry } from "./release/registry.mjs";
import { packAs, packRelease } from "./release/tarballs.mjs";
import { build } from "./steps/build.mjs";
import { nodeOfMajor } from "./steps/node-versions.mjs";
import { platforms } from "./steps/pack.mjs";
import { ensurePackages } from "./steps/packages.mjs";
import { fail, step } from "./steps/progress.mjs";
import { table } from "./steps/text-table.mjs";
import { hostPlatform } from "./steps/toolchain.mjs";

const { values } = parseArgs({
  options: {
    small: { type: "boolean", default: false },
    built: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    nodes: { type: "string", default: "18,26" },
  },
});

const specifiers = ["@auriko/sdk", "@auriko/ai-sdk-provider"];
const rows = [["", "Version", "Result"]];
let failed = 0;

/** Runs one part of the rehearsal; a failure is kept for the table, and the others go on. */
async function part(title, version, work) {
  try {
    const tests = await step(title, work);
    rows.push([title, version, tests ? `${tests} tests passed` : "passed"]);
  } catch (error) {
    failed += 1;
    process.stdout.write(`${error.message}\n${error.output ?? ""}\n`);
    rows.push([title, version, `FAILED: ${error.message.split("\n")[0].slice(0, 80)}`]);
  }
}

async function nodesToTry() {
  if (values.small) return [[process.version, process.execPath]];
  const majors = values.nodes.split(",");
  return Promise.all(majors.map(async (major) => [`Node ${major}`, await nodeOfMajor(major)]));
}

async function tryManager(manager, { registry, nodes, earlierVersion }) {
  const folder = emptyProject(manager, registry);
  await part(`${manager.name}: install`, manager.version, async () => {
    await manager.install(folder, specifiers, registry);
  });
  for (const [name, node] of nodes) {
    await part(`${manager.name}: quick start under ${name}`, manager.version, async () => {
      return tryProject(folder, { node, flags: manager.nodeFlags(folder) });
    });
  }
  if (values.small) return;
  await part(`${manager.name}: upgrade from ${earlierVersion}`, manager.version, async () => {
    const older = emptyProject(manager, registry);
    await manager.install(
      older,
      specifiers.map((name) => `${name}@${earlierVersion}`),
      registry,
    );
    await manager.install(
      older,
      specifiers.map((name) => `${name}@${treeVersion()}`),
      registry,
    );
    const [, node] = nodes.at(-1);
    return tryProject(older, { node, flags: manager.nodeFlags(older) });
  });
}

const folder = mkdtempSync(join(tmpdir(), "auriko-release-"));
let registry;
try {
  if (!values.small) {
    await step("Build", build);
    await step("Build of the packages", ensurePackages);
  }
  const tarballs = join(folder, "tarballs");
  const earlier = join(folder, "earlier");
  const version = treeVersion();
  const earlierVersion = "0.9.0";
  await step("Pack", () => packRelease(tarballs, { published: !values.small && !values.built }));
  if (!values.small) {
    await step(`Pack the version before, ${earlierVersion}`, () => packAs(earlierVersion, tarballs, earlier));
  }
  registry = await step("Start a registry", () => startRegistry(join(folder, "registry")));
  registry = { ...registry, folder: join(folder, "user") };
  mkdirSync(join(registry.folder, "home"), { recursive: true });

  const names = [...platforms().map(({ packageName }) => packageName), ...specifiers];
  const rehearsal = { folder, registry, tarballs, earlier, earlierVersion, names };
  for (const { title, work, whole } of publishingSteps) {
    if (!whole || !values.small) await part(title, version, () => work(rehearsal));
  }

  const nodes = await nodesToTry();
  const [, node] = nodes.at(-1);
  const all = await managers({ node, only: values.small ? "npm" : values.only });
  const chosen = values.small ? all.slice(0, 1) : all;
  for (const manager of chosen) await tryManager(manager, { registry, nodes, earlierVersion });
  const [npm] = await managers({ node, only: "npm" });
  for (const { title, work, whole } of outcomes) {
    if (whole && values.small) continue;
    await part(title, npm.version, () =>
      work({ npm, registry, node, platform: hostPlatform(), tarballs, version }),
    );
  }
  process.stdout.write(`\n${table(rows)}\n\n${rows.length - 1 - failed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  fail(error);
} finally {
  await registry?.stop();
  rmSync(folder, { recursive: true, force: true });
}
