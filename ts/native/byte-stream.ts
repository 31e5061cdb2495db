import { hub, type Waiter } from "./hub";
import type { NativeFailure } from "./records";

/** The body of one open answer, as a stream of bytes that reads from the socket only as it is read. */
export function byteStream(
  id: number,
  raise: (failure: NativeFailure) => unknown,
  left: () => void,
): ReadableStream<Uint8Array> {
  const shared = hub();
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> | undefined => {
    const piece = shared.native.pullBytes(id);
    if (piece === true) {
      const end = shared.native.end(id);
      left();
      if (end?.end === "failure" && end.failure !== undefined) controller.error(raise(end.failure));
      else controller.close();
      return undefined;
    }
    if (piece !== null) {
      controller.enqueue(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength));
      return undefined;
    }
    return new Promise<void>((resolve) => {
      const waiter: Waiter = { wake: () => resolve() };
      shared.wait(id, waiter);
    }).then(() => pull(controller));
  };
  return new ReadableStream<Uint8Array>(
    {
      pull,
      cancel: () => {
        shared.stopWaiting(id);
        shared.cancel(id);
        left();
      },
    },
    { highWaterMark: 0 },
  );
}
