import { type Answer, eventFrame, type Frame } from "../server/answer";
import { ApiFailure } from "../server/api-failure";
import type { Fault } from "./fault";

type Frames = AsyncIterable<Frame> | Iterable<Frame>;
type TextFrame = Extract<Frame, { kind: "text" }>;

/** The frames of `answer` with a fault that strikes between or inside events, or `undefined` for other faults. */
export function eventFault(answer: Answer, fault: Fault): AsyncGenerator<Frame> | undefined {
  const { frames } = answer;
  switch (fault.kind) {
    case "reset":
    case "close":
    case "stall":
      if (fault.at === "start") return undefined;
      return fault.at === "headers" ? first(interruption(fault), frames) : breakOff(answer, fault);
    case "truncate":
      return fault.finish ? upToFinish(frames) : firstEvents(answer, fault.after ?? 1);
    case "omit-done":
      return withoutDone(frames);
    case "malformed-json":
      return replaceEvent(answer, fault.after ?? 1, malformed);
    case "error-event":
      return endWith(answer, fault.after ?? 1, errorEvent(answer, fault.code, fault.message));
    case "huge-event":
      return insertEvent(frames, fault.after ?? 1, hugeEvent(answer, fault.bytes ?? 1_048_576));
    case "events-after-end":
      return append(frames, fault.count ?? 2);
    case "keep-alive":
      return keepAlive(frames, fault);
    default:
      return undefined;
  }
}

type Interrupting = Extract<Fault, { kind: "reset" | "close" | "stall" }>;

/** What happens on the wire when a reset, close or stall strikes. */
export function interruption(fault: Interrupting): Frame {
  if (fault.kind === "stall") return { kind: "stall", forMs: fault.forMs };
  const scope = (fault.kind === "reset" && fault.scope) || "connection";
  return { kind: "break", how: fault.kind, scope };
}

async function* first(frame: Frame, frames: Frames): AsyncGenerator<Frame> {
  yield frame;
  yield* frames;
}

async function* breakOff(answer: Answer, fault: Interrupting): AsyncGenerator<Frame> {
  const after = answer.streaming ? (fault.after ?? 1) : 0;
  let events = 0;
  for await (const frame of answer.frames) {
    if (events !== after || frame.kind !== "text") {
      yield frame;
    } else {
      const middle = Math.max(1, Math.floor(frame.text.length / 2));
      yield partOf(frame, frame.text.slice(0, middle));
      yield interruption(fault);
      yield {
        kind: "text",
        text: frame.text.slice(middle),
        ...(frame.mark !== undefined && { mark: frame.mark }),
      };
    }
    events += 1;
  }
  if (events <= after) yield interruption(fault);
}

/** A piece of an event; without its mark, because it is not the whole. */
function partOf(frame: TextFrame, text: string): Frame {
  return { kind: "text", text, ...(frame.simulatedMs !== undefined && { simulatedMs: frame.simulatedMs }) };
}

async function* firstEvents(answer: Answer, count: number): AsyncGenerator<Frame> {
  let events = 0;
  for await (const frame of answer.frames) {
    if (!answer.streaming && frame.kind === "text") {
      yield partOf(frame, frame.text.slice(0, Math.floor(frame.text.length / 2)));
      return;
    }
    if (events >= count || (frame.kind === "text" && frame.mark !== undefined)) return;
    events += 1;
    yield frame;
  }
}

async function* upToFinish(frames: Frames): AsyncGenerator<Frame> {
  for await (const frame of frames) {
    yield frame;
    if (frame.kind === "text" && frame.mark === "finish") return;
  }
}

async function* withoutDone(frames: Frames): AsyncGenerator<Frame> {
  for await (const frame of frames) if (frame.kind !== "text" || frame.mark !== "done") yield frame;
}

async function* replaceEvent(
  answer: Answer,
  after: number,
  change: (text: string) => string,
): AsyncGenerator<Frame> {
  let events = 0;
  for await (const frame of answer.frames) {
    const strikes = frame.kind === "text" && (events === after || !answer.streaming);
    yield strikes ? { ...frame, text: change(frame.text) } : frame;
    events += 1;
  }
}

/** Takes the closing brace away, which leaves the framing of the event as it was. */
function malformed(text: string): string {
  const brace = text.lastIndexOf("}");
  return brace < 0 ? `${text.trimEnd()}{\n\n` : text.slice(0, brace) + text.slice(brace + 1);
}

async function* endWith(answer: Answer, after: number, last: Frame): AsyncGenerator<Frame> {
  if (!answer.streaming) return yield last;
  let events = 0;
  for await (const frame of answer.frames) {
    if (events === after) break;
    events += 1;
    yield frame;
  }
  yield last;
}

function errorEvent(
  answer: Answer,
  code = "upstream_error",
  message = "The provider failed in mid-stream.",
): Frame {
  const { envelope } = new ApiFailure(code, message);
  if (!answer.streaming) return { kind: "text", text: JSON.stringify({ error: envelope }) };
  if (answer.dialect !== "responses") return eventFrame({ error: envelope });
  const { type: _type, ...flat } = envelope;
  return eventFrame({ type: "error", ...flat }, { event: "error" });
}

async function* insertEvent(frames: Frames, after: number, extra: Frame): AsyncGenerator<Frame> {
  let events = 0;
  for await (const frame of frames) {
    if (events === after) yield extra;
    events += 1;
    yield frame;
  }
  if (events < after) yield extra;
}

function hugeEvent(answer: Answer, bytes: number): Frame {
  const filler = "x".repeat(bytes);
  if (!answer.streaming) return { kind: "text", text: " ".repeat(bytes) };
  return answer.dialect === "responses"
    ? eventFrame({ type: "response.gateway.filler", filler }, { event: "response.gateway.filler" })
    : eventFrame({
        id: "filler",
        object: "chat.completion.chunk",
        created: 0,
        model: "filler",
        choices: [],
        filler,
      });
}

async function* append(frames: Frames, count: number): AsyncGenerator<Frame> {
  let sample: Frame | undefined;
  for await (const frame of frames) {
    if (sample === undefined && frame.kind === "text" && frame.mark === undefined) sample = frame;
    yield frame;
  }
  for (let index = 0; index < count; index += 1) {
    yield sample ?? eventFrame({ after: "end" });
  }
}

async function* keepAlive(
  frames: Frames,
  fault: Extract<Fault, { kind: "keep-alive" }>,
): AsyncGenerator<Frame> {
  const { everyMs = 10, forMs = 100, after = 0 } = fault;
  let events = 0;
  for await (const frame of frames) {
    if (events === after) {
      for (let spent = 0; spent < forMs; spent += everyMs) {
        yield { kind: "bytes", bytes: Buffer.from(": keep-alive\n\n"), delayMs: everyMs };
      }
    }
    events += 1;
    yield frame;
  }
}
