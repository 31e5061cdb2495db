import { once } from "node:events";
import {
  createSecureServer,
  createServer,
  type Http2Server,
  type Http2Session,
  type IncomingHttpHeaders,
  type SecureServerOptions,
  type ServerHttp2Stream,
  type Settings,
} from "node:http2";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** One request over HTTP/2. */
export interface Http2Exchange {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  readonly body: Promise<string>;
  /** Resolves with the time at which the stream was closed. */
  readonly closed: Promise<number>;
}

export type Http2Answer = (exchange: Http2Exchange) => unknown;

/** A server that speaks HTTP/2 alone, and notes its sessions and streams. */
export class ScriptedHttp2Server {
  readonly exchanges: Http2Exchange[] = [];
  readonly sessions: Http2Session[] = [];
  /** How many streams were open at the same time, at the most. */
  mostOpen = 0;
  #open = 0;
  readonly #server: Http2Server;
  readonly #secure: boolean;
  readonly #arrivals: { count: number; resolve: (exchange: Http2Exchange) => void }[] = [];

  constructor(answers: readonly Http2Answer[], options: { tls?: SecureServerOptions; settings?: Settings }) {
    const { tls, settings = {} } = options;
    this.#secure = tls !== undefined;
    this.#server = tls === undefined ? createServer({ settings }) : createSecureServer({ ...tls, settings });
    this.#server.on("session", (session: Http2Session) => {
      this.sessions.push(session);
      session.on("error", () => {});
    });
    this.#server.on("sessionError", () => {});
    this.#server.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
      this.mostOpen = Math.max(this.mostOpen, ++this.#open);
      stream.on("error", () => {});
      const closed = new Promise<number>((resolve) => {
        stream.once("close", () => {
          this.#open--;
          resolve(performance.now());
        });
      });
      const exchange = { stream, headers, body: textOf(stream), closed };
      const answer = answers[Math.min(this.exchanges.length, answers.length - 1)];
      this.exchanges.push(exchange);
      answer?.(exchange);
      for (const { count, resolve } of this.#arrivals) if (count === this.exchanges.length) resolve(exchange);
    });
  }

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  get baseUrl(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `${this.#secure ? "https" : "http"}://127.0.0.1:${port}/v1`;
  }

  /** The `count`th request, the first being 1, as soon as it has arrived. */
  arrival(count = 1): Promise<Http2Exchange> {
    const exchange = this.exchanges[count - 1];
    if (exchange !== undefined) return Promise.resolve(exchange);
    return new Promise((resolve) => this.#arrivals.push({ count, resolve }));
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const session of this.sessions) session.destroy();
    await closed;
  }
}

/** Starts a server for the running test; the last answer also serves all further requests. */
export async function serveHttp2(
  options: { tls?: SecureServerOptions; settings?: Settings },
  ...answers: Http2Answer[]
): Promise<ScriptedHttp2Server> {
  const server = new ScriptedHttp2Server(answers, options);
  await server.listen();
  onTestFinished(() => server.close());
  return server;
}

async function textOf(stream: ServerHttp2Stream): Promise<string> {
  let text = "";
  stream.setEncoding("utf8");
  stream.on("data", (piece: string) => {
    text += piece;
  });
  await new Promise<void>((resolve) => stream.once("end", resolve).once("close", resolve));
  return text;
}

/** A JSON document. */
export function json(value: unknown, status = 200): Http2Answer {
  return async ({ stream, body }) => {
    await body;
    if (stream.destroyed) return;
    stream.respond({ ":status": status, "content-type": "application/json" });
    stream.end(JSON.stringify(value));
  };
}
