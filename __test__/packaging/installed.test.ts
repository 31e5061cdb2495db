import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { entries } from "../../scripts/steps/entries.mjs";
import { inspectBinary } from "../../scripts/steps/inspect-binary.mjs";
import { install, packTarballs, runBeside, runNode, type Tarballs } from "./install";
import { nodeOfMajor, otherRuntime } from "./node-versions";

const minutes = 60_000;
const folders: string[] = [];
let tarballs: Tarballs;
let complete: string;

beforeAll(async () => {
  tarballs = await packTarballs();
  complete = installed([tarballs.root, tarballs.platform]);
}, 3 * minutes);

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function installed(packages: string[], flags: string[] = []): string {
  const folder = install(packages, flags);
  folders.push(folder);
  return folder;
}

const packageFolder = (name: string) => join(complete, "node_modules", ...name.split("/"));
const contents = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();

describe("an installation without Rust", () => {
  test("has no compiler within reach, or the tests below would prove nothing", () => {
    expect(
      runNode(process.execPath, ["-e", "require('child_process').execFileSync('cargo', ['-V'])"], complete)
        .status,
    ).not.toBe(0);
  });

  // The oldest that the manifest allows, and the newest there is.
  describe.each([18, 26])("under Node %i", (major) => {
    let node: string;
    beforeAll(() => {
      node = nodeOfMajor(major);
    }, 5 * minutes);

    test.each(["require.test.cjs", "import.test.mjs", "unload.test.mjs"])(
      "runs the quick start: %s",
      (file) => {
        const { status, output } = runNode(node, ["--test", file], complete);
        expect(status, output).toBe(0);
        expect(output).toMatch(/^(#|ℹ) pass [1-9]/m);
      },
    );

    test("runs the command", () => {
      const { status, output } = runNode(
        node,
        ["node_modules/@auriko/sdk/dist/cli/main.js", "--help"],
        complete,
      );
      expect(status, output).toBe(0);
      expect(output).toContain("gateway");
    });
  });
});

describe("an installation without Node", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.close());

  const deno = [
    "run",
    "--node-modules-dir=manual",
    "--allow-ffi",
    "--allow-net",
    "--allow-env",
    "--allow-read",
  ];
  test.each([
    ["bun" as const, []],
    ["deno" as const, deno],
  ])(
    "answers, streams, times out and aborts under %s",
    async (name, flags) => {
      const runtime = otherRuntime(name);
      const args = [...flags, "other-runtime.mjs", gateway.baseUrl, gateway.apiKey];
      const { status, output } = await runBeside(runtime, args, complete);
      expect(status, output).toBe(0);
      expect(output).toContain("all good");
    },
    5 * minutes,
  );
});

describe("what is in the packages", () => {
  test("the platform package holds exactly one binary, and besides it only its address for bundlers", () => {
    const files = contents(packageFolder(`@auriko/sdk-${tarballs.platformName}`));
    expect(files).toEqual([
      "LICENSE",
      "README.md",
      "THIRD-PARTY-NOTICES.txt",
      `auriko.${tarballs.platformName}.node`,
      "package.json",
      "url.mjs",
      "webpack.mjs",
    ]);
  });

  test("the root package holds no binary, no source, no test and no stray declaration", () => {
    const files = contents(packageFolder("@auriko/sdk"));
    expect(files.filter((path) => path.endsWith(".node"))).toEqual([]);
    expect(files.filter((path) => /\.(rs|map|tsbuildinfo)$|__test__|(?<!\.d)\.ts$/.test(path))).toEqual([]);
    const declarations = entries.flatMap(({ declaration, esmDeclaration }) => [declaration, esmDeclaration]);
    expect(
      files.filter((path) => /\.d\.[cm]?ts$/.test(path)).map((path) => path.replaceAll("\\", "/")),
    ).toEqual(declarations.sort());
  });

  test("every file that the root manifest points to is there", () => {
    const folder = packageFolder("@auriko/sdk");
    const manifest = readFileSync(join(folder, "package.json"), "utf8");
    const targets = [...manifest.matchAll(/"((?:\.\/)?dist\/[^"*]+|\.\/index\.d\.ts)"/g)].map(
      ([, path]) => path ?? "",
    );
    expect(targets.length).toBeGreaterThan(8);
    expect(targets.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
  });

  test("the packed manifest asks for each platform package in its own version, and for nothing else", () => {
    const manifest = JSON.parse(readFileSync(join(packageFolder("@auriko/sdk"), "package.json"), "utf8"));
    expect(Object.keys(manifest.optionalDependencies)).toHaveLength(8);
    expect(new Set(Object.values(manifest.optionalDependencies))).toEqual(new Set([manifest.version]));
    for (const absent of ["dependencies", "devDependencies", "scripts", "workspaces"])
      expect(manifest).not.toHaveProperty(absent);
  });

  test("of the installed size, 8 MB at most, all but the binary takes at most 2 MB: the binary is held to 6 MB when it is packed", () => {
    const folder = join(complete, "node_modules/@auriko");
    const sizes = execFileSync(
      process.execPath,
      [
        "-e",
        `
      const fs = require("fs");
      const size = (path) => fs.statSync(path).isDirectory()
        ? fs.readdirSync(path).reduce((sum, name) => sum + size(path + "/" + name), 0)
        : path.endsWith(".node") ? 0 : fs.statSync(path).size;
      console.log(size(${JSON.stringify(folder)}));`,
      ],
      { encoding: "utf8" },
    );
    expect(Number(sizes)).toBeLessThan(2 * 1024 * 1024);
  });
});

// `AURIKO_PACKAGES` points to what `npm run pack:platform` made; a binary for development has another size, and paths in it.
describe.runIf(process.env.AURIKO_PACKAGES !== undefined)("the packages as they are published", () => {
  test("the binary tells nothing of the machine that built it, and asks for no newer glibc than promised", async () => {
    const name = tarballs.platformName;
    const binary = join(packageFolder(`@auriko/sdk-${name}`), `auriko.${name}.node`);
    expect(await inspectBinary(binary)).toMatch(/MB/);
  });

  test("the platform package weighs at most 6 MB unpacked", () => {
    const folder = packageFolder(`@auriko/sdk-${tarballs.platformName}`);
    const sizes = contents(folder).map((file) => statSync(join(folder, file)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(6 * 1024 * 1024);
  });
});

describe("an installation without its binary", () => {
  test.each([
    ["the platform package is missing", (): string => installed([tarballs.root])],
    ["optional packages are left out", (): string => installed([tarballs.root], ["--omit=optional"])],
  ])(
    "when %s, says so and what to do at the first use, not at import",
    (_why, prepare) => {
      const folder = prepare();
      const imported = runNode(process.execPath, ["-e", "require('@auriko/sdk')"], folder);
      expect(imported, imported.output).toMatchObject({ status: 0 });

      const { output } = runNode(process.execPath, ["first-client.cjs"], folder);
      const { ours, message } = JSON.parse(output) as { ours: boolean; message: string };
      expect(ours).toBe(true);
      expect(message).toContain(`@auriko/sdk-${tarballs.platformName}`);
      expect(message).toMatch(/npm (install|ci|i)\b/);
    },
    minutes,
  );
});
