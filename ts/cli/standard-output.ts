/** Why the standard output has not taken what was written to it. */
export interface OutputFailure {
  readonly message: string;
  /** Whoever read it has left, as `head` does: nobody has to be told. */
  readonly readerLeft: boolean;
}

/** The standard output of a process. A failure is kept until somebody asks for it, and told at once to `onFailure`. */
export class StandardOutput {
  readonly #stream: NodeJS.WritableStream;
  readonly #onFailure: () => void;
  #failure: OutputFailure | undefined;

  constructor(stream: NodeJS.WritableStream, onFailure: () => void) {
    this.#stream = stream;
    this.#onFailure = onFailure;
    stream.on("error", (error: NodeJS.ErrnoException) => this.#fail(error));
  }

  write(text: string): void {
    try {
      this.#stream.write(text);
    } catch (error) {
      // Older versions of Node throw where a file does not take what is written.
      this.#fail(error as NodeJS.ErrnoException);
    }
  }

  /** Waits until everything is taken; why it was not, if it was not. */
  async failure(): Promise<OutputFailure | undefined> {
    if (this.#failure === undefined) {
      await new Promise<void>((resolve) => this.#stream.write("", () => resolve()));
      // The event of a failure comes behind the callback of its write.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    return this.#failure;
  }

  #fail(error: NodeJS.ErrnoException): void {
    this.#failure ??= {
      message: `The standard output can't be written: ${error.message}.`,
      readerLeft: error.code === "EPIPE",
    };
    this.#onFailure();
  }
}
