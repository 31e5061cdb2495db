import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What a collector was sent, by the path of its kind. */
export interface Collector {
  /** Where spans go. */
  readonly traces: string;
  /** Where metrics go. */
  readonly metrics: string;
  /** The documents that came to `/v1/traces` and `/v1/metrics`. */
  readonly received: Readonly<Record<string, readonly unknown[]>>;
}

/** Starts a collector of OTLP over HTTP, with JSON, for the running test. */
export async function startCollector(): Promise<Collector> {
  const received: Record<string, unknown[]> = { "/v1/traces": [], "/v1/metrics": [] };
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    received[request.url ?? ""]?.push(JSON.parse(Buffer.concat(pieces).toString()));
    response.setHeader("content-type", "application/json").end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { traces: `${origin}/v1/traces`, metrics: `${origin}/v1/metrics`, received };
}
