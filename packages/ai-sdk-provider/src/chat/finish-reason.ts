import type { FinishedBecause } from "../core/dialect";

const unified: Readonly<Record<string, FinishedBecause["unified"]>> = {
  stop: "stop",
  length: "length",
  tool_calls: "tool-calls",
  function_call: "tool-calls",
  content_filter: "content-filter",
};

/** Why a completion ended. Some providers say `stop` after tool calls, which would end the AI SDK's loop. */
export function chatFinish(reason: string | null | undefined, calls: number): FinishedBecause {
  const raw = reason ?? undefined;
  const word = raw === undefined ? "other" : (unified[raw] ?? "other");
  return { unified: calls > 0 && (word === "stop" || raw === undefined) ? "tool-calls" : word, raw };
}
