// One routed, streamed answer.
//   node examples/demo.mjs                                    from a gateway inside this process: no key, no network
//   node examples/demo.mjs --live                             from Auriko, with AURIKO_API_KEY
//   node examples/demo.mjs --upstream URL --model NAME        from an OpenAI-compatible endpoint behind the local gateway;
//                                                             --key-env VARIABLE names the one that holds its key
import { parseArgs } from "node:util";
import { AurikoAPIError, Client } from "@auriko/sdk";
import { startGateway } from "@auriko/sdk/testing";

const { values: options } = parseArgs({
  options: {
    live: { type: "boolean", default: false },
    upstream: { type: "string" },
    model: { type: "string", default: "gpt-5.4" },
    "key-env": { type: "string" },
  },
});

/** The gateway that answers, unless Auriko itself does. */
async function localGateway() {
  if (options.live) return undefined;
  const { upstream: baseUrl, model, "key-env": apiKeyEnv } = options;
  const upstream = { baseUrl, models: [model], ...(apiKeyEnv ? { apiKeyEnv } : {}) };
  return startGateway({ pace: "real", ...(baseUrl ? { upstreams: { upstream } } : {}) });
}

async function ask(client) {
  const started = performance.now();
  const elapsed = () => `${(performance.now() - started).toFixed(1)} ms`;
  let firstWord;

  const stream = await client.chat.completions.create({
    model: options.model,
    messages: [{ role: "user", content: "In two sentences: why route requests over several providers?" }],
    gateway: { routing: { optimize: "cost", ...(options.upstream ? { providers: ["upstream"] } : {}) } },
    stream: true,
  });
  for await (const chunk of stream) {
    const text = chunk.choices[0]?.delta.content;
    if (!text) continue;
    firstWord ??= elapsed();
    process.stdout.write(text);
  }

  const route = stream.routingMetadata;
  console.log(`\n\nprovider  ${route?.provider ?? "not reported"}`);
  console.log(`latency   ${firstWord} to the first word, ${elapsed()} in all`);
  console.log(`cost      ${route?.cost?.usd === undefined ? "not reported" : `$${route.cost.usd}`}`);
}

const gateway = await localGateway();
try {
  const client = gateway ? new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl }) : new Client();
  await ask(client);
  client.close();
} catch (error) {
  if (!AurikoAPIError.isInstance(error)) throw error;
  console.error(String(error));
  process.exitCode = 1;
} finally {
  await gateway?.close();
}
