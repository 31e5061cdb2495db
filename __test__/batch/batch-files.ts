import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { BatchResult } from "../../ts/index";

/** The requests of these ids. */
export const requests = (ids: readonly (string | number)[]) =>
  ids.map((id) => ({
    custom_id: String(id),
    body: { model: "gpt-5.4", messages: [{ role: "user" as const, content: `Say ${id}.` }] },
  }));

/** A folder with an input; it goes with its test. */
export class BatchFiles {
  readonly folder = mkdtempSync(join(tmpdir(), "auriko-batch-"));
  readonly input = this.path("requests.jsonl");
  readonly output = this.path("results.jsonl");

  constructor(lines: readonly unknown[]) {
    writeFileSync(
      this.input,
      lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""),
    );
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  results(path = this.output): BatchResult[] {
    const text = readFileSync(path, "utf8");
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as BatchResult);
  }
}
