import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { runConsumer } from "../openai/consumer";
import { toolFolder } from "./tools";
import { whole } from "./whole";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway?.close());

/** Every package of a folder by its name, so that each finds what it needs beside it. */
function packagesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => !name.startsWith("."));
  const scoped = names.flatMap((name) =>
    name.startsWith("@") ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  return Object.fromEntries(scoped.map((name) => [name, join(folder, name)]));
}

const inMain = (source: string) => `(async () => {${source}})();`;
const run = (source: string) =>
  runConsumer(packagesIn(toolFolder("peers")), inMain(source), {
    AURIKO_API_KEY: gateway.apiKey,
    AURIKO_BASE_URL: gateway.baseUrl,
    NO_PROXY: "*",
  });

describe.runIf(whole)("the newest release of an optional peer", () => {
  test("OpenAI Agents: a run with a tool, plain and streamed, each step with its route", async () => {
    const outcome = await run(`
      const { Agent, Runner, setTracingDisabled, tool } = require("@openai/agents");
      const { z } = require("zod");
      const { AurikoModelProvider } = require("@auriko/sdk/openai");
      setTracingDisabled(true);
      const modelProvider = new AurikoModelProvider();
      const runner = new Runner({ modelProvider });
      const weather = tool({
        name: "get_weather",
        description: "The weather of a city.",
        parameters: z.object({ city: z.string() }),
        execute: ({ city }) => "22 degrees in " + city,
      });
      const agent = new Agent({ name: "Forecaster", model: "gpt-4o", tools: [weather] });
      const results = [];
      for (const stream of [false, true]) {
        const result = await runner.run(agent, "What is the weather in Rome?", { stream });
        await result.completed;
        const { steps } = modelProvider.routingOf(result);
        const routed = steps.map(({ routingMetadata }) => typeof routingMetadata?.provider);
        results.push([result.finalOutput.includes("22 degrees in Rome"), routed]);
      }
      console.log(JSON.stringify(results));`);
    const expected = [true, ["string", "string"]];
    expect(outcome).toEqual([expected, expected]);
  }, 300_000);

  test("LangChain: an answer, a stream and a structured answer of ChatAuriko, with their route", async () => {
    const outcome = await run(`
      const { ChatAuriko } = require("@auriko/sdk/langchain");
      const { NotFoundError } = require("@auriko/sdk");
      const { z } = require("zod");
      const model = new ChatAuriko({ model: "gpt-4o", maxRetries: 0 });
      const answer = await model.invoke("Hello");
      let whole;
      for await (const piece of await model.stream("Hello")) whole = whole === undefined ? piece : whole.concat(piece);
      const Person = z.object({ name: z.string(), age: z.number().int() });
      const person = await model.withStructuredOutput(Person).invoke("Somebody");
      const error = await new ChatAuriko({ model: "no-such-model", maxRetries: 0 }).invoke("Hello").catch((error) => error);
      console.log(JSON.stringify([
        typeof answer.response_metadata.routing_metadata.provider,
        typeof whole.response_metadata.routing_metadata.provider,
        Person.safeParse(person).success,
        error instanceof NotFoundError,
      ]));`);
    expect(outcome).toEqual(["string", "string", true, true]);
  }, 300_000);

  test.each(["opentelemetry", "oldestOpenTelemetry"] as const)(
    "%s: spans of a call and its attempt, and their headers",
    async (tool) => {
      const outcome = await runConsumer(
        packagesIn(toolFolder(tool)),
        inMain(`
        const { metrics, propagation, trace } = require("@opentelemetry/api");
        const { Client } = require("@auriko/sdk");
        const { instrumentAuriko } = require("@auriko/sdk/opentelemetry");
        instrumentAuriko();
        const seen = [];
        class Span {
          constructor(name) { this.name = name; seen.push(name); }
          spanContext() { return { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 }; }
          isRecording() { return true; }
          setAttributes(attributes) { seen.push(Object.keys(attributes).length > 0); return this; }
          setStatus() { return this; }
          end() { seen.push("end of " + this.name); }
        }
        trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan: (name) => new Span(name) }) });
        propagation.setGlobalPropagator({ inject: (context, carrier) => { carrier.traceparent = trace.getSpanContext(context).spanId; }, extract: (context) => context, fields: () => [] });
        const { choices } = await new Client().chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: "Hello" }] });
        console.log(JSON.stringify([choices.length, seen]));`),
        { AURIKO_API_KEY: gateway.apiKey, AURIKO_BASE_URL: gateway.baseUrl, NO_PROXY: "*" },
      );
      expect(outcome).toEqual([
        1,
        [
          "chat gpt-4o",
          true,
          true,
          "POST /chat/completions",
          "end of POST /chat/completions",
          "end of chat gpt-4o",
        ],
      ]);
      expect(gateway.lastRequest?.headers.traceparent).toBe("2".repeat(16));
    },
    300_000,
  );
});
