import { EventDecoder } from "./event-decoder";
import { type Batch, hub, type Waiter } from "./hub";
import type { EventReader, ResponseHead, StreamEnd } from "./records";

/** The events of one open stream. */
export class NativeEventReader implements EventReader, Waiter {
  readonly #hub = hub();
  readonly #id: number;
  readonly #ended: () => void;
  readonly #decoder = new EventDecoder();
  #head: ResponseHead;
  /** Nothing has been drained: the stream may still be opened anew, which changes its head. */
  #fresh = true;
  #batch: unknown[] | undefined;
  #end: StreamEnd | undefined;
  #callback: (() => void) | undefined;

  /** `ended` is called once, when nothing more will come. */
  constructor(id: number, head: ResponseHead, ended: () => void) {
    this.#id = id;
    this.#head = head;
    this.#ended = ended;
  }

  get head(): ResponseHead {
    if (this.#fresh) this.#refreshHead();
    return this.#head;
  }

  drain(): unknown[] | StreamEnd | undefined {
    const batch = this.#batch;
    if (batch !== undefined) {
      this.#batch = undefined;
      return batch;
    }
    if (this.#end !== undefined) return this.#end;
    return this.#pull();
  }

  whenReady(callback: () => void): void {
    this.#callback = callback;
    if (this.#batch !== undefined || this.#end !== undefined) queueMicrotask(() => this.#call());
    else this.#hub.wait(this.#id, this);
  }

  cancel(): void {
    if (this.#end !== undefined) return;
    this.#finish({ end: "failure", failure: this.#hub.cancel(this.#id) });
    this.#batch = undefined;
  }

  /** @internal */
  wake(batch: Batch | undefined): void {
    if (batch !== undefined) this.#batch = this.#accept(batch);
    this.#call();
  }

  #pull(): unknown[] | StreamEnd | undefined {
    const parked = this.#hub.takeParked(this.#id);
    if (parked !== undefined) return this.#accept(parked) ?? this.#end;
    const text = this.#hub.native.pull(this.#id);
    if (text === null) return undefined;
    if (text === "") return this.#takeEnd();
    return this.#accept(this.#hub.parse(this.#id, text)) ?? this.#end;
  }

  /** The events of a batch; a malformed one ends the stream behind those before it. */
  #accept({ events, malformed }: Batch): unknown[] | undefined {
    if (this.#fresh) {
      this.#refreshHead();
      this.#fresh = false;
    }
    if (malformed !== undefined) {
      this.#hub.cancel(this.#id);
      this.#finish({ end: "malformed", ...malformed });
    }
    return this.#decoder.decode(events).length > 0 ? events : undefined;
  }

  #takeEnd(): StreamEnd {
    if (this.#fresh) this.#refreshHead();
    const end = this.#hub.native.end(this.#id);
    if (end?.end === "failure" && end.failure !== undefined) {
      return this.#finish({ end: "failure", failure: end.failure });
    }
    return this.#finish({ end: end?.end === "done" ? "done" : "eof" });
  }

  #finish(end: StreamEnd): StreamEnd {
    this.#end = end;
    this.#fresh = false;
    this.#ended();
    return end;
  }

  #refreshHead(): void {
    const news = this.#hub.native.take(this.#id);
    if (news?.status === undefined) return;
    this.#head = { status: news.status, headers: news.headers ?? "", attempts: news.attempts };
  }

  #call(): void {
    const callback = this.#callback;
    this.#callback = undefined;
    callback?.();
  }
}
