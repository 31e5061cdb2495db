import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Packs the SDK as it is published and unpacks it as npm would install it. Gives the directory of the package. */
export function installPublishedForm() {
  const packages = join(root, "target/bench-packages");
  const scope = join(root, "target/bench-sdk/node_modules/@auriko");
  for (const directory of [packages, scope]) rmSync(directory, { recursive: true, force: true });
  const show = { cwd: root, stdio: ["ignore", "inherit", "inherit"] };
  execFileSync(process.execPath, ["scripts/pack-platform.mjs", "--out", packages], show);
  for (const tarball of readdirSync(packages).filter((name) => name.endsWith(".tgz"))) {
    const name = tarball.match(/^auriko-(sdk.*?)-\d/)?.[1];
    const directory = join(scope, name);
    mkdirSync(directory, { recursive: true });
    execFileSync("tar", ["-xzf", join(packages, tarball), "-C", directory, "--strip-components=1"]);
  }
  installProvider(join(scope, "ai-sdk-provider"));
  return join(scope, "sdk");
}

/** The provider of the AI SDK, beside the SDK that it is to use. */
function installProvider(directory) {
  const source = join(root, "packages/ai-sdk-provider");
  if (!existsSync(join(source, "dist"))) return;
  cpSync(join(source, "dist"), join(directory, "dist"), { recursive: true });
  cpSync(join(source, "package.json"), join(directory, "package.json"));
}
