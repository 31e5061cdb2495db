/**
 * The names that spans and metrics are written with: those of the GenAI semantic conventions at commit `6fd0d76` (2026-10-09)
 * of `open-telemetry/semantic-conventions-genai`, which has made no release yet, and of the HTTP conventions v1.44.0. What
 * neither knows is under `auriko.`. They are spelled out here, as the conventions ask instrumentations to do.
 */
export const SCHEMA_URL = "https://opentelemetry.io/schemas/gen-ai-dev/1.42.0-dev";

export const SCOPE = "@auriko/sdk";

/** `gen_ai.provider.name`: no router is on the list of the conventions, and at its start a call can only know itself. */
export const PROVIDER = "auriko";

/** Seconds from 0.01, doubling. */
export const DURATION_BOUNDARIES = Array.from({ length: 14 }, (_, power) => 0.01 * 2 ** power);

/** Tokens from 1, four times as many each. */
export const TOKEN_BOUNDARIES = Array.from({ length: 14 }, (_, power) => 4 ** power);

/** What of the API's endpoints is an inference, by the path below the base URL. */
const INFERENCES: Readonly<Record<string, string>> = {
  "/chat/completions": "chat",
  "/responses": "chat",
  "/messages": "chat",
  "/completions": "text_completion",
};

/** `gen_ai.operation.name` of the operations that ask a model. */
export const INFERENCE_OPERATIONS: ReadonlySet<unknown> = new Set([
  "chat",
  "text_completion",
  "generate_content",
]);

/** `gen_ai.operation.name` of a request, if it asks a model. */
export function inferenceOf(method: string, path: string): string | undefined {
  return method === "POST" && Object.hasOwn(INFERENCES, path) ? INFERENCES[path] : undefined;
}

const WORDS = new Set(
  "v1 chat completions responses messages models me directory registry providers workspaces api-keys byok keys input_items embeddings".split(
    " ",
  ),
);

/** A path in which whatever could be an id is one placeholder: span names have to be few. */
export function pathTemplate(path: string): string {
  return path
    .split("/")
    .map((segment) => (segment === "" || WORDS.has(segment) ? segment : "{id}"))
    .join("/");
}
