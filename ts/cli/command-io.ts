/** What a command talks to, so that it can be run without a process of its own. */
export interface CommandIo {
  /** Writes a line to the standard output. */
  readonly print: (line: string) => void;
  /** Writes text to the standard output as it is. */
  readonly write: (text: string) => void;
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
  /** Environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when the command shall end. */
  readonly stop: AbortSignal;
}

/** Somebody at a keyboard. */
export interface Terminal {
  /** The next line that they type; `undefined` when they have ended their input. */
  ask(prompt: string): Promise<string | undefined>;
  /** Who is told of Ctrl+C; without anybody it ends the input. */
  onInterrupt(listener: (() => void) | undefined): void;
  close(): void;
}
