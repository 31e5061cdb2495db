import { isObject } from "../call/field-checks";
import type { Answer, Frame } from "../server/answer";
import { jsonAnswer } from "../server/answer";
import { ApiFailure } from "../server/api-failure";

/** The most responses that are kept; the oldest are forgotten. */
const MAX_KEPT = 1000;

interface Stored {
  readonly response: Readonly<Record<string, unknown>>;
  /** What the conversation was told before this response. */
  readonly input: readonly unknown[];
}

/** The responses of a gateway that is compatible with OpenAI's API: requests go on from them, and they can be asked for. */
export class StoredResponses {
  readonly #byId = new Map<string, Stored>();

  /** What was said before: the input and output of the response that a request goes on from, and of those before it. */
  conversation(previous: unknown): readonly unknown[] {
    if (previous === undefined || previous === null) return [];
    const { input, response } = this.#find(previous, "previous_response_id");
    return [...input, ...(Array.isArray(response.output) ? (response.output as unknown[]) : [])];
  }

  /** Keeps the response that `answer` brings, unless the request says `store: false`. */
  keep(answer: Answer, body: Readonly<Record<string, unknown>>, earlier: readonly unknown[]): Answer {
    if (body.store === false || answer.status !== 200) return answer;
    const { input } = body;
    const said = typeof input === "string" ? [{ type: "message", role: "user", content: input }] : input;
    return { ...answer, frames: this.#tap(answer, [...earlier, ...(Array.isArray(said) ? said : [])]) };
  }

  async *#tap({ frames, streaming }: Answer, input: readonly unknown[]): AsyncGenerator<Frame> {
    let text = "";
    for await (const frame of frames) {
      if (frame.kind === "text") text = streaming ? frame.text : text + frame.text;
      if (streaming || frame.kind !== "text") this.#note(responseIn(text, streaming), input);
      yield frame;
    }
    this.#note(responseIn(text, streaming), input);
  }

  #note(response: Readonly<Record<string, unknown>> | undefined, input: readonly unknown[]): void {
    if (typeof response?.id !== "string") return;
    this.#byId.set(response.id, { response, input });
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > MAX_KEPT && oldest !== undefined) this.#byId.delete(oldest);
  }

  #find(id: unknown, param: string | undefined): Stored {
    const stored = typeof id === "string" ? this.#byId.get(id) : undefined;
    if (stored !== undefined) return stored;
    throw new ApiFailure(
      "resource_not_found",
      `There is no response ${String(id)}.`,
      param === undefined ? {} : { param },
    );
  }

  /** `GET /v1/responses/{id}` */
  retrieve(id: string): Answer {
    return jsonAnswer(this.#find(id, undefined).response);
  }

  /** `GET /v1/responses/{id}/input_items` */
  inputItems(id: string): Answer {
    return jsonAnswer({ object: "list", data: this.#find(id, undefined).input, has_more: false });
  }

  /** `DELETE /v1/responses/{id}` */
  remove(id: string): Answer {
    this.#find(id, undefined);
    this.#byId.delete(id);
    return jsonAnswer({ id, object: "response", deleted: true });
  }
}

/** The response in the text of a document, or of the event that ends a stream. */
function responseIn(text: string, streaming: boolean): Readonly<Record<string, unknown>> | undefined {
  const ends = /^event: response\.(?:completed|incomplete|failed)\ndata: (.*)/s.exec(text)?.[1];
  if (streaming && ends === undefined) return undefined;
  try {
    const value = JSON.parse(ends ?? text) as unknown;
    if (!isObject(value)) return undefined;
    return streaming && isObject(value.response) ? value.response : value;
  } catch {
    return undefined;
  }
}
