import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bench = fileURLToPath(new URL("../", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));

/** Bytes that each package takes in `node_modules`, with everything that it depends on. */
export function installedSizes(sdk) {
  const sizes = {};
  for (const name of ["openai", "ai", "@ai-sdk/openai-compatible", "@openrouter/sdk", "undici"]) {
    const directories = [...closure(name, bench)];
    sizes[name] = { bytes: directories.reduce((sum, directory) => sum + bytesOf(directory), 0) };
  }
  return { "@auriko/sdk": sdk === undefined ? sizeOfWorkTree() : sizeOfInstallation(sdk), ...sizes };
}

function closure(name, from, found = new Set()) {
  const directory = directoryOf(name, from);
  if (directory === undefined || found.has(directory)) return found;
  found.add(directory);
  const { dependencies = {} } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  for (const dependency of Object.keys(dependencies)) closure(dependency, directory, found);
  return found;
}

function directoryOf(name, from) {
  const paths = createRequire(join(from, "package.json")).resolve.paths(name) ?? [];
  return paths.map((path) => join(path, name)).find((path) => existsSync(join(path, "package.json")));
}

function bytesOf(path) {
  const status = lstatSync(path);
  if (!status.isDirectory()) return status.size;
  const names = readdirSync(path).filter((name) => name !== "node_modules");
  return names.reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}

/** An installation: the package and the binaries beside it. */
function sizeOfInstallation(sdk) {
  const scope = dirname(sdk);
  const binaries = readdirSync(scope).filter((name) => name.startsWith("sdk-"));
  return {
    bytes: ["sdk", ...binaries].reduce((sum, name) => sum + bytesOf(join(scope, name)), 0),
    packed: true,
  };
}

/** What would be packed from the work tree, with the binary of this machine as the tests build it. */
function sizeOfWorkTree() {
  const options = { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], options),
  );
  const binary = readdirSync(root).find((name) => name.endsWith(".node"));
  return { bytes: packed.unpackedSize + bytesOf(join(root, binary)), packed: false };
}
