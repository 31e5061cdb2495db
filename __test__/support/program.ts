import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { KEY } from "./client";

/** Where the built package is, as a program would require it. */
export const PACKAGE = join(__dirname, "../../dist/index.js");

/** The Node that runs programs: this one, or that of the variable, to try the package under others. */
export const NODE = process.env.TEST_NODE ?? process.execPath;

/** How a program ended. */
export interface Ending {
  /** The exit code; `null` when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** It did not end by itself within the deadline. */
  readonly late: boolean;
}

export interface ProgramOptions {
  /** For `baseUrl` in the program. */
  readonly server?: { readonly baseUrl: string };
  /** Flags of Node. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** In milliseconds. Default: 45,000. */
  readonly deadline?: number;
  /** The Node that runs it. Default: see `NODE`. */
  readonly node?: string;
  /** The number of the user that it runs as. Default: this one. */
  readonly user?: number;
  /** Called with everything that it has written, whenever it writes. */
  readonly onOutput?: (text: string, child: ChildProcess) => void;
}

/** A program that runs in a process of its own. */
export class Program {
  readonly ending: Promise<Ending>;
  readonly #child: ChildProcess;

  constructor(source: string, options: ProgramOptions) {
    const { server, flags = [], env = {}, deadline = 45_000, node = NODE, user, onOutput } = options;
    const child = spawn(node, [...flags, "-e", `${prelude(server)}\n${source}`], {
      env: { ...cleanEnvironment(), ...env },
      ...(user !== undefined && { uid: user }),
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child = child;
    this.ending = new Promise((resolve) => {
      let stdout = "";
      let stderr = "";
      let late = false;
      child.stdout.on("data", (piece) => {
        stdout += piece;
        onOutput?.(stdout, child);
      });
      child.stderr.on("data", (piece) => (stderr += piece));
      const timer = setTimeout(() => {
        late = true;
        child.kill("SIGKILL");
      }, deadline);
      child.on("close", (code, signal) => {
        clearTimeout(timer);
        resolve({ code, signal, stdout: stdout.trim(), stderr, late });
      });
    });
  }

  /** Writes to its standard input. */
  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

/**
 * Starts a program for the running test. It finds `Client`, `sdk`, `client`, `question`, `streaming` and `sleep` in
 * place, and may use `await` at its top.
 */
export function start(source: string, options: ProgramOptions = {}): Program {
  const program = new Program(`(async () => {${source}\n})();`, options);
  onTestFinished(() => program.kill());
  return program;
}

/** Runs a program to its end. */
export function run(source: string, options: ProgramOptions = {}): Promise<Ending> {
  return start(source, options).ending;
}

function prelude(server: { readonly baseUrl: string } | undefined): string {
  return `
    const sdk = require(${JSON.stringify(PACKAGE)});
    const { Client } = sdk;
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const question = { model: "m", messages: [{ role: "user", content: "Hello" }] };
    const streaming = { ...question, stream: true };
    const options = { apiKey: ${JSON.stringify(KEY)}, baseUrl: ${JSON.stringify(server?.baseUrl)}, maxRetries: 0 };
  `;
}

/** What a program inherits: nothing that changes how Node or the SDK behave. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const changing = /^(NODE_|AURIKO_|SSL_CERT|VITEST|(https?|all|no)_proxy$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !changing.test(name)));
}
