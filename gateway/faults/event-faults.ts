import { type Answer, eventFrame, type Frame } from "../server/answer";
import { ApiFailure } from "../server/api-failure";
import type { Fault } from "./fault";

type Frames = AsyncIterable<Frame> | Iterable<Frame>;
type TextFrame = Extract<Frame, { kind: "text" }>;

/** A fault that breaks the connection, or falls silent on it. */
export type Interrupting = Extract<Fault, { kind: "reset" | "close" | "stall" }>;

/** The frames of an answer that is interrupted after its headers, or inside an event. */
export function interrupted(answer: Answer, fault: Interrupting): AsyncGenerator<Frame> | undefined {
  if (fault.at === "start") return undefined;
  return fault.at === "headers" ? first(interruption(fault), answer.frames) : breakOff(answer, fault);
}

/** What happens on the wire when a reset, close or stall happens. */
export function interruption(fault: Interrupting): Extract<Frame, { kind: "break" | "stall" }> {
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

/** The first events alone, or half of a body. */
export async function* firstEvents(answer: Answer, count: number): AsyncGenerator<Frame> {
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

/** Everything up to the last finish reason. */
export async function* upToFinish(frames: Frames): AsyncGenerator<Frame> {
  for await (const frame of frames) {
    yield frame;
    if (frame.kind === "text" && frame.mark === "finish") return;
  }
}

/** Everything but `[DONE]`. */
export async function* withoutDone(frames: Frames): AsyncGenerator<Frame> {
  for await (const frame of frames) if (frame.kind !== "text" || frame.mark !== "done") yield frame;
}

/** All events, one of them changed. */
export async function* replaceEvent(
  answer: Answer,
  after: number,
  change: (text: string) => string,
): AsyncGenerator<Frame> {
  let events = 0;
  for await (const frame of answer.frames) {
    const applies = frame.kind === "text" && (events === after || !answer.streaming);
    yield applies ? { ...frame, text: change(frame.text) } : frame;
    events += 1;
  }
}

/** Takes the closing brace away, which leaves the framing of the event as it was. */
export function malformed(text: string): string {
  const brace = text.lastIndexOf("}");
  return brace < 0 ? `${text.trimEnd()}{\n\n` : text.slice(0, brace) + text.slice(brace + 1);
}

/** The first events, then `last` in place of the rest. */
export async function* endWith(answer: Answer, after: number, last: Frame): AsyncGenerator<Frame> {
  if (!answer.streaming) return yield last;
  let events = 0;
  for await (const frame of answer.frames) {
    if (events === after) break;
    events += 1;
    yield frame;
  }
  yield last;
}

/** An error as an event, in the words of the endpoint. */
export function errorEvent(
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

/** All events, and one more among them. */
export async function* insertEvent(frames: Frames, after: number, extra: Frame): AsyncGenerator<Frame> {
  let events = 0;
  for await (const frame of frames) {
    if (events === after) yield extra;
    events += 1;
    yield frame;
  }
  if (events < after) yield extra;
}

/** An event of at least so many bytes. */
export function hugeEvent(answer: Answer, bytes: number): Frame {
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

/** Further events behind the end. */
export async function* append(frames: Frames, count: number): AsyncGenerator<Frame> {
  let sample: Frame | undefined;
  for await (const frame of frames) {
    if (sample === undefined && frame.kind === "text" && frame.mark === undefined) sample = frame;
    yield frame;
  }
  for (let index = 0; index < count; index += 1) {
    yield sample ?? eventFrame({ after: "end" });
  }
}

/** Comment lines among the events. */
export async function* keepAlive(
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
