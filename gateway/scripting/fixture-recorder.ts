import type { Answer, Frame } from "../server/answer";
import type { RecordedRequest } from "../server/recorded-request";
import { FIXTURE_FORMAT, type Fixture, type FixtureEntry } from "./fixture";
import type { FixtureFile } from "./fixture-file";
import type { FixtureRedaction } from "./fixture-redaction";

/** Headers that differ from run to run or say nothing about the answer. */
const LEFT_OUT =
  /^(date|x-request-id|set-cookie|content-length|x-ratelimit-|x-credits-|x-budget-(daily|weekly|monthly))/;

/** Collects exchanges while they pass. */
export class FixtureRecorder {
  readonly #entries: { readonly index: number; readonly entry: FixtureEntry }[] = [];
  readonly #redaction: FixtureRedaction;
  readonly #file: FixtureFile | undefined;

  /**
   * @param redaction takes out what must not be kept
   * @param file where exchanges are also written as they end
   */
  constructor(redaction: FixtureRedaction, file?: FixtureFile) {
    this.#redaction = redaction;
    this.#file = file;
  }

  /** The same answer, which is recorded once it has been produced to its end. */
  tap(record: RecordedRequest, answer: Answer): Answer {
    return { ...answer, frames: this.#collect(record, answer) };
  }

  /** What has been recorded so far. */
  fixture(): Fixture {
    const sorted = [...this.#entries].sort((left, right) => left.index - right.index);
    return { format: FIXTURE_FORMAT, entries: sorted.map(({ entry }) => entry) };
  }

  /** @throws Error when the file could not be written */
  close(): void {
    this.#file?.finish(this.fixture());
  }

  async *#collect(record: RecordedRequest, answer: Answer): AsyncGenerator<Frame> {
    const texts: string[] = [];
    for await (const frame of answer.frames) {
      if (frame.kind === "text") texts.push(frame.text);
      yield frame;
    }
    const { request, response } = entryOf(record, answer, texts);
    const entry = { request: this.#redaction.request(request), response: this.#redaction.response(response) };
    this.#entries.push({ index: record.index, entry });
    this.#file?.append(entry);
  }
}

function entryOf(record: RecordedRequest, answer: Answer, texts: readonly string[]): FixtureEntry {
  const query = new URLSearchParams(record.query).toString();
  const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !LEFT_OUT.test(name)));
  return {
    request: {
      method: record.method,
      path: query === "" ? record.path : `${record.path}?${query}`,
      ...(record.body !== undefined && { body: record.body }),
    },
    response: {
      status: answer.status,
      headers,
      ...(answer.streaming
        ? { events: texts.map((text) => text.replace(/\n\n$/, "")) }
        : { body: asJson(texts.join("")) }),
    },
  };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
