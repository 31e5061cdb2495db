import type { ResponseHead } from "../native/records";
import { ResponseHeaders } from "../response-headers";
import type { RunningCall } from "./lifetime";

/** A good answer: whole, or with a body that is still open. */
export class Answer {
  /** Parsed when they are first asked for. */
  readonly headers: ResponseHeaders;

  constructor(
    readonly head: ResponseHead,
    /** The whole body; `undefined` while it is open. */
    readonly body: string | undefined,
    /** What the core knows an open body by. */
    readonly id: number,
    /** To be ended when an open body has ended. */
    readonly running: RunningCall,
  ) {
    this.headers = ResponseHeaders.parse(head.headers);
  }
}
