import { existsSync, readdirSync, readFileSync } from "node:fs";
import { filesBelow, whenStale } from "./freshness.mjs";
import { at } from "./root.mjs";
import { run } from "./run.mjs";

/** The packages that build on the SDK, each with its folder and manifest. */
export const workspacePackages = () =>
  (existsSync(at("packages")) ? readdirSync(at("packages")) : [])
    .map((name) => `packages/${name}`)
    .filter((folder) => existsSync(at(folder, "package.json")))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(at(folder, "package.json"), "utf8")) }));

/** Builds the packages that build on the SDK, as far as they or the SDK's public types have changed. */
export async function ensurePackages() {
  let built = false;
  for (const { folder, manifest } of workspacePackages()) {
    if (!manifest.scripts?.build) continue;
    const own = readdirSync(at(folder))
      .filter((name) => !["dist", "node_modules"].includes(name))
      .map((name) => `${folder}/${name}`);
    const inputs = [...own, "index.d.ts"].filter((path) => filesBelow(at(path)).length > 0);
    const outputs = () => [manifest.main, manifest.types].map((path) => `${folder}/${path}`);
    const name = manifest.name.replace("@", "").replace("/", "-");
    const done = await whenStale({ name, inputs, outputs }, () =>
      run("npm", ["run", "build", "--silent", "--workspace", folder]),
    );
    built ||= done;
  }
  return built;
}
