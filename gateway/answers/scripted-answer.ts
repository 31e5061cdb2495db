import type { ReplyObject } from "../scripting/reply";
import { type Answer, type Frame, jsonAnswer, textAnswer } from "../server/answer";
import { ApiFailure } from "../server/api-failure";

/** An answer that a script spells out in full. */
export function rawAnswer(raw: NonNullable<ReplyObject["raw"]>): Answer {
  const init = { status: raw.status ?? 200, ...(raw.headers !== undefined && { headers: raw.headers }) };
  if (raw.events !== undefined) {
    const headers = { "content-type": "text/event-stream; charset=utf-8", ...raw.headers };
    return { status: init.status, headers, frames: raw.events.map(rawEvent), streaming: true };
  }
  if (typeof raw.body === "string") return textAnswer(raw.body, "application/json", init);
  return raw.body === undefined ? textAnswer("", "application/json", init) : jsonAnswer(raw.body, init);
}

function rawEvent(event: unknown): Frame {
  if (typeof event !== "string") return { kind: "text", text: `data: ${JSON.stringify(event)}\n\n` };
  const done = event === "[DONE]" || event === "data: [DONE]";
  if (done) return { kind: "text", text: "data: [DONE]\n\n", mark: "done" };
  return { kind: "text", text: `${event.replace(/\n+$/, "")}\n\n` };
}

/** The error that a script asks for. */
export function failureOf(error: NonNullable<ReplyObject["error"]>): ApiFailure {
  const { code, message, ...details } = error;
  return new ApiFailure(code, message ?? `Scripted error ${code}.`, details);
}
