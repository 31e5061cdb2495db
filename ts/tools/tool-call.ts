/** A call that the model asked for. */
export interface RequestedToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON as text, as the model wrote it; it may be invalid. */
  readonly arguments: string;
}

/** A call whose arguments have been read. */
export interface ToolCallRequest extends Omit<RequestedToolCall, "arguments"> {
  /** The arguments, validated. */
  readonly arguments: unknown;
}

/**
 * How a call ended:
 * - `success`: `result` was told to the model
 * - `error`: unknown tool, arguments that don't fit, or a tool that threw or took too long; `error` says which
 * - `denied`: somebody did not approve it
 * - `aborted`: the run was stopped before the call ended; it may have had effects
 * - `pending`: the tool has no `execute`, so that the call is yours to make
 */
export type ToolCallOutcome = "success" | "error" | "denied" | "aborted" | "pending";

/** What became of a call. */
export interface ToolCallResult extends ToolCallRequest {
  readonly outcome: ToolCallOutcome;
  /** What the tool returned. */
  readonly result?: unknown;
  /** Why there is no result. */
  readonly error?: unknown;
  /** What the model is told; empty for a call that is pending. */
  readonly content: string;
  /** How long the tool ran, in milliseconds. */
  readonly durationMs: number;
}

/** What is told to the model in place of a result: a form that models read well, and that names what to do. */
export function toldError(code: string, message: string, more: object = {}): string {
  return JSON.stringify({ error: { code, message, ...more } });
}
