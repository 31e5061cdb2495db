import type { RequestSummary } from "../request-summary";

/** Which requests are on show. */
export interface Filter {
  /** Words that all have to be somewhere in what is listed of a request. */
  readonly text: string;
  readonly outcome: "all" | "good" | "failed" | "faults" | "open";
  readonly provider: string;
  readonly strategy: string;
}

export const noFilter: Filter = { text: "", outcome: "all", provider: "", strategy: "" };

/** The requests that a filter lets through, in their order. */
export function filtered(requests: readonly RequestSummary[], filter: Filter): readonly RequestSummary[] {
  if (filter === noFilter) return requests;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return requests.filter(
    (request) =>
      hasOutcome(request, filter.outcome) &&
      (filter.provider === "" || request.provider === filter.provider) &&
      (filter.strategy === "" || request.strategy === filter.strategy) &&
      words.every((word) => textOf(request).includes(word)),
  );
}

/** Whether a request was answered as its client wanted. */
export function failed(request: RequestSummary): boolean {
  return (request.status ?? 0) >= 400 || (request.end !== undefined && request.end !== "complete");
}

function hasOutcome(request: RequestSummary, outcome: Filter["outcome"]): boolean {
  switch (outcome) {
    case "all":
      return true;
    case "good":
      return request.end !== undefined && !failed(request);
    case "failed":
      return failed(request);
    case "faults":
      return request.faults.length > 0 || request.failedAttempts > 0;
    case "open":
      return request.end === undefined;
  }
}

function textOf(request: RequestSummary): string {
  const { id, method, path, model, provider, strategy, status, faults } = request;
  return [id, method, path, model, provider, strategy, status, ...faults].join(" ").toLowerCase();
}
