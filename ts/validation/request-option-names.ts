/** The options of one request, but for the hooks: the second argument of every method. */
export const REQUEST_OPTIONS = [
  "signal",
  "timeout",
  "maxRetries",
  "maxRetryDelay",
  "headers",
  "extraBody",
  "silentAbort",
  "accumulationLimit",
  "maxCostUsd",
] as const;
