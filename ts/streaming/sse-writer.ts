import type { ReadableStream as ByteStream } from "node:stream/web";
import type { AurikoAPIError } from "../errors";
import { type Delivery, Step } from "./delivery";
import { errorFields } from "./sent-errors";
import { unusableEvent } from "./stream-errors";

/** How a kind of stream is written as server-sent events. */
export interface SseFormat<Event> {
  event(event: Event): string;
  error(error: AurikoAPIError): string;
  /** What closes a complete stream. */
  readonly end: string;
}

/** Characters that are sent as one piece at most, as far as they are there. */
const MAX_PIECE = 16 * 1024;

/** The bytes of a stream as server-sent events. Reads only as fast as the bytes are taken; cancelling closes the stream. */
export function sseBytes<Event>(delivery: Delivery<Event>, format: SseFormat<Event>): ByteStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const text = await nextPiece(delivery, format);
        if (text !== "") controller.enqueue(encoder.encode(text));
        if (delivery.over) controller.close();
      },
      cancel() {
        delivery.close();
      },
    },
    { highWaterMark: 0 },
  );
}

async function nextPiece<Event>(delivery: Delivery<Event>, format: SseFormat<Event>): Promise<string> {
  let text = "";
  for (;;) {
    const step = delivery.advance();
    if (step === Step.Event) {
      text += written(delivery, format);
      if (text.length < MAX_PIECE || delivery.over) continue;
      return text;
    }
    if (step === Step.Ended) return text + ending(delivery, format);
    if (text !== "") return text;
    await new Promise<void>((resolve) => delivery.sleep(step, resolve));
  }
}

/** An event that can't be written, being nested too deeply, fails the stream. */
function written<Event>(delivery: Delivery<Event>, format: SseFormat<Event>): string {
  try {
    return format.event(delivery.current as Event);
  } catch (cause) {
    const error = unusableEvent(cause, 200);
    if (!delivery.over) {
      delivery.fail(error);
      return "";
    }
    return format.error(error);
  }
}

/** A failure is told in the stream, since its status line has long been sent; a closed stream just ends. */
function ending<Event>({ state, error }: Delivery<Event>, format: SseFormat<Event>): string {
  if (error !== undefined) return format.error(error);
  return state === "finished" ? format.end : "";
}

/** Chunks as data, errors in their envelope, `[DONE]` at the end. */
export const chatFormat: SseFormat<unknown> = {
  event: (chunk) => `data: ${JSON.stringify(chunk)}\n\n`,
  error: (error) => `data: ${JSON.stringify({ error: errorFields(error) })}\n\n`,
  end: "data: [DONE]\n\n",
};

/** Events with their type as name, errors as `error` events; the terminal event is the end. */
export const responsesFormat: SseFormat<unknown> = {
  event: (event) => `${named((event as { type?: unknown } | null)?.type)}data: ${JSON.stringify(event)}\n\n`,
  error(error) {
    return `event: error\ndata: ${JSON.stringify({ ...errorFields(error), type: "error" })}\n\n`;
  },
  end: "",
};

function named(type: unknown): string {
  return typeof type === "string" && /^[\w.-]+$/.test(type) ? `event: ${type}\n` : "";
}

/** Options of `toSSEResponse()`. */
export interface SSEResponseInit {
  /** HTTP status. Default: 200. */
  status?: number | undefined;
  /** Headers that are added to, or replace, those of an event stream. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** A response that sends a stream to a browser. */
export function sseResponse(
  body: ByteStream<Uint8Array>,
  requestId: string | null,
  init: SSEResponseInit,
): Response {
  const headers: Record<string, string> = {
    "content-type": "text/event-stream; charset=utf-8",
    // Compressing and buffering proxies would hold events back.
    "cache-control": "no-cache, no-transform",
    "x-accel-buffering": "no",
  };
  if (requestId !== null) headers["x-request-id"] = requestId;
  for (const [name, value] of Object.entries(init.headers ?? {})) headers[name.toLowerCase()] = value;
  return new Response(body, { status: init.status ?? 200, headers });
}
