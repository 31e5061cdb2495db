import { connect } from "node:net";

/** Sends bytes to a local port and gives all that comes back until the connection ends. */
export function rawExchange(port: number, bytes: Uint8Array | string, patienceMs = 400): Promise<string> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    // A request that is not whole, or that leaves its connection open, is over when its client says so.
    const timer = setTimeout(() => socket.end(), patienceMs);
    socket.on("data", (piece) => {
      pieces.push(piece);
      timer.refresh();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(Buffer.concat(pieces).toString("latin1"));
    });
  });
}

/** The answers in what came over a connection; what is not one comes last, in `rest`. */
export function readAnswers(text: string): { readonly statuses: number[]; readonly rest: string } {
  const statuses: number[] = [];
  let rest = text;
  for (;;) {
    const head = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n((?:[\w-]+: [^\r\n]*\r\n)*)\r\n/.exec(rest);
    if (head === null) return { statuses, rest };
    const body = bodyLength(head[2] ?? "", rest.slice(head[0].length));
    statuses.push(Number(head[1]));
    rest = rest.slice(head[0].length + body);
  }
}

function bodyLength(headers: string, body: string): number {
  const length = /^content-length: (\d+)\r$/im.exec(headers)?.[1];
  if (length !== undefined) return Math.min(Number(length), body.length);
  if (!/^transfer-encoding: chunked\r$/im.test(headers)) return body.startsWith("HTTP/1.1") ? 0 : body.length;
  const end = /(?:^|\r\n)0\r\n\r\n/.exec(body);
  return end === null ? body.length : end.index + end[0].length;
}
