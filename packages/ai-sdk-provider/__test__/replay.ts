import { readFileSync } from "node:fs";
import type { Gateway } from "@auriko/sdk/testing";
import { type AurikoLanguageModelV3, createAuriko } from "../src";
import { collect } from "./versions";

export type Part =
  Awaited<ReturnType<AurikoLanguageModelV3["doStream"]>>["stream"] extends ReadableStream<infer P>
    ? P
    : never;
export type CallOptions = Parameters<AurikoLanguageModelV3["doStream"]>[0];

const prompt: CallOptions["prompt"] = [{ role: "user", content: [{ type: "text", text: "Hi" }] }];

/** The parts that a recorded stream becomes. */
export async function replay(
  gateway: Gateway,
  fixture: `${"chat" | "responses"}/${string}`,
  options: Partial<CallOptions> = {},
): Promise<Part[]> {
  const text = readFileSync(new URL(`fixtures/${fixture}.txt`, import.meta.url), "utf8");
  const events = text
    .trim()
    .split("\n")
    .map((line) => (line.startsWith("{") ? JSON.parse(line) : line) as unknown);
  gateway.enqueue({ raw: { events } });
  const auriko = createAuriko({ baseURL: gateway.baseUrl, apiKey: gateway.apiKey });
  const model = fixture.startsWith("chat/") ? auriko("gpt-4o") : auriko.responses("gpt-5.4");
  const { stream } = await model.doStream({ prompt, ...options });
  return collect(stream as unknown as AsyncIterable<Part>);
}

/** Parts as lines that a reader takes in at a glance; the first and the last, which are always there, are left out, and so
 * are citations. */
export function transcript(parts: readonly Part[]): string[] {
  return parts
    .filter(({ type }) => type !== "stream-start" && type !== "response-metadata" && type !== "finish")
    .map((part) => {
      const { type, providerMetadata, citations, ...rest } = part as Part & {
        providerMetadata?: { auriko?: unknown };
        citations?: unknown;
      };
      const values = Object.values(rest).map((value) =>
        value instanceof Error ? value.message : typeof value === "string" ? value : JSON.stringify(value),
      );
      const metadata = providerMetadata === undefined ? [] : [JSON.stringify(providerMetadata.auriko)];
      return [type, ...values, ...metadata].join(" ");
    });
}

/** The part that closes a stream. */
export function finishOf(parts: readonly Part[]): Extract<Part, { type: "finish" }> {
  const last = parts.at(-1);
  if (last?.type !== "finish") throw new Error(`The stream ends with ${last?.type}`);
  return last;
}
