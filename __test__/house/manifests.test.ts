import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { entries } from "../../scripts/steps/entries.mjs";
import { entryFields } from "../../scripts/steps/manifest-entries.mjs";
import { read, readJson, root, trackedFiles } from "./repository";

interface Manifest {
  name: string;
  version: string;
  license: string;
  main: string;
  engines: { node: string };
  os?: string[];
  cpu?: string[];
  libc?: string[];
  files: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

interface RootManifest extends Manifest {
  exports: Record<string, unknown>;
  napi: { binaryName: string; packageName: string; targets: string[] };
}

const manifest = readJson<RootManifest>("package.json");

/** What npm must be told about each compilation target, so that it installs the one that fits. */
const platforms: Record<string, { folder: string; os: string; cpu: string; libc?: string }> = {
  "x86_64-unknown-linux-gnu": { folder: "linux-x64-gnu", os: "linux", cpu: "x64", libc: "glibc" },
  "x86_64-unknown-linux-musl": { folder: "linux-x64-musl", os: "linux", cpu: "x64", libc: "musl" },
  "aarch64-unknown-linux-gnu": { folder: "linux-arm64-gnu", os: "linux", cpu: "arm64", libc: "glibc" },
  "aarch64-unknown-linux-musl": { folder: "linux-arm64-musl", os: "linux", cpu: "arm64", libc: "musl" },
  "x86_64-apple-darwin": { folder: "darwin-x64", os: "darwin", cpu: "x64" },
  "aarch64-apple-darwin": { folder: "darwin-arm64", os: "darwin", cpu: "arm64" },
  "x86_64-pc-windows-msvc": { folder: "win32-x64-msvc", os: "win32", cpu: "x64" },
  "aarch64-pc-windows-msvc": { folder: "win32-arm64-msvc", os: "win32", cpu: "arm64" },
};

describe("the root manifest", () => {
  test("brings nothing else along when it is installed", () => {
    expect(manifest.dependencies).toBeUndefined();
    // What an entry is for; npm brings no optional peer.
    const peers = Object.keys(manifest.peerDependencies ?? {});
    for (const name of peers) expect(manifest.peerDependenciesMeta?.[name]).toEqual({ optional: true });
  });

  test("names no platform package before it is packed, since `npm ci` fails on what is not published yet", () => {
    expect(manifest.optionalDependencies).toBeUndefined();
  });

  test("does not restrict where it may be installed: a missing binary has an error of its own", () => {
    expect(manifest).not.toHaveProperty("os");
    expect(manifest).not.toHaveProperty("cpu");
  });

  test("has the version of the crate and of the lock file", () => {
    expect(read("Cargo.toml")).toMatch(new RegExp(`^version = "${manifest.version}"$`, "m"));
    expect(readJson<{ version: string }>("package-lock.json").version).toBe(manifest.version);
  });

  test("has the version that the SDK tells the server", () => {
    expect(read("ts/version.ts")).toContain(`VERSION = "${manifest.version}"`);
  });

  test("has its version in the changelog", () => {
    expect(read("CHANGELOG.md")).toContain(`## [${manifest.version}]`);
  });
});

describe("the lock file", () => {
  interface Locked {
    version?: string;
    optionalDependencies?: Record<string, string>;
  }
  const { packages } = readJson<{ packages: Record<string, Locked> }>("package-lock.json");

  test("installs on every platform: `npm ci` refuses a lock without each tool's binaries for the others", () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      ),
    );
    expect(missing).toEqual([]);
  });

  test("names no registry, so that it installs from whichever is configured", () => {
    expect(JSON.stringify(packages)).not.toMatch(/"resolved":"https?:/);
  });
});

