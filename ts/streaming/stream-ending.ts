import type { AurikoAPIError } from "../errors";

/** The promise of a stream's end, made when somebody asks for it. */
export class StreamEnding {
  #promise: Promise<void> | undefined;
  #settle: ((error: AurikoAPIError | undefined) => void) | undefined;

  /** Whether somebody has asked. */
  get awaited(): boolean {
    return this.#promise !== undefined;
  }

  /** A rejection that nobody heeds is not reported as unhandled: whoever reads the stream gets the same error. */
  get promise(): Promise<void> {
    if (this.#promise === undefined) {
      this.#promise = new Promise((resolve, reject) => {
        this.#settle = (error) => (error === undefined ? resolve() : reject(error));
      });
      this.#promise.catch(() => {});
    }
    return this.#promise;
  }

  /** The first word counts. */
  settle(error: AurikoAPIError | undefined): void {
    this.#settle?.(error);
  }
}
