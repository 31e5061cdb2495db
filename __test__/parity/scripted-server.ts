import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Reply, Scenario } from "./scenario";

/** A request as the server saw it, below the part of the path that says whose it is. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: unknown;
}

/** Long enough for a client to have read what was sent, before the connection is torn down. */
const SETTLED = 200;

/** Answers `/<client>/<number of the scenario>/…` as that scenario says, and counts for each client. */
export class ScriptedServer {
  readonly #scenarios: readonly Scenario[];
  readonly #sent = new Map<string, Sent[]>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(scenarios: readonly Scenario[]) {
    this.#scenarios = scenarios;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** What a client sent in a scenario. */
  sentBy(client: string, index: number): readonly Sent[] {
    return this.#sent.get(`${client}/${index}`) ?? [];
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, client = "", number = "", ...rest] = (request.url ?? "").split("/");
    const key = `${client}/${number}`;
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const text = Buffer.concat(pieces).toString("utf8");
    const sent = this.#sent.get(key) ?? [];
    this.#sent.set(key, sent);
    sent.push({
      method: request.method ?? "",
      path: `/${rest.join("/")}`,
      authorization: request.headers.authorization,
      contentType: request.headers["content-type"],
      body: text === "" ? null : JSON.parse(text),
    });
    const replies = this.#scenarios[Number(number)]?.replies ?? [];
    const reply = replies[Math.min(sent.length, replies.length) - 1];
    if (reply === undefined) response.writeHead(599).end();
    else await deliver(reply, response, `/${key}`);
  }
}

async function deliver(reply: Reply, response: ServerResponse, prefix: string): Promise<void> {
  if ("drop" in reply) await drop(reply.drop, response);
  else if ("events" in reply) await stream(reply, response);
  else {
    const { status = 200, body } = reply;
    const headers: Record<string, string> = { "content-type": "application/json", ...reply.headers };
    // Redirects stay with their scenario.
    if (headers.location?.startsWith("/")) headers.location = prefix + headers.location;
    const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
    if (reply.compressed) headers["content-encoding"] = "gzip";
    response.writeHead(status, headers);
    response.end(reply.compressed ? gzipSync(text) : text);
  }
}

async function stream(reply: Extract<Reply, { events: unknown }>, response: ServerResponse): Promise<void> {
  const { end = "done", piece } = reply;
  response.writeHead(200, { "content-type": "text/event-stream", ...reply.headers });
  const text = reply.events
    .map((event) => (typeof event === "string" ? event : `data: ${JSON.stringify(event)}\n\n`))
    .join("");
  const bytes = Buffer.from(end === "done" ? `${text}data: [DONE]\n\n` : text);
  const size = piece ?? Math.max(1, bytes.length);
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size));
    if (piece !== undefined) await wait(1);
  }
  if (end === "stall") return;
  if (end !== "reset") {
    response.end();
    return;
  }
  await wait(SETTLED);
  response.socket?.resetAndDestroy();
}

async function drop(how: Extract<Reply, { drop: unknown }>["drop"], response: ServerResponse): Promise<void> {
  const { socket } = response;
  if (how === "close") socket?.end();
  else if (how === "reset") socket?.resetAndDestroy();
  else if (how === "garbage") socket?.end("SSH-2.0-OpenSSH_9.6\r\n\r\n");
  else if (how === "short") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
    response.write('{"id":');
    await wait(SETTLED);
    socket?.end();
  }
}
