import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { onTestFinished } from "vitest";
import { type Received, RequestReader } from "./received";

/** Answers one request, byte by byte if it likes. */
export type Answer = (exchange: Exchange) => unknown;

/** What happened at the server, in order. */
export interface LogEntry {
  readonly event: "connected" | "request" | "closed";
  /** Which connection, counted from 1. */
  readonly connection: number;
  /** `performance.now()` */
  readonly at: number;
}

/** One request and the connection that its answer goes to. */
export class Exchange {
  constructor(
    readonly request: Received,
    readonly socket: Socket,
    readonly connection: number,
    /** Resolves with the time at which the client, or this server, closed the connection. */
    readonly closed: Promise<number>,
  ) {}

  /** Writes bytes; resolves when they have left this process. */
  write(bytes: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      if (this.socket.destroyed) resolve();
      else this.socket.write(bytes, () => resolve());
    });
  }

  /** Closes the connection properly. */
  end(bytes: string | Uint8Array = ""): void {
    if (bytes.length > 0) this.socket.write(bytes);
    this.socket.end();
  }

  /** Resets the connection. */
  reset(): void {
    this.socket.resetAndDestroy();
  }
}

/** A server that says exactly what a test tells it to, and notes who connects, asks and leaves. */
export class ScriptedServer {
  readonly log: LogEntry[] = [];
  readonly exchanges: Exchange[] = [];
  readonly #server: Server;
  readonly #scheme: string;
  readonly #answers: readonly Answer[];
  readonly #sockets = new Set<Socket>();
  readonly #arrivals: { count: number; resolve: (exchange: Exchange) => void }[] = [];
  #connections = 0;

  constructor(answers: readonly Answer[], tls?: TlsOptions) {
    this.#answers = answers;
    this.#scheme = tls === undefined ? "http" : "https";
    const accept = (socket: Socket) => this.#accept(socket);
    this.#server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept);
    this.#server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => this.#sockets.delete(socket));
    });
    this.#server.on("tlsClientError", () => {});
  }

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  get baseUrl(): string {
    return `${this.origin}/v1`;
  }

  get requests(): Received[] {
    return this.exchanges.map(({ request }) => request);
  }

  /** How many connections were opened so far. */
  get connections(): number {
    return this.#connections;
  }

  /** How many connections are open. */
  get open(): number {
    return this.#sockets.size;
  }

  /** The `count`th request, the first being 1, as soon as it has arrived. */
  arrival(count = 1): Promise<Exchange> {
    const exchange = this.exchanges[count - 1];
    if (exchange !== undefined) return Promise.resolve(exchange);
    return new Promise((resolve) => this.#arrivals.push({ count, resolve }));
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    const connection = ++this.#connections;
    const note = (event: LogEntry["event"]) => this.log.push({ event, connection, at: performance.now() });
    note("connected");
    socket.setNoDelay(true);
    const closed = new Promise<number>((resolve) => {
      let left = false;
      const leave = () => {
        if (left) return;
        left = true;
        note("closed");
        resolve(performance.now());
      };
      socket.on("end", leave).on("error", leave).on("close", leave);
    });
    const reader = new RequestReader();
    let queue: Promise<unknown> = Promise.resolve();
    socket.on("data", (piece: Buffer) => {
      reader.push(piece);
      for (let request = reader.next(); request !== undefined; request = reader.next()) {
        note("request");
        const exchange = new Exchange(request, socket, connection, closed);
        const answer = this.#answers[Math.min(this.exchanges.length, this.#answers.length - 1)];
        this.exchanges.push(exchange);
        queue = queue.then(() => answer?.(exchange));
        queue.catch(() => socket.destroy());
        for (const { count, resolve } of this.#arrivals) {
          if (count === this.exchanges.length) resolve(exchange);
        }
      }
    });
  }
}

/**
 * Starts a server for the running test. The answers are given in order, one for each request; the last one also to all
 * further requests.
 */
export async function serve(...answers: Answer[]): Promise<ScriptedServer> {
  return start(new ScriptedServer(answers));
}

/** The same over TLS. */
export async function serveTls(tls: TlsOptions, ...answers: Answer[]): Promise<ScriptedServer> {
  return start(new ScriptedServer(answers, tls));
}

async function start(server: ScriptedServer): Promise<ScriptedServer> {
  await server.listen();
  onTestFinished(() => server.close());
  return server;
}
