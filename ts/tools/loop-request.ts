import type { StreamRequestOptions } from "../options/request-options";

/** What a run is made from besides its parameters. Only the client makes runs. */
export interface ToolRunInit<Api> {
  readonly options: StreamRequestOptions | undefined;
  /** Makes the client of this run, with a ledger of its own that is limited to `maxCostUsd`. */
  readonly connect: (maxCostUsd: number | null | undefined) => Promise<Api>;
}

/**
 * The parameters of one step: those of the run, with the changes of `prepareStep`. A tool choice that forces a call holds
 * for the first step only, unless `prepareStep` says so: with it, the model could never answer.
 */
export function paramsOfStep<P extends { readonly tool_choice?: unknown }>(
  params: P,
  changes: Partial<P> | null | undefined,
  later: boolean,
): P {
  const forced = later && params.tool_choice !== "none" && params.tool_choice !== undefined;
  return { ...params, ...(forced && { tool_choice: "auto" }), ...changes };
}
