import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packFolder } from "../../scripts/steps/pack.mjs";
import { root } from "../house/repository";
import { install, packTarballs, type Tarballs } from "../packaging/install";
import { cleanEnvironment } from "../packaging/node-versions";
import { type Tool, toolFolder } from "./tools";

/** How a command ended. */
export interface Ended {
  readonly status: number;
  readonly output: string;
}

/** An empty project with the SDK and the provider installed from tarballs, to be copied for each case. */
export class Ecosystem {
  private constructor(
    readonly folder: string,
    readonly tarballs: Tarballs,
    readonly providerTarball: string,
  ) {}

  static async prepare(): Promise<Ecosystem> {
    const tarballs = await packTarballs();
    const provider = await packFolder(join(root, "packages/ai-sdk-provider"), tarballs.folder);
    const folder = install([tarballs.root, tarballs.platform, provider]);
    cpSync(join(root, "__test__/ecosystem/programs"), folder, { recursive: true });
    return new Ecosystem(folder, tarballs, provider);
  }

  /** A copy, and an empty folder for what is built of it. */
  project(): Project {
    return new Project(this);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
    if (!this.tarballs.given) rmSync(this.tarballs.folder, { recursive: true, force: true });
  }
}

/** One case: a source folder, and an output folder elsewhere. */
export class Project {
  readonly #base = mkdtempSync(join(tmpdir(), "auriko-ecosystem-"));
  readonly source = join(this.#base, "source");
  readonly output = join(this.#base, "output");

  constructor(readonly ecosystem: Ecosystem) {
    cpSync(ecosystem.folder, this.source, { recursive: true });
    mkdirSync(this.output);
  }

  /** The one binary, for those who lay it beside their output by hand. */
  get addon(): string {
    const name = this.ecosystem.tarballs.platformName;
    return join(this.source, `node_modules/@auriko/sdk-${name}/auriko.${name}.node`);
  }

  write(path: string, text: string): void {
    const file = join(this.source, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  writeOutput(name: string, text: string): void {
    writeFileSync(join(this.output, name), text);
  }

  dropOutput(name: string): void {
    rmSync(join(this.output, name));
  }

  /** Makes a package of a tool one that the source can import. */
  linkTool(tool: Tool, name: string): void {
    symlinkSync(join(toolFolder(tool), name), join(this.source, "node_modules", name));
  }

  /** Puts the installed packages beside the output, for what leaves them external. */
  keepPackages(): void {
    cpSync(join(this.source, "node_modules"), join(this.output, "node_modules"), { recursive: true });
  }

  /**
   * Runs a module in which a tool can be imported by its name; `SOURCE` and `OUTPUT` are this case's folders.
   */
  async build(tool: Tool, script: string): Promise<Ended> {
    const file = join(toolFolder(tool), `../build-${process.pid}-${Math.random().toString(36).slice(2)}.mjs`);
    const constants = `const SOURCE = ${JSON.stringify(this.source)};\nconst OUTPUT = ${JSON.stringify(this.output)};\n`;
    writeFileSync(file, `${constants}${script}`);
    try {
      return await execute(process.execPath, [file], this.source);
    } finally {
      rmSync(file);
    }
  }

  /** Runs the output after the source is gone, so that nothing is found there. */
  run(node: string, args: readonly string[]): Promise<Ended> {
    this.removeSource();
    return execute(node, args, this.output, {}, 60_000);
  }

  removeSource(): void {
    rmSync(this.source, { recursive: true, force: true });
  }

  /** The file of the output whose name matches; builders choose their own endings. */
  find(pattern: RegExp): string {
    const files = readdirSync(this.output, { recursive: true }).map(String);
    const found = files.find((name) => pattern.test(name) && !name.includes("node_modules"));
    if (found === undefined) throw new Error(`none of these matches ${pattern}: ${files.join(", ")}`);
    return found;
  }

  remove(): void {
    if (existsSync(this.#base)) rmSync(this.#base, { recursive: true, force: true });
  }
}

/** Runs a program as somebody would who only has Node. */
export function execute(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
  timeout = 300_000,
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = {
      cwd,
      env: { ...cleanEnvironment(), CI: "1", ...env },
      timeout,
      maxBuffer: 64 * 1024 * 1024,
    };
    const child = execFile(program, [...args], options, (_error, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, output: `${stdout}${stderr}` });
    });
  });
}
