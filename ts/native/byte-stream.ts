import { Demand } from "./demand";
import { dispatcher } from "./dispatcher";
import type { NativeFailure } from "./records";

/** What a byte stream tells its owner. */
export interface ByteStreamEvents {
  /** Makes the error that a failure becomes. */
  raise(failure: NativeFailure): unknown;
  /** Called once, when nothing more will come. */
  ended(): void;
}

/** The body of an open answer. */
export interface ByteStream {
  readonly body: ReadableStream<Uint8Array>;
  /** Stops it: whoever reads gets the error of a cancelled call. */
  cancel(): void;
}

/** The body of one open answer, as a stream of bytes that reads from the socket only as it is read. */
export function byteStream(id: number, events: ByteStreamEvents): ByteStream {
  const shared = dispatcher();
  const buffer = shared.open(id);
  let cancelled: NativeFailure | undefined;
  let over = false;

  const leave = (): void => {
    over = true;
    shared.close(id);
    stopWatching(events);
    events.ended();
  };
  const finish = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    const failure = cancelled ?? buffer.failure ?? shared.native.takeEnd(id)?.failure;
    leave();
    if (failure === undefined) controller.close();
    else controller.error(events.raise(failure));
  };
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    for (;;) {
      const piece = shared.native.pullBytes(id);
      if (piece === true) return finish(controller);
      if (piece !== null) return controller.enqueue(new Uint8Array(piece));
      buffer.demand = Demand.Expecting;
      await new Promise<void>((resolve) => shared.wait(buffer, { wake: resolve }));
    }
  };
  const cancel = (): void => {
    if (!over) cancelled ??= shared.cancel(id);
  };
  const abandon = (): void => {
    if (over) return;
    shared.cancel(id);
    leave();
  };
  const body = new ReadableStream({ pull, cancel: abandon }, { highWaterMark: 0 });
  watch(body, abandon, events);
  return { body, cancel };
}

let registry: FinalizationRegistry<() => void> | undefined;

/** Closes the connection of a body that nobody can read any more. */
function watch(body: object, abandon: () => void, token: object): void {
  registry ??= new FinalizationRegistry((close) => close());
  registry.register(body, abandon, token);
}

function stopWatching(token: object): void {
  registry?.unregister(token);
}
