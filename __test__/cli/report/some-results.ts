import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** One in the afternoon, in milliseconds since 1970. */
export const START = Date.UTC(2026, 0, 5, 13);
const MINUTE = 60_000;

/** A folder for the running test. */
export function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), "auriko-report-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A line of an answer to a chat completion. */
export function answerLine(
  index: number,
  more: { model?: string; provider?: string; durationMs?: number } = {},
): string {
  const { model = "gpt-5.4", provider = "openai", durationMs = 100 + (index % 100) * 10 } = more;
  return JSON.stringify({
    id: `batch_req_${index}`,
    custom_id: `id-${index}`,
    response: {
      status_code: 200,
      request_id: `req_${index}`,
      body: {
        object: "chat.completion",
        model,
        choices: [],
        usage: { prompt_tokens: 100, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 40 } },
        routing_metadata: { provider, model_canonical: model, cost: { usd: 0.001 } },
      },
    },
    error: null,
    facts: {
      line: index + 1,
      model,
      finished_at: START + index * MINUTE,
      duration_ms: durationMs,
      attempts: index % 10 === 0 ? 2 : 1,
    },
  });
}

/** A line of a request that failed. */
export function failureLine(index: number, code: string, message: string): string {
  return JSON.stringify({
    id: `batch_req_${index}`,
    custom_id: `id-${index}`,
    response: null,
    error: { code, message, status: 400, attempts: 1, line: index + 1 },
    facts: {
      line: index + 1,
      model: "gpt-5.4",
      finished_at: START + index * MINUTE,
      duration_ms: 10,
      attempts: 1,
    },
  });
}

/** A file of these lines. */
export function resultsFile(folder: string, lines: readonly string[]): string {
  const file = join(folder, "results.jsonl");
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  return file;
}
