import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { root } from "../house/repository";
import { cleanEnvironment } from "../packaging/node-versions";

const run = promisify(execFile);
const windows = process.platform === "win32";
const here = join(root, "__test__/interop");

/** Where the clients for JavaScript are installed; a folder of its own, so that it shares no package with the workspace. */
export const javascriptFolder = join(here, "javascript");
/** Where the programs that use the clients for Python are. */
export const pythonFolder = join(here, "python");
/** The clients for Python. Each has an environment of its own, because they want different releases of the same packages. */
export const pythonClients = ["openai", "auriko"] as const;
export type PythonClient = (typeof pythonClients)[number];

const environmentOf = (client: PythonClient) => join(".venv", client);

/** The Python that has a client. */
export const pythonWith = (client: PythonClient): string =>
  join(pythonFolder, environmentOf(client), windows ? "Scripts/python.exe" : "bin/python");

interface Installation {
  readonly folder: string;
  /** The file that says what is to be there; its contents are remembered in `product`. */
  readonly pins: string;
  /** What the installation makes, removed before it is made again. */
  readonly product: string;
  /** What the pins don't say and the product depends on. */
  readonly built: string;
  readonly install: () => Promise<unknown>;
}

const command = (program: string, args: string[], cwd: string) =>
  run(program, args, { cwd, env: cleanEnvironment(), shell: windows, timeout: 300_000 });

/** Installs the packages of `javascript/package-lock.json`, unless they are there. */
export const installJavascriptClients = (): Promise<void> =>
  installOnce({
    folder: javascriptFolder,
    pins: "package-lock.json",
    product: "node_modules",
    built: process.platform,
    install: () =>
      command(
        "npm",
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"],
        javascriptFolder,
      ),
  });

/** Makes a virtual environment for each client for Python, unless it is there. */
export const installPythonClients = async (): Promise<void> => {
  for (const client of pythonClients) await installPythonClient(client);
};

function installPythonClient(client: PythonClient): Promise<void> {
  const pins = `requirements-${client}.txt`;
  const quietly = ["--quiet", "--disable-pip-version-check", "--no-input"];
  return installOnce({
    folder: pythonFolder,
    pins,
    product: environmentOf(client),
    built: process.platform,
    install: async () => {
      await command(windows ? "python" : "python3", ["-m", "venv", environmentOf(client)], pythonFolder);
      await command(pythonWith(client), ["-m", "pip", "install", ...quietly, "-r", pins], pythonFolder);
    },
  });
}

const offline = () => process.env.AURIKO_TEST_OFFLINE === "1";

async function installOnce({ folder, pins, product, built, install }: Installation): Promise<void> {
  const stamp = join(folder, product, ".installed");
  const wanted = createHash("sha256")
    .update(readFileSync(join(folder, pins)))
    .update(built)
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  if (offline()) throw new Error("not installed, and AURIKO_TEST_OFFLINE says that nothing can be");
  rmSync(join(folder, product), { recursive: true, force: true });
  await install();
  mkdirSync(join(folder, product), { recursive: true });
  writeFileSync(stamp, wanted);
}

/**
 * Declares the tests of some clients when they are installed or can be. When they can't, that is a failure, because
 * nothing has been proven; on a machine without a network `AURIKO_TEST_OFFLINE=1` leaves them out instead.
 */
export async function withClients(
  name: string,
  install: () => Promise<void>,
  declare: () => Promise<void> | void,
): Promise<void> {
  const problem = await install().then(
    () => undefined,
    (cause: Error) => cause,
  );
  if (problem === undefined) return declare();
  describe.skipIf(offline())(name, () => {
    test("can be installed; set AURIKO_TEST_OFFLINE=1 where there is no network", () => {
      expect(problem).toBeUndefined();
    });
  });
}
