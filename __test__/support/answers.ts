import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Exchange } from "./scripted-server";

export type HeaderLines = Readonly<Record<string, string | readonly string[]>>;

/** Status line and headers. */
export function head(status: number, headers: HeaderLines = {}): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item) => `${name}: ${item}\r\n`),
  );
  return `HTTP/1.1 ${status} Whatever\r\n${lines.join("")}\r\n`;
}

/** A whole answer with the right length. */
export function body(status: number, content: string | Uint8Array, headers: HeaderLines = {}): Answer {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const start = Buffer.from(head(status, { "content-length": String(bytes.length), ...headers }), "latin1");
  return (exchange: Exchange) => exchange.write(Buffer.concat([start, bytes]));
}

/** A JSON document. */
export function json(value: unknown, { status = 200, headers = {} as HeaderLines } = {}): Answer {
  return body(status, JSON.stringify(value), { "content-type": "application/json", ...headers });
}

/** An error as the API writes it. */
export function error(
  status: number,
  fields: Readonly<Record<string, unknown>> = {},
  headers: HeaderLines = {},
): Answer {
  const defaults = { message: "It failed.", type: "api_error", code: "upstream_error", param: null };
  return json({ error: { ...defaults, ...fields } }, { status, headers });
}

/** The head of a stream whose body ends with the connection. */
export const streamHead = (headers: HeaderLines = {}): string =>
  head(200, { "content-type": "text/event-stream", connection: "close", ...headers });

/** A stream of these bytes, ended properly. */
export function stream(content: string | Uint8Array, headers: HeaderLines = {}): Answer {
  return async (exchange) => {
    await exchange.write(streamHead(headers));
    exchange.end(content);
  };
}

/** Bytes as they are, then the end of the connection. */
export const raw =
  (bytes: string): Answer =>
  (exchange) =>
    exchange.end(Buffer.from(bytes, "latin1"));

/** Bytes as they are, and nothing more: the connection stays open. */
export const hangAfter =
  (bytes: string): Answer =>
  (exchange) =>
    exchange.write(bytes);

/** No answer. */
export const silence: Answer = () => {};

/** A reset without an answer. */
export const reset: Answer = (exchange) => exchange.reset();

/** Reads the request, then hangs up. */
export const hangUp: Answer = (exchange) => exchange.end();

/** Writes the same bytes again and again, until the other side has gone. */
export const dripping =
  (start: string, drop: string): Answer =>
  async (exchange) => {
    await exchange.write(start);
    while (!exchange.socket.destroyed && exchange.socket.writable) {
      await exchange.write(drop);
      await sleep(20);
    }
  };
