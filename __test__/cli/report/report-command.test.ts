import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startGateway } from "../../../gateway";
import { runCommand } from "../run-command";
import { answerLine, folderOfTest, resultsFile } from "./some-results";

test("auriko batch report makes a page of an output", async () => {
  const folder = folderOfTest();
  const report = join(folder, "report.html");
  const made = await runCommand([
    "batch",
    "report",
    resultsFile(folder, [answerLine(1)]),
    "--output",
    report,
  ]);
  expect(made).toMatchObject({ code: 0, output: "" });
  expect(readFileSync(report, "utf8")).toContain("gpt-5.4");
});

test("auriko batch report says what is missing", async () => {
  const folder = folderOfTest();
  const results = resultsFile(folder, [answerLine(1)]);
  for (const args of [[], [results], [results, results, "--output", "x"], [results, "--output", results]]) {
    expect((await runCommand(["batch", "report", ...args])).code).toBe(2);
  }
  expect(readFileSync(results, "utf8")).toContain("id-1");
});

test("auriko batch --report writes the page of what it has come to, failures included", async () => {
  const gateway = await startGateway({ respond: "A summary." });
  onTestFinished(() => gateway.close());
  const folder = folderOfTest();
  const [input, output, report] = ["requests.jsonl", "results.jsonl", "report.html"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const body = (model: string) => JSON.stringify({ model, messages: [{ role: "user", content: "Hi" }] });
  writeFileSync(input, `${body("gpt-4o")}\n${body("no-such-model")}\n`);
  const ran = await runCommand(["batch", input, "--output", output, "--report", report], { gateway });
  expect(ran.code).toBe(1);
  expect(existsSync(report)).toBe(true);
  const page = readFileSync(report, "utf8");
  expect(page).toContain("model_not_found");
  expect(page).toContain("gpt-4o");
});
