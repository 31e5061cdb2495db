import { AurikoAPIError } from "../errors/auriko-api-error";
import { didYouMean } from "../validation/nearest-name";
import { VERSION } from "../version";
import type { Command } from "./command";
import { CommandFailure } from "./command-failure";
import type { CommandIo } from "./command-io";
import { commandLineWords } from "./command-line-words";
import { COMMANDS } from "./commands";
import { INTERRUPTED } from "./exit-codes";
import { Interruption } from "./interruption";
import { overview } from "./overview";
import { UsageError } from "./usage-error";

export type { CommandIo, Terminal } from "./command-io";

/**
 * Runs the command line and resolves with the exit code: 0 for success, 1 for a failure, 2 for wrong usage, 130 when
 * interrupted.
 */
export async function runCli(args: readonly string[], io: CommandIo): Promise<number> {
  const code = await dispatch(args, io).catch((error: unknown) => explain(error, commandOf(args[0]), io));
  const failure = await io.outputFailure?.();
  if (failure === undefined || failure.readerLeft) return code;
  io.complain(`auriko: ${failure.message}`);
  return 1;
}

/** Says why a command has failed; its exit code. */
function explain(error: unknown, command: Command | undefined, io: CommandIo): number {
  if (error instanceof UsageError) {
    io.complain(`auriko: ${error.message}`);
    io.complain(`Try \`auriko ${command === undefined ? "" : `${command.name} `}--help\`.`);
    return 2;
  }
  if (error instanceof Interruption) return INTERRUPTED;
  if (error instanceof CommandFailure) {
    io.complain(`auriko: ${error.message}`);
    return 1;
  }
  if (error instanceof AurikoAPIError) {
    if (io.stop.aborted && error.code === "request_aborted") return INTERRUPTED;
    for (const line of explained(error, command, io)) io.complain(line);
    return 1;
  }
  throw error;
}

function explained(error: AurikoAPIError, command: Command | undefined, io: CommandIo): string[] {
  if (error.code !== "missing_api_key") {
    return [`auriko: ${commandLineWords(error.message, io.environment)}`];
  }
  const instead = command?.options.includes("local")
    ? ", or add --local to talk to a gateway on this machine instead"
    : "";
  return ["auriko: there is no API key.", `Set the environment variable AURIKO_API_KEY${instead}.`];
}

const commandOf = (name: string | undefined) => COMMANDS.find((command) => command.name === name);

async function dispatch(args: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--version" || name === "-v") {
    io.print(VERSION);
    return 0;
  }
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    io.print(commandOf(rest[0])?.help ?? overview(COMMANDS));
    return name === undefined ? 2 : 0;
  }
  const command = commandOf(name);
  if (command === undefined) {
    const known = COMMANDS.map((one) => one.name);
    throw new UsageError(
      `Unknown command ${JSON.stringify(name)}.${didYouMean(name, known)} There are: ${known.join(", ")}.`,
    );
  }
  if (asksForHelp(rest)) {
    io.print(command.help);
    return 0;
  }
  return command.run(rest, io);
}

/** Behind `--` stand words, whatever they look like. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  const options = end === -1 ? args : args.slice(0, end);
  return options.includes("--help") || options.includes("-h");
}
