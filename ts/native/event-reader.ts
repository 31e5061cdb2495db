import { asMicrotask } from "../real-timers";
import { Demand } from "./demand";
import { dispatcher } from "./dispatcher";
import { EventDecoder } from "./event-decoder";
import type { EventReader, NativeFailure, ResponseHead, StreamEnd } from "./records";
import type { Batch, StreamBuffer, Waiter } from "./stream-buffer";

/** The events of one open stream. */
export class NativeEventReader implements EventReader, Waiter {
  readonly #dispatcher = dispatcher();
  readonly #id: number;
  readonly #ended: () => void;
  readonly #decoder = new EventDecoder();
  readonly #buffer: StreamBuffer;
  #head: ResponseHead;
  /** Nothing has been drained: the stream may still be opened anew, which changes its head. */
  #fresh = true;
  #end: StreamEnd | undefined;
  #callback: (() => void) | undefined;

  /** `ended` is called once, when nothing more will come. */
  constructor(id: number, head: ResponseHead, ended: () => void) {
    this.#id = id;
    this.#head = head;
    this.#ended = ended;
    this.#buffer = this.#dispatcher.open(id);
  }

  get head(): ResponseHead {
    if (this.#fresh) this.#refreshHead();
    return this.#head;
  }

  /** What happened attempt by attempt so far: see `readAttemptFacts`. */
  get facts(): string | undefined {
    return this.#end?.facts ?? this.#head.facts;
  }

  drain(): unknown[] | StreamEnd | undefined {
    const buffer = this.#buffer;
    const { batch } = buffer;
    if (batch !== undefined) {
      buffer.batch = undefined;
      // A batch may hold nothing but a new template; what follows it is on its way or has to be pulled.
      return this.#accept(batch) ?? this.drain();
    }
    if (this.#end !== undefined) return this.#end;
    if (buffer.failure !== undefined) return this.#fail(buffer.failure);
    return buffer.demand === Demand.Paused ? this.#pull() : undefined;
  }

  whenReady(callback: () => void): void {
    this.#callback = callback;
    const { batch, failure } = this.#buffer;
    if (batch !== undefined || failure !== undefined || this.#end !== undefined) {
      asMicrotask(() => this.wake());
    } else {
      this.#dispatcher.wait(this.#buffer, this);
    }
  }

  cancel(): void {
    if (this.#end !== undefined) return;
    this.#fail(this.#dispatcher.cancel(this.#id));
    this.#buffer.batch = undefined;
  }

  /** @internal */
  wake(): void {
    const callback = this.#callback;
    this.#callback = undefined;
    callback?.();
  }

  #pull(): unknown[] | StreamEnd | undefined {
    const text = this.#dispatcher.native.pull(this.#id);
    if (text === null) {
      this.#buffer.demand = Demand.Expecting;
      return undefined;
    }
    if (text === "") return this.#takeEnd();
    return this.#accept(this.#dispatcher.read(this.#id, text)) ?? this.drain();
  }

  /** The events of a batch; a malformed one ends the stream behind those before it. */
  #accept(batch: Batch): unknown[] | undefined {
    if (this.#fresh) {
      this.#refreshHead();
      this.#fresh = false;
    }
    const events = this.#decoder.decode(batch.events);
    const malformed = this.#decoder.malformed ?? batch.malformed;
    if (malformed !== undefined) {
      const { facts } = this.#dispatcher.cancel(this.#id);
      this.#finish({ end: "malformed", ...malformed, facts });
    }
    return events.length > 0 ? events : undefined;
  }

  #takeEnd(): StreamEnd {
    if (this.#fresh) this.#refreshHead();
    const end = this.#dispatcher.native.takeEnd(this.#id);
    if (end?.failure !== undefined) return this.#fail(end.failure);
    return this.#finish({ end: end?.end === "done" ? "done" : "eof", facts: end?.facts });
  }

  #fail(failure: NativeFailure): StreamEnd {
    return this.#finish({ end: "failure", failure, facts: failure.facts });
  }

  #finish(end: StreamEnd): StreamEnd {
    this.#end = end;
    this.#dispatcher.close(this.#id);
    this.#fresh = false;
    this.#ended();
    return end;
  }

  #refreshHead(): void {
    this.#head = this.#dispatcher.native.takeHead(this.#id) ?? this.#buffer.head ?? this.#head;
  }
}
