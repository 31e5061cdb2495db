import * as ai5 from "ai5";
import * as ai6 from "ai6";
import * as ai7 from "ai7";
import { z } from "zod";
import * as root from "../src";
import * as v2 from "../src/v2";
import * as v4 from "../src/v4";

/** The AI SDK, seen through the types of version 6: the tests use what all three have. */
export type AiSdk = typeof ai6;
export type Provider = root.AurikoProvider;

/** A version of the AI SDK with an entry of this package that is meant for it. */
export interface Version {
  readonly title: string;
  readonly major: 5 | 6 | 7;
  readonly ai: AiSdk;
  readonly createAuriko: typeof root.createAuriko;
  readonly hostedTool: typeof root.hostedTool;
}

/** Every pair that the documentation promises. */
export const versions: readonly Version[] = [
  {
    title: "AI SDK 5, /v2",
    major: 5,
    ai: ai5 as unknown as AiSdk,
    createAuriko: v2.createAuriko as unknown as typeof root.createAuriko,
    hostedTool: v2.hostedTool as unknown as typeof root.hostedTool,
  },
  { title: "AI SDK 6", major: 6, ai: ai6, createAuriko: root.createAuriko, hostedTool: root.hostedTool },
  {
    title: "AI SDK 7",
    major: 7,
    ai: ai7 as unknown as AiSdk,
    createAuriko: root.createAuriko,
    hostedTool: root.hostedTool,
  },
  {
    title: "AI SDK 7, /v4",
    major: 7,
    ai: ai7 as unknown as AiSdk,
    createAuriko: v4.createAuriko as unknown as typeof root.createAuriko,
    hostedTool: v4.hostedTool,
  },
];

/** A tool to be called. */
export const weatherTool = (ai: AiSdk) =>
  ai.tool({
    description: "The weather at a place",
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }: { city: string }) => ({ city, celsius: 21 }),
  });

/** All of a stream. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The AI SDK prints warnings and errors of its own; tests look at results. */
export function quiet(): void {
  (globalThis as { AI_SDK_LOG_WARNINGS?: unknown }).AI_SDK_LOG_WARNINGS = false;
}
