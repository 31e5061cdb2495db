import { Demand } from "./demand";
import { dispatcher } from "./dispatcher";
import type { NativeFailure } from "./records";

/** How a body ended: read to its end, left before it, without a reader, or failed. */
export type BodyOutcome = "completed" | "closed" | "abandoned" | "failed";

/** What a byte stream tells its owner. */
export interface ByteStreamEvents {
  /** Makes the error that a failure becomes. */
  raise(failure: NativeFailure): unknown;
  /** Called once, when the first piece is handed out. */
  readonly begun?: (() => void) | undefined;
  /** Called once, when nothing more will come, with what happened attempt by attempt: see `readAttemptFacts`. */
  ended(outcome: BodyOutcome, facts: string | undefined): void;
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
  let begun = false;
  let over = false;

  const leave = (outcome: BodyOutcome, facts: string | undefined): void => {
    over = true;
    shared.close(id);
    stopWatching(events);
    events.ended(outcome, facts);
  };
  const finish = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    const stopped = cancelled ?? buffer.failure;
    const end = stopped === undefined ? shared.native.takeEnd(id) : null;
    const failure = stopped ?? end?.failure;
    leave(failure === undefined ? "completed" : "failed", failure?.facts ?? end?.facts);
    if (failure === undefined) controller.close();
    else controller.error(events.raise(failure));
  };
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    for (;;) {
      const piece = shared.native.pullBytes(id);
      if (piece === true) return finish(controller);
      if (piece !== null) {
        if (!begun) events.begun?.();
        begun = true;
        return controller.enqueue(new Uint8Array(piece));
      }
      buffer.demand = Demand.Expecting;
      await new Promise<void>((resolve) => shared.wait(buffer, { wake: resolve }));
    }
  };
  const cancel = (): void => {
    if (!over) cancelled ??= shared.cancel(id);
  };
  const abandon = (outcome: BodyOutcome): void => {
    if (over) return;
    const { facts } = shared.cancel(id);
    leave(outcome, facts);
  };
  const body = new ReadableStream({ pull, cancel: () => abandon("closed") }, { highWaterMark: 0 });
  watch(body, () => abandon("abandoned"), events);
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
