/** Plain JSON, as both clients take and give it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** What the server says to one request. */
export type Reply =
  /** A whole answer. Text is sent as it is, anything else as JSON; nothing for `undefined`. */
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: Json;
      /** Compressed with gzip. */
      readonly compressed?: boolean;
    }
  /** Server-sent events: text as it is, anything else as the JSON of a `data:` line. */
  | {
      readonly events: readonly Json[];
      readonly headers?: Readonly<Record<string, string>>;
      /** What follows the events. Default: `done`, which is `[DONE]` and the end of the body. */
      readonly end?: "done" | "eof" | "reset" | "stall";
      /** Writes this many bytes at a time. Default: all at once. */
      readonly piece?: number;
    }
  /** No answer, or none that is HTTP. */
  | { readonly drop: "close" | "reset" | "stall" | "garbage" | "short" };

export type Call =
  | "construct"
  | "chat"
  | "chat.stream"
  | "responses"
  | "responses.stream"
  | "models.list"
  | "models.retrieve"
  | "models.directory"
  | "models.registry"
  | "models.providers"
  | "me";

/** What one client does in a scenario, in values that both languages have. */
export interface Task {
  readonly call: Call;
  /** Parameters of the call, by their wire names. */
  readonly params?: JsonObject;
  readonly extraBody?: JsonObject;
  /** Builds `gateway` from the Python client's own classes, which check it. */
  readonly typedGateway?: boolean;
  /** Iterates over the stream a second time. */
  readonly twice?: boolean;
  /** `null`: no key at all. */
  readonly apiKey?: string | null;
  readonly timeoutMs?: number;
  readonly maxRetries?: number;
  /** Stands between the origin and the paths of the API; default `/v1`. */
  readonly base?: string;
  /** Where nobody listens. */
  readonly unreachable?: boolean;
}

/** A scripted exchange that both clients have to see alike. */
export interface Scenario extends Task {
  readonly title: string;
  /** The replies, in order; the last one is repeated. */
  readonly replies?: readonly Reply[];
  /**
   * A documented difference: the row of docs/parity.md that explains it, and what each client sees. Fields that are not
   * named have to be equal; if only one of the two fails, that goes without saying for what it would have returned.
   */
  readonly differs?: { readonly row: string; readonly ours?: Outcome; readonly theirs?: Outcome };
}

/** What came of a task, flat, so that single fields can be compared. Absent fields don't apply. */
export type Outcome = Readonly<Record<string, unknown>>;

/** A chat completion that any scenario can use. */
export const completion: JsonObject = {
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_790_000_000,
  model: "gpt-5.4",
  choices: [{ index: 0, message: { role: "assistant", content: "Hi." }, finish_reason: "stop" }],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  routing_metadata: {
    provider: "openai",
    provider_model_id: "gpt-5.4-2026",
    model_canonical: "gpt-5.4",
    routing_strategy: "cost-focus",
    cost: { usd: 0.00042 },
  },
};

/** Parameters that any chat scenario can use. */
export const hello: JsonObject = { model: "gpt-5.4", messages: [{ role: "user", content: "Hello" }] };

/** The error envelope. */
export const envelope = (type: string, code: string, more: JsonObject = {}): JsonObject => ({
  error: { message: `It went wrong: ${code}`, type, code, param: null, ...more },
});
