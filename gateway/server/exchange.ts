import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { Socket } from "node:net";
import { startTimer, stopTimer, turnOfLoop } from "../real-timers";
import type { RecordedRequest } from "./recorded-request";

/** A request of either HTTP version. */
export type AnyRequest = IncomingMessage | Http2ServerRequest;

/** A response of either HTTP version. */
export type AnyResponse = ServerResponse | Http2ServerResponse;

/** One request with the means to answer it or to break it off. */
export interface Exchange {
  readonly record: RecordedRequest;
  readonly request: AnyRequest;
  readonly response: AnyResponse;
  /** The TCP socket under the connection, also under TLS and HTTP/2. */
  readonly socket: Socket | undefined;
}

/** Bytes that were handed to the kernel need a moment to reach the peer before a reset can overtake them. */
const FLUSH_MS = 25;

/** True once nothing can reach the client any more. */
export function isGone(exchange: Exchange): boolean {
  return exchange.record.end !== undefined || exchange.response.destroyed;
}

/** Waits `ms` milliseconds, or less when the exchange ends. */
export async function pause(exchange: Exchange, ms: number): Promise<void> {
  if (ms <= 0 || isGone(exchange)) return;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = startTimer(resolve, ms);
  });
  await Promise.race([timeout, exchange.record.closed]);
  stopTimer(timer);
}

/** Ends the connection, or only the HTTP/2 stream, before the answer is complete. */
export async function breakOff(
  exchange: Exchange,
  how: "reset" | "close",
  scope: "connection" | "stream",
): Promise<void> {
  await pause(exchange, FLUSH_MS);
  // A client in this process reads in turns of the same loop, and on a busy machine the time is over before its next one.
  await turnOfLoop();
  exchange.record.settle("gateway");
  const { response, socket } = exchange;
  const stream = "stream" in response ? response.stream : undefined;
  if (scope === "stream" && stream !== undefined) {
    stream.close(2 /* INTERNAL_ERROR */);
  } else if (socket === undefined || socket.destroyed) {
    response.destroy();
  } else if (how === "reset") {
    resetSocket(socket);
  } else {
    socket.end();
    socket.destroy();
  }
}

/** Sends a TCP reset. */
export function resetSocket(socket: Socket): void {
  try {
    socket.resetAndDestroy();
  } catch {
    socket.destroy();
  }
}
