import * as http from "node:http";
import * as http2 from "node:http2";
import * as https from "node:https";
import type { AddressInfo, Server, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { invalidParameter } from "../../ts/errors/client-side";
import { keepNextTick, releaseNextTick } from "../real-next-tick";
import { startInterval, startTimer, stopInterval, stopTimer } from "../real-timers";
import type { AnyRequest, AnyResponse } from "./exchange";
import { resetSocket } from "./exchange";
import { MalformedRequests, refuseTunnel } from "./malformed-requests";

/** Where and how a gateway listens. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly tls?: { readonly key: string | Uint8Array; readonly cert: string | Uint8Array };
  readonly http2: boolean;
}

type Handler = (request: AnyRequest, response: AnyResponse) => void;

/** A listening socket that can stop accepting and start again on the same port. */
export class Listener {
  readonly #options: ListenOptions;
  readonly #server: Server;
  readonly #sockets = new Map<string, { socket: Socket; index: number }>();
  #connections = 0;
  #port = 0;
  #reopen: NodeJS.Timeout | undefined;
  #changing: Promise<void> = Promise.resolve();
  #keepsNextTick = false;

  constructor(options: ListenOptions, handler: Handler) {
    this.#options = options;
    const malformed = new MalformedRequests();
    this.#server = createServer(options, (request, response) => {
      malformed.watch(request, response);
      handler(request, response);
    });
    this.#server.on("clientError", (error: Error, socket: Duplex) => malformed.refuse(error, socket));
    this.#server.on("connect", (_request: unknown, socket: Duplex) => refuseTunnel(socket));
    this.#server.on("connection", (socket: Socket) => this.#track(socket));
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    const host = this.#options.host.includes(":") ? `[${this.#options.host}]` : this.#options.host;
    return `${this.#options.tls ? "https" : "http"}://${host}:${this.#port}`;
  }

  /** The TCP socket and the connection number behind a request. */
  connectionOf(request: AnyRequest): { socket: Socket; index: number } | undefined {
    const socket = "stream" in request ? request.stream.session?.socket : request.socket;
    return socket && this.#sockets.get(addressOf(socket));
  }

  /** Starts listening; on a port of the system's choice the first time unless one was asked for. */
  listen(): Promise<void> {
    this.#keepNextTick(true);
    return new Promise((resolve, reject) => {
      const fail = (cause: Error) => {
        this.#keepNextTick(false);
        reject(
          invalidParameter(
            "port",
            `The gateway can't listen: ${cause.message}. Choose another port or host.`,
          ),
        );
      };
      this.#server.once("error", fail);
      const { host, port } = this.#options;
      this.#server.listen({ host, port: this.#port || port, backlog: 4096 }, () => {
        this.#server.off("error", fail);
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  /** Refuses new connections and resets the open ones; for `forMs` milliseconds, or until {@link accept}. */
  async refuse(forMs?: number): Promise<void> {
    stopTimer(this.#reopen);
    await this.#change(() => this.#stop(resetSocket));
    if (forMs !== undefined) this.#reopen = startTimer(() => void this.accept(), forMs);
  }

  /** Accepts connections again. */
  async accept(): Promise<void> {
    stopTimer(this.#reopen);
    await this.#change(async () => {
      if (!this.#server.listening) await this.listen();
    });
  }

  /** Stops listening and closes every connection. */
  async close(): Promise<void> {
    stopTimer(this.#reopen);
    await this.#change(() => this.#stop((socket) => socket.destroy()));
    this.#keepNextTick(false);
  }

  #keepNextTick(keep: boolean): void {
    if (keep === this.#keepsNextTick) return;
    this.#keepsNextTick = keep;
    if (keep) keepNextTick();
    else releaseNextTick();
  }

  /** Opening and closing never overlap. */
  #change(step: () => Promise<void>): Promise<void> {
    const done = this.#changing.then(step);
    this.#changing = done.catch(() => undefined);
    return done;
  }

  /** Connections that were accepted just before, or that don't close at once, are ended again until none is left. */
  async #stop(end: (socket: Socket) => void): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const { socket } of this.#sockets.values()) end(socket);
    const sweep = startInterval(() => {
      for (const { socket } of this.#sockets.values()) socket.destroy();
    }, 20);
    await closed;
    stopInterval(sweep);
  }

  #track(socket: Socket): void {
    const address = addressOf(socket);
    this.#sockets.set(address, { socket, index: this.#connections });
    this.#connections += 1;
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.once("close", () => {
      if (this.#sockets.get(address)?.socket === socket) this.#sockets.delete(address);
    });
    if (!this.#server.listening) socket.destroy();
  }
}

function addressOf(socket: { remoteAddress?: string | undefined; remotePort?: number | undefined }): string {
  return `${socket.remoteAddress}:${socket.remotePort}`;
}

function createServer(options: ListenOptions, handler: Handler): Server {
  const tls = options.tls && { key: Buffer.from(options.tls.key), cert: Buffer.from(options.tls.cert) };
  if (options.http2) {
    const server = tls ? http2.createSecureServer({ ...tls, allowHTTP1: true }) : http2.createServer();
    server.on(
      "request",
      handler as (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => void,
    );
    server.on("sessionError", () => undefined);
    server.on("session", (session) => session.on("error", () => undefined));
    return server;
  }
  const server = tls ? https.createServer(tls) : http.createServer();
  server.keepAliveTimeout = 60_000;
  server.headersTimeout = 30_000;
  server.requestTimeout = 120_000;
  server.on("request", handler as http.RequestListener);
  return server;
}
