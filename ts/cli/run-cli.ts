import { AurikoAPIError } from "../errors/auriko-api-error";
import { didYouMean } from "../validation/nearest-name";
import { VERSION } from "../version";
import { runDoctor } from "./doctor/doctor-command";
import { runGateway } from "./gateway-command";
import { DOCTOR_HELP, GATEWAY_HELP, HELP } from "./help";
import { KEYS_HELP, runKeys } from "./keys-command";
import { UsageError } from "./usage-error";

/** What a command talks to, so that it can be run without a process of its own. */
export interface CommandIo {
  /** Writes a line to the standard output. */
  readonly print: (line: string) => void;
  /** Writes a line to the standard error. */
  readonly complain: (line: string) => void;
  /** All of the standard input. */
  readonly readInput: () => Promise<string>;
  /** Environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when the command shall end. */
  readonly stop: AbortSignal;
}

/** Runs the command line and resolves with the exit code: 0 for success, 1 for a failure, 2 for wrong usage. */
export async function runCli(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.complain(`auriko: ${error.message}`);
      io.complain("Try `auriko --help`.");
      return 2;
    }
    if (error instanceof AurikoAPIError) {
      io.complain(`auriko: ${error.message}`);
      return 1;
    }
    throw error;
  }
}

interface Command {
  readonly help: string;
  readonly run: (args: readonly string[], io: CommandIo) => Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  gateway: { help: GATEWAY_HELP, run: runGateway },
  keys: { help: KEYS_HELP, run: runKeys },
  doctor: { help: DOCTOR_HELP, run: runDoctor },
};

const commandOf = (name: string | undefined): Command | undefined =>
  name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;

async function dispatch(args: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--version" || name === "-v") {
    io.print(VERSION);
    return 0;
  }
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    io.print(commandOf(rest[0])?.help ?? HELP);
    return name === undefined ? 2 : 0;
  }
  const command = commandOf(name);
  if (command === undefined) {
    const known = Object.keys(COMMANDS);
    throw new UsageError(
      `Unknown command ${JSON.stringify(name)};${didYouMean(name, known)} there are: ${known.join(", ")}.`,
    );
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    io.print(command.help);
    return 0;
  }
  return command.run(rest, io);
}
