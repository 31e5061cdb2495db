/**
 * A body as `fetch` hands it out: readable in pieces and into buffers of the reader's, asking for bytes only when asked
 * for bytes. It fails with the signal's reason when that has fired, otherwise with a `TypeError` that says why.
 */
export function fetchBody(body: ReadableStream<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    type: "bytes",
    async pull(controller) {
      try {
        const { done, value } = await nextBytes(reader);
        if (!done) controller.enqueue(value as Uint8Array<ArrayBuffer>);
        else {
          controller.close();
          // A reader that brought a buffer of its own is still waiting for it.
          controller.byobRequest?.respond(0);
        }
      } catch (error) {
        controller.error(signal.aborted ? signal.reason : new TypeError("terminated", { cause: error }));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** The next piece that is not empty: a stream of bytes can't hand out nothing. */
async function nextBytes(reader: ReadableStreamDefaultReader<Uint8Array>) {
  for (;;) {
    const result = await reader.read();
    if (result.done || result.value.byteLength > 0) return result;
  }
}
