// Installs the tarballs of a folder into an empty project and runs the consumer's tests there, as a user would: with this Node,
// its npm and nothing else.
//   node scripts/ci/install.mjs <folder>
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { copyConsumer } from "../steps/consumer-tests.mjs";
import { fail, step } from "../steps/progress.mjs";
import { run } from "../steps/run.mjs";

const project = mkdtempSync(join(tmpdir(), "auriko-install-"));
try {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new Error("Which folder holds the tarballs? node scripts/ci/install.mjs <folder>");
  const tarballs = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  const paths = tarballs.map((name) => resolve(folder, name));
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  await step(`Install ${tarballs.join(", ")}`, () =>
    run("npm", ["install", "--no-audit", "--no-fund", ...paths], { cwd: project }),
  );
  copyConsumer(project);
  await step(`Tests under Node ${process.version}`, () => run("node", ["--test"], { cwd: project }));
} catch (error) {
  fail(error);
} finally {
  rmSync(project, { recursive: true, force: true, maxRetries: 5 });
}
