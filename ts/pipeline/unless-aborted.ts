import { errorFromFailure } from "../errors";

/** What `promise` gives, unless the signal fires first: what a caller's own function waits for can't be stopped. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(errorFromFailure(NOT_SENT, signal.reason));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

const NOT_SENT = { kind: "cancelled", message: "", chain: [], attempts: 0, inBody: false } as const;
