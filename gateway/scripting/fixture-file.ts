import { closeSync, fchmodSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { invalidParameter } from "../../ts/errors/client-side";
import { FIXTURE_FORMAT, type Fixture, type FixtureEntry } from "./fixture";

const HEAD = `{\n  "format": ${JSON.stringify(FIXTURE_FORMAT)},\n  "entries": [`;
const TAIL = "\n  ]\n}\n";

/**
 * A fixture on disk that is complete after every exchange, so that a process that is killed loses none of those before.
 * Only its owner may read it: prompts are in it.
 */
export class FixtureFile {
  readonly #file: number;
  #end = 0;
  #entries = 0;
  #failure: Error | undefined;
  #finished = false;

  /** @throws BadRequestError naming `record` when the file can't be written, for want of its folder above all */
  constructor(path: string) {
    try {
      this.#file = openSync(path, "w", 0o600);
      // A file that was there keeps the mode that it had.
      fchmodSync(this.#file, 0o600);
    } catch (cause) {
      throw invalidParameter("record", `The recording ${path} can't be written: ${(cause as Error).message}`);
    }
    this.#end = this.#write(HEAD, 0);
    this.#write(TAIL, this.#end);
  }

  /** Adds an exchange in the order in which they end. */
  append(entry: FixtureEntry): void {
    if (this.#finished) return;
    const text = `${this.#entries === 0 ? "" : ","}\n${indented(entry)}`;
    const written = this.#write(text + TAIL, this.#end);
    if (written === 0) return;
    this.#end += written - TAIL.length;
    this.#entries += 1;
  }

  /**
   * Puts the exchanges into the order in which they began, and closes the file.
   *
   * @throws Error when the file could not be written, now or before
   */
  finish(fixture: Fixture): void {
    if (this.#finished) return;
    this.#finished = true;
    const text = `${HEAD}${fixture.entries.map((entry) => `\n${indented(entry)}`).join(",")}${TAIL}`;
    const length = this.#write(text, 0);
    if (length > 0) ftruncateSync(this.#file, length);
    closeSync(this.#file);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** The bytes written at a place: all of them, or none once something has failed. */
  #write(text: string, position: number): number {
    if (this.#failure !== undefined) return 0;
    const bytes = Buffer.from(text);
    try {
      let done = 0;
      while (done < bytes.length)
        done += writeSync(this.#file, bytes, done, bytes.length - done, position + done);
      return done;
    } catch (cause) {
      this.#failure = cause as Error;
      return 0;
    }
  }
}

const indented = (entry: FixtureEntry): string => JSON.stringify(entry, null, 2).replace(/^/gm, "    ");
