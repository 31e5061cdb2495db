import type { Answer, Frame } from "../server/answer";
import { dripped, splitInCharacters, withLineEndings } from "./byte-faults";
import {
  append,
  endWith,
  errorEvent,
  firstEvents,
  hugeEvent,
  type Interrupting,
  insertEvent,
  interrupted,
  interruption,
  keepAlive,
  malformed,
  replaceEvent,
  upToFinish,
  withoutDone,
} from "./event-faults";
import type { FaultKind, FaultOf } from "./fault";
import { emptyAnswer, errorBody, htmlAnswer, statusAnswer } from "./replacements";
import { wrongLength } from "./wrong-length";

type Frames = AsyncIterable<Frame> | Iterable<Frame>;

/** What a fault can do to the connection before there is an answer. */
export interface FaultyConnection {
  /** Waits, or less when the client goes away. */
  pause(ms: number): Promise<void>;
  /** Resets this connection and refuses others for so long. */
  refuse(forMs: number): Promise<void>;
  /** Breaks the connection or falls silent on it. */
  interrupt(how: ReturnType<typeof interruption>): Promise<void>;
}

/** What a fault does, by the moments at which faults happen, in their order. */
export interface FaultMoments<F> {
  /** Before anything is answered. */
  beforeHeaders(fault: F, connection: FaultyConnection): Promise<void>;
  /** Another answer in place of the real one. */
  replace(fault: F): Answer;
  /** Other events; `undefined` leaves them. */
  events(answer: Answer, fault: F): Frames | undefined;
  /** Another length. */
  length(answer: Answer, fault: F): Answer;
  /** The same bytes, cut or written otherwise. */
  bytes(frames: Frames, fault: F): Frames;
}

/** A fault has to do something at one of them at least. */
export type FaultHandler<F> = {
  [M in keyof FaultMoments<F>]: Pick<FaultMoments<F>, M> & Partial<FaultMoments<F>>;
}[keyof FaultMoments<F>];

const interrupting: FaultHandler<Interrupting> = {
  beforeHeaders: async (fault, connection) => {
    if (fault.at === "start") await connection.interrupt(interruption(fault));
  },
  events: interrupted,
};

/** What each kind of fault does. A kind without an entry does not compile. */
export const faultHandlers: { readonly [K in FaultKind]: FaultHandler<FaultOf<K>> } = {
  status: { replace: statusAnswer },
  html: { replace: htmlAnswer },
  "error-body": { replace: errorBody },
  empty: { replace: emptyAnswer },
  delay: { beforeHeaders: ({ ms }, connection) => connection.pause(ms) },
  refuse: { beforeHeaders: ({ forMs = 1000 }, connection) => connection.refuse(forMs) },
  reset: interrupting,
  close: interrupting,
  stall: interrupting,
  truncate: {
    events: (answer, { finish, after = 1 }) =>
      finish ? upToFinish(answer.frames) : firstEvents(answer, after),
  },
  "omit-done": { events: ({ frames }) => withoutDone(frames) },
  "malformed-json": { events: (answer, { after = 1 }) => replaceEvent(answer, after, malformed) },
  "error-event": {
    events: (answer, { after = 1, code, message }) =>
      endWith(answer, after, errorEvent(answer, code, message)),
  },
  "huge-event": {
    events: (answer, { after = 1, bytes = 1_048_576 }) =>
      insertEvent(answer.frames, after, hugeEvent(answer, bytes)),
  },
  "events-after-end": { events: ({ frames }, { count = 2 }) => append(frames, count) },
  "keep-alive": { events: ({ frames }, fault) => keepAlive(frames, fault) },
  "wrong-length": { length: (answer, { by = 10 }) => wrongLength(answer, by) },
  drip: { bytes: dripped },
  "split-utf8": { bytes: splitInCharacters },
  "line-endings": { bytes: withLineEndings },
};
