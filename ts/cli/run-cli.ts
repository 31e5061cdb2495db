import { AurikoAPIError } from "../errors/auriko-api-error";
import { didYouMean } from "../validation/nearest-name";
import { VERSION } from "../version";
import type { CommandIo } from "./command-io";
import { COMMANDS } from "./commands";
import { INTERRUPTED } from "./exit-codes";
import { overview } from "./overview";
import { UsageError } from "./usage-error";

export type { CommandIo, Terminal } from "./command-io";

/**
 * Runs the command line and resolves with the exit code: 0 for success, 1 for a failure, 2 for wrong usage, 130 when
 * interrupted.
 */
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
      if (io.stop.aborted && error.code === "request_aborted") return INTERRUPTED;
      for (const line of explained(error)) io.complain(line);
      return 1;
    }
    throw error;
  }
}

function explained(error: AurikoAPIError): string[] {
  if (error.code !== "missing_api_key") return [`auriko: ${error.message}`];
  return [
    "auriko: there is no API key.",
    "Set the environment variable AURIKO_API_KEY, or add --local to talk to a gateway on this machine instead.",
  ];
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
      `Unknown command ${JSON.stringify(name)};${didYouMean(name, known)} there are: ${known.join(", ")}.`,
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