describe("where an import leads", () => {
  /** The file that a resolver with these conditions picks, by the rule of Node's documentation: the first that holds. */
  function resolveWith(conditions: string[], target: unknown = manifest.exports["."]): string | undefined {
    if (typeof target === "string") return target;
    for (const [condition, next] of Object.entries(target as Record<string, unknown>)) {
      if (condition !== "default" && !conditions.includes(condition)) continue;
      const found = resolveWith(conditions, next);
      if (found) return found;
    }
    return undefined;
  }

  test.each([
    ["Node, import", ["node", "import"], "./dist/index.mjs"],
    ["Node, require", ["node", "require"], "./dist/index.js"],
    ["Bun", ["bun", "node", "import"], "./dist/index.mjs"],
    ["Deno", ["deno", "node", "import"], "./dist/index.mjs"],
    ["a bundler for Node", ["node", "module", "import"], "./dist/core.mjs"],
    ["a bundler that requires", ["node", "module", "require"], "./dist/core.mjs"],
    ["a bundler that names no system", ["module", "import"], "./dist/core.mjs"],
    ["an Electron renderer with Node", ["electron", "node", "browser", "require"], "./dist/index.js"],
    ["a plain resolver", ["import"], "./dist/index.mjs"],
    ["Cloudflare Workers", ["workerd", "worker", "browser", "import"], "./dist/unsupported-runtime.mjs"],
    [
      "Cloudflare Workers with Node compatibility",
      ["workerd", "node", "import"],
      "./dist/unsupported-runtime.mjs",
    ],
    ["Vercel's edge", ["edge-light", "import"], "./dist/unsupported-runtime.mjs"],
    ["a web worker", ["worker", "import"], "./dist/unsupported-runtime.mjs"],
    ["a browser that requires", ["browser", "require"], "./dist/unsupported-runtime.js"],
    ["a browser", ["browser", "import"], "./dist/unsupported-runtime.mjs"],
    ["TypeScript, import", ["types", "node", "import"], "./dist/index.d.mts"],
    ["TypeScript, require", ["types", "node", "require"], "./index.d.ts"],
    ["TypeScript for a bundler", ["types", "import"], "./dist/index.d.mts"],
  ])("%s", (_who, conditions, file) => {
    expect(resolveWith(conditions)).toBe(file);
  });

  test("nothing but the entries and the manifest can be imported", () => {
    expect(Object.keys(manifest.exports)).toEqual([...entries.map(({ name }) => name), "./package.json"]);
  });

  test("the manifest says of the entries what their table says", () => {
    const { exports, imports, typesVersions, files } = entryFields();
    // In order too: the first condition that holds wins.
    expect(JSON.stringify(manifest.exports)).toBe(JSON.stringify(exports));
    expect(manifest).toMatchObject({ imports, typesVersions, files });
  });
});

describe("the platform packages", () => {
  test("there is one for each target, and no other", () => {
    const folders = manifest.napi.targets.map((target) => platforms[target]?.folder);
    expect(readdirSync(join(root, "npm")).sort()).toEqual(folders.sort());
  });

  test.each(manifest.napi.targets)("npm installs the one for %s exactly where it runs", (target) => {
    const platform = platforms[target];
    if (!platform) throw new Error(`no platform package is described for ${target}`);
    const folder = `npm/${platform.folder}`;
    const own = readJson<Manifest>(`${folder}/package.json`);
    const binary = `${manifest.napi.binaryName}.${platform.folder}.node`;

    expect(own.name).toBe(`${manifest.napi.packageName}-${platform.folder}`);
    expect(own.version).toBe(manifest.version);
    expect(own.license).toBe(manifest.license);
    expect(own.engines).toEqual(manifest.engines);
    expect(own.os).toEqual([platform.os]);
    expect(own.cpu).toEqual([platform.cpu]);
    expect(own.libc).toEqual(platform.libc && [platform.libc]);
    expect(own.main).toBe(binary);
    expect(own.files).toEqual([binary]);
    expect(own.dependencies).toBeUndefined();
    expect(read(`${folder}/README.md`)).toContain(target);
  });

  test("no binary is under version control", () => {
    expect(trackedFiles().filter((path) => path.endsWith(".node"))).toEqual([]);
  });
});
