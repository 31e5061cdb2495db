import { z } from "zod";
import type { Gateway, Reply } from "../../gateway";
import { type ChatToolRunParams, Client, type Tool, tool } from "../../ts";

/** A reply that calls tools. */
export const calls = (...toolCalls: { name: string; arguments?: unknown; id?: string }[]): Reply => ({
  toolCalls,
});

/** What the tools of a scenario did, in the order in which they did it. */
export interface Journal {
  readonly entries: string[];
  /** The most tools that ran at the same time. */
  peak: number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The tools that scenarios use. They note what they do. */
export function journalled(): { journal: Journal; tools: Record<ToolName, Tool> } {
  const journal: Journal = { entries: [], peak: 0 };
  let running = 0;
  const weather = tool({
    name: "weather",
    description: "The weather in a city",
    parameters: z.object({ city: z.string(), days: z.number().int().default(1) }),
    execute: async ({ city, days }) => {
      journal.peak = Math.max(journal.peak, ++running);
      await pause(1);
      running--;
      journal.entries.push(`weather ${city} ${days}`);
      return { city, celsius: -3 };
    },
  });
  const clock = tool({
    name: "clock",
    execute: () => {
      journal.entries.push("clock");
      return "12:00";
    },
  });
  const fails = tool({
    name: "fails",
    execute: () => {
      throw Object.assign(new Error("the station is closed"), { code: "ESTATION" });
    },
  });
  const hangs = tool({
    name: "hangs",
    execute: (_args, { signal }) =>
      new Promise((_resolve, reject) => {
        journal.entries.push("hangs");
        signal.addEventListener("abort", () => {
          journal.entries.push(`hangs stopped`);
          reject(signal.reason);
        });
      }),
  });
  const deaf = tool({ name: "deaf", execute: () => new Promise(() => journal.entries.push("deaf")) });
  const pays = tool({
    name: "pays",
    parameters: z.object({ amount: z.number() }),
    needsApproval: ({ amount }) => amount > 10,
    execute: ({ amount }) => {
      journal.entries.push(`paid ${amount}`);
      return "paid";
    },
  });
  const manual = tool({ name: "manual", parameters: { type: "object" } });
  const odd = tool({
    name: "odd",
    parameters: { type: "object" },
    execute: ({ what }) => (what === "nothing" ? undefined : what === "bigint" ? 1n : [1, null, "x"]),
  });
  return { journal, tools: { weather, clock, fails, hangs, deaf, pays, manual, odd } };
}

export type ToolName = "weather" | "clock" | "fails" | "hangs" | "deaf" | "pays" | "manual" | "odd";

/** A client of a gateway, which does not repeat requests unless told so. */
export function clientFor(gateway: Gateway, options: { maxRetries?: number } = {}): Client {
  return new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl, maxRetries: 0, ...options });
}

export const question: Pick<ChatToolRunParams, "model" | "messages"> = {
  model: "gpt-5.4",
  messages: [{ role: "user", content: "How cold is it in Oslo?" }],
};
