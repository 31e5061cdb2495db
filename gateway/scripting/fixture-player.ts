import { isObject } from "../call/field-checks";
import { type Answer, type Frame, jsonAnswer, textAnswer } from "../server/answer";
import { ApiFailure } from "../server/api-failure";
import type { RecordedRequest } from "../server/recorded-request";
import type { Fixture, FixtureEntry } from "./fixture";
import type { FixtureRedaction } from "./fixture-redaction";

/** Answers requests from a fixture; the same request several times gets its answers in order, then the last one again. */
export class FixturePlayer {
  readonly #redaction: FixtureRedaction;
  readonly #answers = new Map<string, FixtureEntry[]>();

  /** @param redaction that of the recording: what was taken out there is not compared */
  constructor(fixture: Fixture, redaction: FixtureRedaction) {
    this.#redaction = redaction;
    for (const entry of fixture.entries) {
      const key = keyOf(redaction.request(entry.request));
      this.#answers.set(key, [...(this.#answers.get(key) ?? []), entry]);
    }
  }

  /**
   * @throws ApiFailure 404 `resource_not_found` when nothing was recorded for this request
   */
  play(record: RecordedRequest): Answer {
    const query = new URLSearchParams(record.query).toString();
    const path = query === "" ? record.path : `${record.path}?${query}`;
    const { method, body } = record;
    const entries = this.#answers.get(keyOf(this.#redaction.request({ method, path, body })));
    const entry = entries !== undefined && entries.length > 1 ? entries.shift() : entries?.[0];
    if (entry === undefined) {
      throw new ApiFailure(
        "resource_not_found",
        `The fixture has no answer to this ${record.method} ${path}.`,
        {
          suggestion: "Record again, or compare the request's body with those in the fixture.",
        },
      );
    }
    return answerOf(entry);
  }
}

function answerOf({ response }: FixtureEntry): Answer {
  const { status, headers, body } = response;
  if (response.events !== undefined) {
    const dialect = response.events.some((event) => event.startsWith("event:")) ? "responses" : "chat";
    return { status, headers, frames: response.events.map(frameOf), streaming: true, dialect };
  }
  const type = headers["content-type"] ?? "application/json";
  return typeof body === "string"
    ? textAnswer(body, type, { status, headers })
    : jsonAnswer(body, { status, headers });
}

function frameOf(event: string): Frame {
  const text = `${event}\n\n`;
  if (event === "data: [DONE]") return { kind: "text", text, mark: "done" };
  const final = /"finish_reason":"|"type":"response\.(completed|incomplete|failed)"/.test(event);
  return { kind: "text", text, ...(final && { mark: "finish" as const }) };
}

/** Equal requests have equal keys, whatever the order of their fields. */
function keyOf({ method, path, body }: FixtureEntry["request"]): string {
  return `${method} ${path} ${JSON.stringify(sorted(body))}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}
