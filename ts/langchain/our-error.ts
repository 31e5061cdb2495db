import { alsoOurs } from "../openai/status-error";

interface StatusError extends Error {
  readonly status: number;
  /** The error object without its envelope. */
  readonly error?: unknown;
  readonly headers: Headers;
}

/**
 * An error of a LangChain model as one of ours as well, if it came with a status: `instanceof` holds for the classes of
 * OpenAI and for ours. Everything else stays what it is.
 */
export function ourError(error: unknown): unknown {
  // LangChain makes an error of its own where a prompt is too long, with what the server said as its cause.
  const source = isStatusError(error) ? error : (error as { cause?: unknown } | null | undefined)?.cause;
  if (!(error instanceof Error) || !isStatusError(source)) return error;
  const body = source.error === undefined ? undefined : { error: source.error };
  return alsoOurs(error, { status: source.status, body, text: undefined, headers: source.headers });
}

function isStatusError(error: unknown): error is StatusError {
  if (!(error instanceof Error)) return false;
  const { status, headers } = error as { status?: unknown; headers?: unknown };
  return typeof status === "number" && typeof (headers as Headers | undefined)?.get === "function";
}
