import type { Gateway } from "../../gateway";
import type { Interruption } from "../../ts/cli/interruption";
import { type CommandIo, runCli, type Terminal } from "../../ts/cli/run-cli";

/** What a command came to. */
export interface Outcome {
  readonly code: number;
  /** The standard output. */
  readonly output: string;
  /** The standard error. */
  readonly complaints: string;
}

/** Where a command runs. */
export interface Surroundings {
  /** Whose key and address the environment has. */
  readonly gateway?: Gateway;
  /** What is piped in. */
  readonly input?: string;
  /** Who sits at the keyboard. */
  readonly typist?: (terminal: {
    interrupt: () => void;
    output: () => string;
  }) => AsyncIterable<string | Interruption>;
  readonly askSecret?: CommandIo["askSecret"];
  /** Default: the key and the address of the gateway. */
  readonly environment?: CommandIo["environment"];
  readonly stop?: AbortSignal;
}

/** Runs a command of `auriko` in this process. */
export async function runCommand(args: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> {
  const { gateway, input, typist, askSecret, stop = new AbortController().signal } = surroundings;
  const known = gateway ? { AURIKO_API_KEY: gateway.apiKey, AURIKO_BASE_URL: gateway.baseUrl } : {};
  let [output, complaints] = ["", ""];
  const code = await runCli(args, {
    print: (line) => {
      output += `${line}\n`;
    },
    write: (text) => {
      output += text;
    },
    complain: (line) => {
      complaints += `${line}\n`;
    },
    readInput: async () => input ?? "",
    isPiped: input !== undefined,
    openTerminal: typist && (() => terminalOf(typist, () => output)),
    askSecret,
    environment: surroundings.environment ?? known,
    stop,
  });
  return { code, output, complaints };
}

function terminalOf(typist: NonNullable<Surroundings["typist"]>, output: () => string): Terminal {
  let listener: (() => void) | undefined;
  const lines = typist({ interrupt: () => listener?.(), output })[Symbol.asyncIterator]();
  return {
    ask: async () => {
      const { done, value } = await lines.next();
      return done ? undefined : value;
    },
    onInterrupt: (given) => {
      listener = given;
    },
    close: () => {},
  };
}
