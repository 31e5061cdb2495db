import { createRequire } from "node:module";
import type OpenAI from "openai";
import { vi } from "vitest";
import type * as Entry from "../../ts/openai";

const require = createRequire(__filename);

type OpenAIModule = typeof import("openai");

/** The `openai` packages that a program may hold: both supported majors, each in both formats. */
export const copies = {
  "openai 6, imported": () => import("openai"),
  "openai 6, required": async () => require("openai") as OpenAIModule,
  "openai 7, imported": () => import("openai-7") as unknown as Promise<OpenAIModule>,
  "openai 7, required": async () => require("openai-7") as OpenAIModule,
} as const;

export type CopyName = keyof typeof copies;
export const copyNames = Object.keys(copies) as CopyName[];

/** Our entry over one of them. */
export interface Copy {
  readonly OpenAI: typeof OpenAI;
  readonly AurikoOpenAI: typeof Entry.AurikoOpenAI;
  readonly entry: typeof Entry;
}

/** Loads our entry as a program does that holds this `openai`. */
export async function load(name: CopyName): Promise<Copy> {
  const openai = await copies[name]();
  vi.doMock("openai", () => ({ ...openai, default: openai.OpenAI }));
  vi.resetModules();
  const entry = (await import("../../ts/openai")) as typeof Entry;
  vi.doUnmock("openai");
  return { OpenAI: openai.OpenAI, AurikoOpenAI: entry.AurikoOpenAI, entry };
}
