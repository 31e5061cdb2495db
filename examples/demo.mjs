// One routed, streamed answer: from a gateway inside this process, or, with --live, from Auriko.
import { parseArgs } from "node:util";
import { Client } from "@auriko/sdk";
import { startGateway } from "@auriko/sdk/testing";

const { values } = parseArgs({
  options: {
    live: { type: "boolean", default: false },
    upstream: { type: "string" },
    model: { type: "string", default: "gpt-5.4" },
  },
});

if (values.live && !process.env.AURIKO_API_KEY) {
  console.error("--live needs AURIKO_API_KEY in the environment.");
  process.exit(1);
}

const gateway = values.live
  ? undefined
  : await startGateway(values.upstream ? { upstream: values.upstream } : {});
const client = values.live ? new Client() : new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl });

const started = performance.now();
let firstTextAfter;
const stream = await client.chat.completions.create({
  model: values.model,
  messages: [{ role: "user", content: "In two sentences: why route requests over several providers?" }],
  gateway: { routing: { optimize: "cost" } },
  stream: true,
});

for await (const chunk of stream) {
  const text = chunk.choices[0]?.delta.content;
  if (!text) continue;
  firstTextAfter ??= performance.now() - started;
  process.stdout.write(text);
}

const route = stream.routingMetadata;
console.log("\n");
console.log(`provider  ${route?.provider ?? "not reported"}`);
console.log(
  `latency   ${firstTextAfter?.toFixed(1)} ms to the first word, ${(performance.now() - started).toFixed(1)} ms in all`,
);
console.log(`cost      ${route?.cost?.usd === undefined ? "not reported" : `$${route.cost.usd}`}`);

client.close();
await gateway?.close();
