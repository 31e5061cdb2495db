import type { CommandIo } from "./command-io";

/** One command of `auriko`. Help, dispatch and completion are made of these. */
export interface Command {
  readonly name: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /** The names of its options, without dashes. */
  readonly options: readonly string[];
  /** What may stand behind its name. */
  readonly words?: readonly string[];
  /** Runs it; resolves with the exit code. */
  readonly run: (args: readonly string[], io: CommandIo) => Promise<number>;
}

/** The option that every command has. */
export const HELP_OPTION = "help";
