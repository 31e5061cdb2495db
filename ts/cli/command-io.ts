import type { Interruption } from "./interruption";
import type { OutputFailure } from "./standard-output";

/** What a command talks to, so that it can be run without a process of its own. */
export interface CommandIo {
  /** Writes a line to the standard output. */
  readonly print: (line: string) => void;
  /** Writes text to the standard output as it is. */
  readonly write: (text: string) => void;
  /** Waits until the standard output has taken everything; why it has not, if it has not. Absent where it can't fail. */
  readonly outputFailure?: (() => Promise<OutputFailure | undefined>) | undefined;
  /** Writes a line to the standard error. */
  readonly complain: (line: string) => void;
  /** Shows a line in place of the last one that was shown; absent where the standard error is no terminal. */
  readonly showStatus?: ((line: string) => void) | undefined;
  /** All of the standard input. */
  readonly readInput: () => Promise<string>;
  /** Something was put into the standard input: a file, or the output of another program. */
  readonly isPiped: boolean;
  /** Asks people; absent where nobody sits there. */
  readonly openTerminal?: (() => Terminal) | undefined;
  /** Asks people for a secret, which is not shown while they type it; absent where nobody sits there. */
  readonly askSecret?: ((prompt: string) => Promise<string | undefined | Interruption>) | undefined;
  /** Environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when the command shall end. */
  readonly stop: AbortSignal;
}

/** Somebody at a keyboard. */
export interface Terminal {
  /** The next line that they type, which may have been typed ahead; `undefined` when they have ended their input. */
  ask(prompt: string): Promise<string | undefined | Interruption>;
  /** Who is told of Ctrl+C while no line is asked for. */
  onInterrupt(listener: (() => void) | undefined): void;
  close(): void;
}
