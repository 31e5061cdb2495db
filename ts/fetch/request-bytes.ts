/** The bytes of a request's body. Texts and bytes are taken as they were given, without a detour through a stream. */
export async function ownBytes(request: Request, given: unknown): Promise<Uint8Array> {
  if (typeof given === "string") return Buffer.from(given);
  if (given instanceof Uint8Array) return given;
  try {
    return new Uint8Array(await request.arrayBuffer());
  } catch (cause) {
    if (cause instanceof TypeError && request.bodyUsed && given === null) throw cause;
    throw fetchFailed(cause);
  }
}

/** The error that `fetch` rejects with for whatever the network, or something below it, did; a text becomes its cause. */
export function fetchFailed(cause: unknown): TypeError {
  return new TypeError("fetch failed", { cause: typeof cause === "string" ? new Error(cause) : cause });
}
