import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A SOCKS5 proxy, and where it was asked to lead. */
export interface SocksProxy {
  readonly port: number;
  readonly targets: string[];
  readonly logins: string[];
}

/** Starts a SOCKS5 proxy for the running test; every name leads to this machine. */
export async function startSocksProxy({ login }: { login?: string } = {}): Promise<SocksProxy> {
  const targets: string[] = [];
  const logins: string[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket.on("error", () => {}));
    socket.once("close", () => sockets.delete(socket));
  };
  const server = createServer(async (socket) => {
    keep(socket);
    const read = () => once(socket, "data").then(([piece]) => piece as Buffer);
    await read();
    socket.write(Buffer.from([5, login === undefined ? 0 : 2]));
    if (login !== undefined) {
      const message = await read();
      const name = message.subarray(2, 2 + (message[1] ?? 0));
      logins.push(`${name}:${message.subarray(3 + name.length)}`);
      socket.write(Buffer.from([1, logins.at(-1) === login ? 0 : 1]));
      if (logins.at(-1) !== login) return void socket.end();
    }
    const request = await read();
    const port = request.readUInt16BE(request.length - 2);
    const named = request[3] === 3;
    const host = named
      ? request.toString("latin1", 5, request.length - 2)
      : [...request.subarray(4, -2)].join(".");
    targets.push(`${host}:${port}`);
    const upstream = connect(port, "127.0.0.1", () => {
      socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
      socket.pipe(upstream).pipe(socket);
    });
    keep(upstream);
    socket.on("close", () => upstream.destroy());
    upstream.on("close", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { port: (server.address() as AddressInfo).port, targets, logins };
}
