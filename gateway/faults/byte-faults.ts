import type { Frame } from "../server/answer";
import type { FaultOf } from "./fault";

type Frames = AsyncIterable<Frame> | Iterable<Frame>;

/** Written a few bytes at a time. */
export function dripped(frames: Frames, fault: FaultOf<"drip">): AsyncGenerator<Frame> {
  return mapText(frames, (text) => slices(text, fault.bytes ?? 1), fault.everyMs ?? 2);
}

/** Cut inside of characters. */
export function splitInCharacters(frames: Frames): AsyncGenerator<Frame> {
  return mapText(frames, splitInsideCharacters, 1);
}

/** With other ends of lines. */
export function withLineEndings(frames: Frames, fault: FaultOf<"line-endings">): AsyncGenerator<Frame> {
  const eol = fault.eol === "cr" ? "\r" : "\r\n";
  return mapText(frames, (text) => [Buffer.from(text.replaceAll("\n", eol))], 0);
}

async function* mapText(
  frames: Frames,
  cut: (text: string) => readonly Uint8Array[],
  delayMs: number,
): AsyncGenerator<Frame> {
  for await (const frame of frames) {
    if (frame.kind !== "text") {
      yield frame;
      continue;
    }
    let simulatedMs = frame.simulatedMs;
    for (const bytes of cut(frame.text)) {
      yield { kind: "bytes", bytes, delayMs, ...(simulatedMs !== undefined && { simulatedMs }) };
      simulatedMs = undefined;
    }
  }
}

function slices(text: string, size: number): Uint8Array[] {
  const bytes = Buffer.from(text);
  const step = Math.max(1, size);
  const parts: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += step) parts.push(bytes.subarray(start, start + step));
  return parts;
}

function splitInsideCharacters(text: string): Uint8Array[] {
  const bytes = Buffer.from(text);
  const cuts: number[] = [];
  for (let index = 1; index < bytes.length; index += 1) {
    const continues = ((bytes[index] ?? 0) & 0b1100_0000) === 0b1000_0000;
    if (continues) cuts.push(index);
  }
  if (cuts.length === 0) cuts.push(Math.floor(bytes.length / 2));
  const edges = [0, ...cuts, bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}
