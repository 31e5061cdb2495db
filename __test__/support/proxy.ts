import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { onTestFinished } from "vitest";
import { type Received, RequestReader } from "./received";

/** What a proxy does with a request instead of carrying it. */
export type Refusal = (request: Received) => string | undefined;

/** An HTTP proxy: carries plain requests and tunnels, and notes them. */
export class TestProxy {
  readonly requests: Received[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  readonly #scheme: string;

  constructor(refuse: Refusal, tls?: TlsOptions) {
    this.#scheme = tls === undefined ? "http" : "https";
    const accept = (socket: Socket) => {
      this.#keep(socket);
      const reader = new RequestReader();
      const onData = (piece: Buffer) => {
        reader.push(piece);
        const request = reader.next();
        if (request === undefined) return;
        this.requests.push(request);
        const refusal = refuse(request);
        if (refusal !== undefined) {
          socket.end(refusal);
          return;
        }
        socket.off("data", onData);
        if (request.method === "CONNECT") this.#tunnel(socket, request);
        else this.#forward(socket, request);
      };
      socket.on("data", onData);
    };
    this.#server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept);
  }

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Every name leads to this machine, so that tests can invent hosts. */
  #tunnel(socket: Socket, { target }: Received): void {
    const upstream = connect(Number(target.split(":").at(-1)), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      this.#join(socket, upstream);
    });
    this.#keep(upstream);
    // Also where nobody listens.
    upstream.on("close", () => socket.destroy());
  }

  #forward(socket: Socket, { head, body, target }: Received): void {
    const { port, pathname, search } = new URL(target);
    const upstream = connect(Number(port), "127.0.0.1", () => {
      upstream.write(Buffer.from(`${head.replace(target, pathname + search)}\r\n\r\n`, "latin1"));
      upstream.write(body);
      this.#join(socket, upstream);
    });
    this.#keep(upstream);
    upstream.on("close", () => socket.destroy());
  }

  #join(one: Socket, other: Socket): void {
    one.pipe(other).pipe(one);
    one.on("close", () => other.destroy());
    other.on("close", () => one.destroy());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => this.#sockets.delete(socket));
  }
}

/** Starts a proxy for the running test. */
export async function startProxy(refuse: Refusal = () => undefined, tls?: TlsOptions): Promise<TestProxy> {
  const proxy = new TestProxy(refuse, tls);
  await proxy.listen();
  onTestFinished(() => proxy.close());
  return proxy;
}
