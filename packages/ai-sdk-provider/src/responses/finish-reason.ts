import type { ModelResponse } from "@auriko/sdk";
import { textOf } from "../core/answer-fields";
import type { FinishedBecause } from "../core/dialect";

/** Why a response ended. One that is a refusal is complete to the API, and no answer to the AI SDK. */
export function responseFinish(
  response: ModelResponse | undefined,
  calls: number,
  refusal: string | undefined,
): FinishedBecause {
  const raw = textOf(response?.incomplete_details?.reason) || textOf(response?.status) || undefined;
  switch (response?.status) {
    case "completed":
      if (calls > 0) return { unified: "tool-calls", raw };
      return { unified: refusal ? "content-filter" : "stop", raw };
    case "incomplete":
      if (raw === "max_output_tokens") return { unified: "length", raw };
      return { unified: raw === "content_filter" ? "content-filter" : "other", raw };
    case "failed":
      return { unified: "error", raw };
    default:
      return { unified: calls > 0 ? "tool-calls" : "other", raw };
  }
}
