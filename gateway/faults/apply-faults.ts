import { type Answer, type Frame, failureAnswer, jsonAnswer, textAnswer } from "../server/answer";
import { ApiFailure, codeForStatus, typeForStatus } from "../server/api-failure";
import { bytesFault } from "./byte-faults";
import { eventFault } from "./event-faults";
import type { Fault, StatusFault } from "./fault";

/** The answer that faults put in place of the real one, if any of them does. */
export function replacementFor(faults: readonly Fault[]): Answer | undefined {
  for (const fault of faults) {
    const answer = replacement(fault);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** The same answer with every fault that concerns its headers or body built in. */
export function spoil(answer: Answer, faults: readonly Fault[]): Answer {
  const events = faults.reduce((spoiled, fault) => withFrames(spoiled, eventFault(spoiled, fault)), answer);
  const lengths = faults.reduce((spoiled, fault) => {
    return fault.kind === "wrong-length" ? wrongLength(spoiled, fault.by ?? 10) : spoiled;
  }, events);
  return faults.reduce((spoiled, fault) => withFrames(spoiled, bytesFault(spoiled.frames, fault)), lengths);
}

function replacement(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case "status":
      return statusAnswer(fault);
    case "html":
      return textAnswer(htmlPage(fault.status ?? 502), "text/html; charset=utf-8", {
        status: fault.status ?? 502,
      });
    case "error-body": {
      const code = fault.code ?? "upstream_error";
      return jsonAnswer({ error: new ApiFailure(code, fault.message ?? "The provider failed.").envelope });
    }
    case "empty":
      return { status: fault.status ?? 200, headers: {}, frames: [], streaming: false };
    default:
      return undefined;
  }
}

function statusAnswer(fault: StatusFault): Answer {
  const code = fault.code ?? codeForStatus(fault.status);
  const headers = { ...fault.headers };
  if (fault.retryAfter !== undefined) headers["retry-after"] = String(fault.retryAfter);
  if (fault.status < 400) return textAnswer("", "text/plain", { status: fault.status, headers });
  return failureAnswer(
    new ApiFailure(code, fault.message ?? `Simulated failure with status ${fault.status}.`, {
      status: fault.status,
      ...((fault.type ?? fault.code === undefined) && { type: fault.type ?? typeForStatus(fault.status) }),
      param: fault.param ?? null,
      provider: fault.provider ?? null,
      ...(fault.suggestion !== undefined && { suggestion: fault.suggestion }),
      headers,
    }),
  );
}

function htmlPage(status: number): string {
  return `<!DOCTYPE html>\n<html><head><title>${status}</title></head><body><h1>${status} Bad Gateway</h1></body></html>\n`;
}

function withFrames(answer: Answer, frames: Answer["frames"] | undefined): Answer {
  return frames === undefined ? answer : { ...answer, frames };
}

function wrongLength(answer: Answer, by: number): Answer {
  return { ...answer, frames: measured(answer, by), measured: true };
}

/**
 * The length of a stream is only known at its end, so the body is collected first; the writer takes the header from the
 * first frame.
 */
async function* measured(answer: Answer, by: number): AsyncGenerator<Frame> {
  const texts: string[] = [];
  for await (const frame of answer.frames) if (frame.kind === "text") texts.push(frame.text);
  const text = texts.join("");
  yield { kind: "length", length: Math.max(0, Buffer.byteLength(text) + by) };
  yield { kind: "text", text };
  yield { kind: "break", how: "close", scope: "connection" };
}
