import type { ModelResponse } from "@auriko/sdk";
import type { FinishedBecause } from "../core/dialect";

/** Why a response ended. */
export function responseFinish(response: ModelResponse | undefined, calls: number): FinishedBecause {
  const raw = response?.incomplete_details?.reason ?? response?.status;
  switch (response?.status) {
    case "completed":
      return { unified: calls > 0 ? "tool-calls" : "stop", raw };
    case "incomplete":
      if (raw === "max_output_tokens") return { unified: "length", raw };
      return { unified: raw === "content_filter" ? "content-filter" : "other", raw };
    case "failed":
      return { unified: "error", raw };
    default:
      return { unified: "other", raw };
  }
}
