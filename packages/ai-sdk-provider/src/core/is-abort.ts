/** Whether an error says that the caller stopped the call: the AI SDK goes by the name. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
