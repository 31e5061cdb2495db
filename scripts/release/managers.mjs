import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { once } from "../steps/cache.mjs";
import { run } from "../steps/run.mjs";

/**
 * The package managers of a rehearsal. `package` is what npm carries it as, `entry` its program, `setup` what an empty
 * project needs, `add` how a package is installed, `node` what Node is started with for it to find the packages.
 */
const kinds = [
  {
    name: "npm",
    package: "npm@12",
    entry: "bin/npm-cli.js",
    add: (specifiers) => ["install", "--no-audit", "--no-fund", "--loglevel=error", ...specifiers],
    offline: ["--offline"],
  },
  {
    name: "npm 10",
    package: "npm@10",
    entry: "bin/npm-cli.js",
    add: (specifiers) => ["install", "--no-audit", "--no-fund", "--loglevel=error", ...specifiers],
  },
  {
    name: "pnpm",
    package: "pnpm@12",
    entry: "bin/pnpm.mjs",
    add: (specifiers) => ["add", ...specifiers],
    offline: ["--offline"],
  },
  {
    name: "yarn 1",
    package: "yarn@1",
    entry: "bin/yarn.js",
    add: (specifiers) => ["add", "--non-interactive", "--no-progress", ...specifiers],
    offline: ["--offline"],
  },
  {
    name: "yarn 4, node-modules",
    package: "@yarnpkg/cli-dist@4",
    entry: "bin/yarn.js",
    setup: yarnSettings("node-modules"),
    add: (specifiers) => ["add", ...specifiers],
  },
  {
    name: "yarn 4, PnP",
    package: "@yarnpkg/cli-dist@4",
    entry: "bin/yarn.js",
    setup: yarnSettings("pnp"),
    add: (specifiers) => ["add", ...specifiers],
    node: (folder) => ["--require", join(folder, ".pnp.cjs"), "--loader", join(folder, ".pnp.loader.mjs")],
  },
  {
    name: "bun",
    package: "bun@1",
    // The platform's package brings the program; the launcher's script would only move it.
    native: true,
    add: (specifiers) => ["add", ...specifiers],
  },
];

function yarnSettings(linker) {
  return (folder, url) => {
    const settings = {
      nodeLinker: linker,
      // It would write the loader for ES modules only where the manifest says `"type": "module"`.
      pnpEnableEsmLoader: true,
      npmRegistryServer: url,
      unsafeHttpWhitelist: ["127.0.0.1"],
      enableTelemetry: false,
      enableGlobalCache: false,
      enableImmutableInstalls: false,
      // A registry may hold back what is brand new; in a rehearsal everything is.
      npmMinimalAgeGate: 0,
    };
    writeFileSync(join(folder, ".yarnrc.yml"), JSON.stringify(settings));
    writeFileSync(join(folder, "yarn.lock"), "");
  };
}

/** The managers whose name contains `only`, each with its `version` and `install(folder, specifiers)`. */
export async function managers({ node, only = "" }) {
  const wanted = kinds.filter(({ name }) => name.includes(only));
  return Promise.all(wanted.map((kind) => prepare(kind, node)));
}

async function prepare(kind, node) {
  const folder = await fetchManager(kind);
  const { command, version } = kind.native ? nativeBun(folder) : script(kind, folder, node);
  return {
    name: kind.name,
    version,
    nodeFlags: kind.node ?? (() => []),
    setup: kind.setup ?? (() => {}),
    run: (cwd, args, registry) => invoke(command, args, { cwd, registry, node }),
    install: (cwd, specifiers, registry, flags = []) =>
      invoke(command, [...kind.add(specifiers), ...flags], { cwd, registry, node }),
    offline: kind.offline,
  };
}

function fetchManager({ package: name, native }) {
  return once(`managers/${name.replaceAll("/", "-")}`, { name }, async (into) => {
    const flags = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    await run("npm", ["install", "--prefix", into, ...flags, name], { quiet: !native });
  });
}

function script({ package: name, entry }, folder, node) {
  const own = join(folder, "node_modules", name.slice(0, name.lastIndexOf("@")));
  const { version } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
  return { command: [node, join(own, entry)], version };
}

function nativeBun(folder) {
  const own = join(
    folder,
    "node_modules/@oven",
    `bun-${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`,
  );
  const { version } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
  return { command: [join(own, "bin", process.platform === "win32" ? "bun.exe" : "bun")], version };
}

/** Runs a manager as a user would who has only Node: with settings and caches of the rehearsal alone. */
function invoke([program, ...entry], args, { cwd, registry, node }) {
  const caches = join(registry.folder, "caches");
  return run(program, [...entry, ...args], {
    cwd,
    quiet: true,
    inherit: false,
    env: {
      PATH: [dirname(node), "/usr/bin", "/bin"].join(delimiter),
      HOME: join(registry.folder, "home"),
      npm_config_registry: registry.url,
      npm_config_userconfig: registry.npmrc,
      npm_config_cache: join(caches, "npm"),
      npm_config_store_dir: join(caches, "pnpm"),
      npm_config_minimum_release_age: "0",
      YARN_CACHE_FOLDER: join(caches, "yarn"),
      YARN_REGISTRY: registry.url,
      BUN_INSTALL_CACHE_DIR: join(caches, "bun"),
      BUN_CONFIG_REGISTRY: registry.url,
      CI: "",
    },
  });
}
