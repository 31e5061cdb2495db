import { AurikoAPIError } from "../errors/auriko-api-error";
import { runGateway } from "./gateway-command";
import { GATEWAY_HELP, HELP } from "./help";
import { packageVersion } from "./package-version";
import { UsageError } from "./usage-error";

/** What a command talks to, so that it can be run without a process of its own. */
export interface CommandIo {
  /** Writes a line to the standard output. */
  readonly print: (line: string) => void;
  /** Writes a line to the standard error. */
  readonly complain: (line: string) => void;
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

async function dispatch(args: readonly string[], io: CommandIo): Promise<number> {
  const [command, ...rest] = args;
  if (command === "--version" || command === "-v") {
    io.print(packageVersion());
    return 0;
  }
  if (command === undefined || command === "--help" || command === "-h" || command === "help") {
    io.print(rest[0] === "gateway" ? GATEWAY_HELP : HELP);
    return command === undefined ? 2 : 0;
  }
  if (command !== "gateway")
    throw new UsageError(`Unknown command ${JSON.stringify(command)}; there is: gateway.`);
  if (rest.includes("--help") || rest.includes("-h")) {
    io.print(GATEWAY_HELP);
    return 0;
  }
  return runGateway(rest, io);
}
