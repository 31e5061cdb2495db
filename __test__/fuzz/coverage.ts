import { Session } from "node:inspector";

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}
interface Report {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { ranges: readonly Range[] }[];
  }[];
}

/**
 * Which blocks of a file have run, as V8 counts them. Asked in its binary form, which tells of each function only when
 * something of it has run for the first time: asking costs little, so that it can be asked after every input.
 */
export class Coverage {
  readonly #session = new Session();
  readonly #seen = new Set<string>();

  constructor(private readonly url: string) {
    this.#session.connect();
    this.#session.post("Profiler.enable");
    this.#session.post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });
  }

  /** How many blocks have run for the first time since the last call. */
  grown(): number {
    const before = this.#seen.size;
    this.#session.post("Profiler.takePreciseCoverage", (error, report) => {
      if (error !== null) throw error;
      for (const { url, functions } of (report as unknown as Report).result) {
        if (url === this.url) for (const { ranges } of functions) this.#note(ranges);
      }
    });
    return this.#seen.size - before;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Ranges lie within each other; where the inner one did not run, the outer one's rest did. */
  #note(ranges: readonly Range[]): void {
    const skipped = ranges.filter(({ count }) => count === 0).length;
    for (const { startOffset, endOffset, count } of ranges) {
      if (count > 0) this.#seen.add(`${startOffset}-${endOffset}-${skipped}`);
    }
  }
}
