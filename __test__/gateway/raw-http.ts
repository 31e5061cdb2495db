import { connect, type Socket } from "node:net";

/** What came over a plain socket until it ended, and how it ended. */
export interface RawAnswer {
  readonly bytes: Buffer;
  readonly text: string;
  readonly pieces: readonly Buffer[];
  readonly end: "fin" | "reset";
}

/** Sends a chat request over a plain socket and reads until the connection ends or `until` is satisfied. */
export function rawChat(
  gateway: { port: number; apiKey: string },
  body: unknown,
  headers: Record<string, string> = {},
  until: (text: string) => boolean = () => false,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(gateway.port, "127.0.0.1");
    const pieces: Buffer[] = [];
    const done = (end: "fin" | "reset"): void => {
      socket.destroy();
      const bytes = Buffer.concat(pieces);
      resolve({ bytes, text: bytes.toString("utf8"), pieces, end });
    };
    socket.on("connect", () => socket.write(requestText(gateway, JSON.stringify(body), headers)));
    socket.on("data", (piece) => {
      pieces.push(piece);
      if (until(Buffer.concat(pieces).toString("utf8"))) done("fin");
    });
    socket.on("end", () => done("fin"));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNRESET" ? done("reset") : reject(error),
    );
  });
}

function requestText(gateway: { apiKey: string }, body: string, headers: Record<string, string>): string {
  const lines = {
    host: "127.0.0.1",
    authorization: `Bearer ${gateway.apiKey}`,
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
    ...headers,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /v1/chat/completions HTTP/1.1\r\n${head.join("")}\r\n${body}`;
}
