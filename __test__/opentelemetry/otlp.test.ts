import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { expect, test } from "vitest";
import { startGateway } from "../../gateway";
import { instrumentAuriko, SCHEMA_URL } from "../../ts/opentelemetry";
import { question } from "../support/chat";
import { clientOf } from "../support/client";

interface Exported {
  resourceSpans: {
    scopeSpans: {
      schemaUrl?: string;
      spans: {
        name: string;
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        kind: number;
        attributes: { key: string }[];
      }[];
    }[];
  }[];
}

test("a collector gets the spans over OTLP, and exporting them is no call of ours", async () => {
  const bodies: Exported[] = [];
  const collector = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    bodies.push(JSON.parse(Buffer.concat(pieces).toString()));
    response.setHeader("content-type", "application/json").end("{}");
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces`;
  const tracerProvider = new NodeTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  const end = instrumentAuriko({ tracerProvider });
  const gateway = await startGateway();
  try {
    gateway.failNext("503");
    const client = clientOf(gateway, { apiKey: gateway.apiKey, maxRetries: 1 });
    const stream = await client.chat.completions.create({ ...question, stream: true });
    await stream.finalText();
    await tracerProvider.forceFlush();
  } finally {
    end();
    await gateway.close();
    await tracerProvider.shutdown();
    collector.close();
  }
  const scopes = bodies.flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans));
  const spans = scopes.flatMap((scope) => scope.spans);
  expect(scopes.every(({ schemaUrl }) => schemaUrl === SCHEMA_URL)).toBe(true);
  expect(spans.map(({ name }) => name).sort()).toEqual([
    "POST /chat/completions",
    "POST /chat/completions",
    "chat gpt-5.4",
  ]);
  const call = spans.find(({ name }) => name === "chat gpt-5.4");
  expect(call?.attributes.map(({ key }) => key)).toEqual(
    expect.arrayContaining(["gen_ai.usage.output_tokens", "auriko.route.provider"]),
  );
  for (const span of spans) {
    expect(span.traceId).toBe(call?.traceId);
    if (span !== call) expect(span.parentSpanId).toBe(call?.spanId);
  }
});
