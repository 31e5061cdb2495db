import type { ServerResponse } from "node:http";
import type { Answer, Frame } from "./answer";
import { breakOff, type Exchange, isGone, pause } from "./exchange";

/** How an answer is put on the wire. */
export interface WriteOptions {
  /** Whether simulated time really passes. */
  readonly pace: "real" | "instant";
  /** Headers that every answer carries. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Writes an answer with its frames and faults; returns when it is complete, broken off or the client has gone. */
export async function writeAnswer(exchange: Exchange, answer: Answer, options: WriteOptions): Promise<void> {
  await pause(exchange, answer.delayMs ?? 0);
  await pauseSimulated(exchange, answer.simulatedMs, options);
  const frames = iterate(answer.frames);
  try {
    await writeHead(exchange, answer, options, frames);
    const tail = { last: "" };
    for (;;) {
      const next = await frames.next();
      if (next.done || isGone(exchange)) break;
      await writeFrame(exchange, next.value, options, tail);
    }
  } finally {
    await frames.return?.();
  }
  if (!isGone(exchange)) exchange.response.end();
}

async function writeHead(
  exchange: Exchange,
  answer: Answer,
  options: WriteOptions,
  frames: FrameIterator,
): Promise<void> {
  if (isGone(exchange)) return;
  const headers: Record<string, string> = { ...options.headers, ...answer.headers };
  if (answer.measured) {
    const length = await frames.next();
    if (!length.done && length.value.kind === "length")
      headers["content-length"] = String(length.value.length);
    if (exchange.request.httpVersionMajor === 1) headers.connection = "close";
  } else if (!answer.streaming && Array.isArray(answer.frames)) {
    headers["content-length"] = String(lengthOf(answer.frames));
  }
  exchange.record.begin(answer.status, headers);
  // The two response classes agree on this call, but their overloads don't unite.
  const response = exchange.response as ServerResponse;
  response.writeHead(answer.status, headers);
  response.flushHeaders();
}

function lengthOf(frames: readonly Frame[]): number {
  return frames.reduce((sum, frame) => sum + (frame.kind === "text" ? Buffer.byteLength(frame.text) : 0), 0);
}

async function writeFrame(
  exchange: Exchange,
  frame: Frame,
  options: WriteOptions,
  tail: { last: string },
): Promise<void> {
  switch (frame.kind) {
    case "text":
      await pauseSimulated(exchange, frame.simulatedMs, options);
      return writeBytes(exchange, frame.text, tail);
    case "bytes":
      await pauseSimulated(exchange, frame.simulatedMs, options);
      await pause(exchange, frame.delayMs);
      return writeBytes(exchange, frame.bytes, tail);
    case "break":
      return breakOff(exchange, frame.how, frame.scope);
    case "stall":
      return frame.forMs === undefined ? void (await exchange.record.closed) : pause(exchange, frame.forMs);
    case "length":
      return;
  }
}

async function pauseSimulated(
  exchange: Exchange,
  ms: number | undefined,
  options: WriteOptions,
): Promise<void> {
  if (ms !== undefined && options.pace === "real") await pause(exchange, ms);
}

async function writeBytes(
  exchange: Exchange,
  data: string | Uint8Array,
  tail: { last: string },
): Promise<void> {
  if (isGone(exchange)) return;
  const response = exchange.response as ServerResponse;
  const flowing = response.write(data);
  exchange.record.answer?.add(data);
  countEvents(exchange, data, tail);
  if (flowing) return;
  await Promise.race([
    new Promise<void>((resolve) => response.once("drain", resolve)),
    exchange.record.closed,
  ]);
}

/** An event is complete when a blank line has been written, in however many pieces. */
function countEvents(exchange: Exchange, data: string | Uint8Array, tail: { last: string }): void {
  const end = typeof data === "string" ? data.slice(-4) : Buffer.from(data.slice(-4)).toString("latin1");
  const seen = (tail.last + end).replaceAll("\r\n", "\n").replaceAll("\r", "\n");
  if (seen.endsWith("\n\n")) {
    exchange.record.eventsSent += 1;
    tail.last = "";
  } else {
    tail.last = (tail.last + end).slice(-3);
  }
}

type FrameIterator = Iterator<Frame> | AsyncIterator<Frame>;

function iterate(frames: Answer["frames"]): FrameIterator {
  return Symbol.asyncIterator in frames ? frames[Symbol.asyncIterator]() : frames[Symbol.iterator]();
}
