import type { Duplex } from "node:stream";
import { ApiFailure } from "./api-failure";
import type { AnyRequest, AnyResponse } from "./exchange";

/** Answers what the HTTP parser can't read, in the API's own envelope. */
export class MalformedRequests {
  readonly #latest = new WeakMap<Duplex, { readonly request: AnyRequest; readonly response: AnyResponse }>();

  /** Remembers what a connection is busy with. */
  watch(request: AnyRequest, response: AnyResponse): void {
    if (!("stream" in request)) this.#latest.set(request.socket, { request, response });
  }

  /** Refuses a request and closes its connection, whose further bytes can't be told apart any more. */
  refuse(error: Error & { code?: string }, socket: Duplex): void {
    const latest = this.#latest.get(socket);
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
    } else if (latest === undefined || (latest.request.complete && latest.response.writableFinished)) {
      endWith(socket, failureOf(error));
    } else if (latest.request.complete) {
      latest.response.once("finish", () => endWith(socket, failureOf(error)));
    } else if (latest.response.headersSent) {
      // Its answer has begun without its body, and a second one would be taken for another request's.
      socket.destroy();
    } else {
      endWith(socket, failureOf(error));
    }
  }
}

/** Refuses `CONNECT`, which comes as a bare socket: the gateway is no proxy. */
export function refuseTunnel(socket: Duplex): void {
  socket.on("error", () => undefined);
  endWith(
    socket,
    new ApiFailure("method_not_allowed", "The gateway does not allow CONNECT: it is no proxy."),
  );
}

const STATUS_OF: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};
const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  405: "Method Not Allowed",
  408: "Request Timeout",
  413: "Payload Too Large",
  431: "Request Header Fields Too Large",
};

function failureOf(error: Error & { code?: string }): ApiFailure {
  const status = STATUS_OF[error.code ?? ""] ?? 400;
  return new ApiFailure("invalid_request", `The request is not valid HTTP: ${error.message}.`, { status });
}

function endWith(socket: Duplex, failure: ApiFailure): void {
  const body = JSON.stringify({ error: failure.envelope });
  const head = [
    `HTTP/1.1 ${failure.status} ${REASONS[failure.status] ?? "Error"}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
