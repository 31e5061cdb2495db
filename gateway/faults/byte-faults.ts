import type { Frame } from "../server/answer";
import type { Fault } from "./fault";

type Frames = AsyncIterable<Frame> | Iterable<Frame>;

/** The frames with a fault that changes how bytes are cut or written, or `undefined` for other faults. */
export function bytesFault(frames: Frames, fault: Fault): AsyncGenerator<Frame> | undefined {
  switch (fault.kind) {
    case "drip":
      return mapText(frames, (text) => slices(text, fault.bytes ?? 1), fault.everyMs ?? 2);
    case "split-utf8":
      return mapText(frames, splitInsideCharacters, 1);
    case "line-endings": {
      const eol = fault.eol === "cr" ? "\r" : "\r\n";
      return mapText(frames, (text) => [Buffer.from(text.replaceAll("\n", eol))], 0);
    }
    default:
      return undefined;
  }
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
