import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Gateway } from "../../../gateway";
import { cleanEnvironment } from "../../packaging/node-versions";
import { type PythonClient, pythonFolder, pythonWith } from "../installation";

/** A running Python that calls the functions of `<client>_client.py` against a gateway. */
export class PythonProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #errors = "";

  constructor(client: PythonClient) {
    const env = { ...cleanEnvironment(), PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" };
    this.#child = spawn(pythonWith(client), ["answer.py", `${client}_client`], { cwd: pythonFolder, env });
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#errors += text;
    });
    // Writing to a Python that has ended says less than its own last words, which the next call tells.
    this.#child.stdin.on("error", () => undefined);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** What a function of the module returns; rejects with its exception. Calls must not overlap. */
  async call<T = unknown>(name: string, gateway: Gateway, options: Record<string, unknown> = {}): Promise<T> {
    const given = { base_url: gateway.baseUrl, api_key: gateway.apiKey, ...options };
    this.#child.stdin.write(`${JSON.stringify({ call: name, arguments: given })}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`Python ended: ${this.#errors}`);
    const { result, error } = JSON.parse(value) as { result?: T; error?: string };
    if (error !== undefined) throw new Error(`${name}: ${error}`);
    return result as T;
  }

  /** Ends Python. */
  close(): void {
    this.#child.stdin.end();
  }
}
