/** What the JSON of an answer of either API says about itself. */
export interface AnswerFacts {
  /** The id that the answer has at its API. */
  readonly responseId: string | null;
  readonly model: string | null;
  readonly finishReasons: readonly (string | null)[];
}

const NOTHING: AnswerFacts = { responseId: null, model: null, finishReasons: [] };

/** Reads a chat completion or a response, whole or as far as it came. */
export function answerFactsOf(answer: unknown): AnswerFacts {
  if (!isRecord(answer)) return NOTHING;
  return { responseId: text(answer.id), model: text(answer.model), finishReasons: finishReasonsOf(answer) };
}

function finishReasonsOf({ object, choices, status, incomplete_details }: Record<string, unknown>) {
  if (object === "response") {
    return [(isRecord(incomplete_details) ? text(incomplete_details.reason) : null) ?? text(status)];
  }
  if (!Array.isArray(choices)) return [];
  return choices.map((choice) => (isRecord(choice) ? text(choice.finish_reason) || null : null));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
