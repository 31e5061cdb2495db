/** What fills a part stream. */
export interface PartProducer<Event> {
  /** Calls back for every event of the answer; a promise that the callback returns makes it wait. */
  forEach(callback: (event: Event) => void | PromiseLike<void>): Promise<void>;
  /** Takes in an event; parts that it makes are enqueued at once. */
  add(event: Event): void;
  /** The last parts, after the last event. */
  complete(): void;
  /** The last parts when an error came in place of more events. */
  breakOff(error: unknown): void;
  /** The consumer has gone. */
  cancel(): void;
}

/** How many parts may wait for the consumer before the answer itself has to. */
const ROOM = 64;

/**
 * A stream into which parts are put directly, as batches of events arrive, without further streams in between.
 *
 * `pull` returns a promise that stays open while parts flow, so that the stream does not call it for each of them; it
 * settles when there is no more room, and the next `pull` goes on.
 */
export function partStream<Event, Part>(
  produce: (enqueue: (part: Part) => void, fail: (error: unknown) => void) => PartProducer<Event>,
): ReadableStream<Part> {
  let producer: PartProducer<Event>;
  let controller: ReadableStreamDefaultController<Part>;
  let over = false;
  let running = false;
  let full: (() => void) | undefined;
  let goOn: (() => void) | undefined;

  const receive = (event: Event): void | Promise<void> => {
    producer.add(event);
    if ((controller.desiredSize ?? 0) > 0) return;
    full?.();
    return new Promise((resolve) => {
      goOn = resolve;
    });
  };

  const run = async (): Promise<void> => {
    try {
      await producer.forEach(receive);
      if (!over) producer.complete();
    } catch (error) {
      if (!over) producer.breakOff(error);
    }
    if (!over) controller.close();
    over = true;
    full?.();
  };

  return new ReadableStream<Part>(
    {
      start(given) {
        controller = given;
        producer = produce(
          (part) => {
            if (!over) controller.enqueue(part);
          },
          (error) => {
            over = true;
            controller.error(error);
          },
        );
      },
      pull() {
        const filled = new Promise<void>((resolve) => {
          full = resolve;
        });
        if (!running) {
          running = true;
          run().catch((error: unknown) => controller.error(error));
        } else {
          goOn?.();
        }
        return filled;
      },
      cancel() {
        over = true;
        producer.cancel();
        goOn?.();
      },
    },
    { highWaterMark: ROOM },
  );
}
