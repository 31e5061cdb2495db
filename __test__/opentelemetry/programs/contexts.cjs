// Prints, as JSON, the span below which each kind of call lay.
const { trace } = require("@opentelemetry/api");
const {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} = require("@opentelemetry/sdk-trace-node");
const { Client } = require("@auriko/sdk");
const { instrumentAuriko } = require("@auriko/sdk/opentelemetry");
const { startGateway } = require("@auriko/sdk/testing");

const exporter = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
instrumentAuriko();
const tracer = trace.getTracer("program");
const question = { model: "gpt-5.4", messages: [{ role: "user", content: "Hello" }] };

async function main() {
  const gateway = await startGateway();
  const client = new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl, maxRetries: 1 });
  const below = (name, run) =>
    tracer.startActiveSpan(name, async (span) => {
      try {
        return await run();
      } finally {
        span.end();
      }
    });
  const calls = {
    whole: () => client.chat.completions.create(question),
    stream: async () => (await client.chat.completions.create({ ...question, stream: true })).finalText(),
    retried: () => {
      gateway.failNext("503", { when: ({ body }) => body?.user === "retried" });
      return client.chat.completions.create({ ...question, user: "retried" });
    },
    failed: () => client.models.retrieve("nobody-knows-it").catch(() => {}),
    refused: () =>
      client.chat.completions.create({ ...question, gateway: { route: "anywhere" } }).catch(() => {}),
  };
  // All at the same time: whose wake-up it is says nothing of whose call it is.
  await Promise.all(Object.entries(calls).map(([name, run]) => below(name, run)));
  const stream = await below("opened", () => client.chat.completions.create({ ...question, stream: true }));
  await below("read elsewhere", () => stream.finalText());
  await gateway.close();

  const spans = exporter.getFinishedSpans();
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  const parentOf = (span) => byId.get(span.parentSpanContext?.spanId);
  const seen = {};
  for (const span of spans) {
    const scope = span.instrumentationScope.name;
    const parent = parentOf(span);
    if (scope !== "@auriko/sdk" || parent === undefined) continue;
    const key =
      parent.instrumentationScope.name === "program" ? parent.name : `${parentOf(parent)?.name} > attempt`;
    seen[key] = (seen[key] ?? 0) + 1;
  }
  console.log(JSON.stringify(seen));
}

main();
