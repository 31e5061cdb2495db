import type { FinishedBecause } from "../core/dialect";

const unified: Readonly<Record<string, FinishedBecause["unified"]>> = {
  stop: "stop",
  length: "length",
  tool_calls: "tool-calls",
  function_call: "tool-calls",
  content_filter: "content-filter",
};

/**
 * Why a completion ended. Some providers say `stop` after tool calls, which would end the AI SDK's loop; an answer that is
 * a refusal ends with `stop` too, which would pass it off as a good one.
 */
export function chatFinish(reason: unknown, calls: number, refusal: string | undefined): FinishedBecause {
  const raw = typeof reason === "string" && reason !== "" ? reason : undefined;
  const word = raw === undefined ? "other" : (Object.hasOwn(unified, raw) && unified[raw]) || "other";
  if (calls > 0 && (word === "stop" || raw === undefined)) return { unified: "tool-calls", raw };
  return { unified: word === "stop" && refusal ? "content-filter" : word, raw };
}
