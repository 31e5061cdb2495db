import { asMicrotask } from "../real-timers";
import { EventDecoder } from "./event-decoder";
import { type Batch, hub, type Inbox, type Waiter } from "./hub";
import type { EventReader, ResponseHead, StreamEnd } from "./records";

/** The events of one open stream. */
export class NativeEventReader implements EventReader, Waiter {
  readonly #hub = hub();
  readonly #id: number;
  readonly #ended: () => void;
  readonly #decoder = new EventDecoder();
  readonly #inbox: Inbox;
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
    this.#inbox = this.#hub.open(id);
  }

  get head(): ResponseHead {
    if (this.#fresh) this.#refreshHead();
    return this.#head;
  }

  drain(): unknown[] | StreamEnd | undefined {
    const inbox = this.#inbox;
    const { batch } = inbox;
    if (batch !== undefined) {
      inbox.batch = undefined;
      // A batch may hold nothing but a new template; what follows it is on its way or has to be pulled.
      return this.#accept(batch) ?? this.drain();
    }
    if (this.#end !== undefined) return this.#end;
    return inbox.wantsNext ? undefined : this.#pull();
  }

  whenReady(callback: () => void): void {
    this.#callback = callback;
    if (this.#inbox.batch !== undefined || this.#end !== undefined) asMicrotask(() => this.wake());
    else this.#hub.wait(this.#inbox, this);
  }

  cancel(): void {
    if (this.#end !== undefined) return;
    this.#finish({ end: "failure", failure: this.#hub.cancel(this.#id) });
    this.#inbox.batch = undefined;
  }

  /** @internal */
  wake(): void {
    const callback = this.#callback;
    this.#callback = undefined;
    callback?.();
  }

  #pull(): unknown[] | StreamEnd | undefined {
    const text = this.#hub.native.pull(this.#id);
    if (text === null) {
      this.#inbox.wantsNext = true;
      return undefined;
    }
    if (text === "") return this.#takeEnd();
    return this.#accept(this.#hub.parse(this.#id, text)) ?? this.drain();
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
    this.#hub.close(this.#id);
    this.#fresh = false;
    this.#ended();
    return end;
  }

  #refreshHead(): void {
    const news = this.#hub.native.take(this.#id);
    if (news?.status === undefined) return;
    this.#head = { status: news.status, headers: news.headers ?? "", attempts: news.attempts };
  }
}
