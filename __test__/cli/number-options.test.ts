import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startGateway } from "../../gateway";
import { numberOption } from "../../ts/cli/number-option";
import { UsageError } from "../../ts/cli/usage-error";
import { runCommand } from "./run-command";

test.each([
  ["gateway --port", "from 0 to 65535", ["x", "-1", "1.5", "65536", "0x10", " 1", "1e3", ""]],
  ["gateway --rpm", "a whole number of 0 or more", ["-1", "NaN", "9007199254740993"]],
  ["keys create --name n --rpm", "a whole number of 1 or more", ["0", "1.5", "Infinity"]],
  ["keys create --name n --budget-usd", "a number above 0", ["0", "-1", "much", "Infinity", " "]],
  ["models --max-input", "a number of 0 or more", ["-1", "cheap", "0x10", "1e400"]],
  ["batch FILE --output FILE.out --concurrency", "a whole number of 1 or more", ["0", "-3", "2.5"]],
  ["batch FILE --output FILE.out --max-retries", "a whole number of 0 or more", ["-1", "some"]],
  ["batch FILE --output FILE.out --max-cost-usd", "a number above 0", ["0", "Infinity"]],
  [
    "batch FILE --output FILE.out --sync",
    '"always", "never" or a number above 0, in milliseconds',
    ["0", "now"],
  ],
])("auriko %s says which numbers it takes, and takes no others", async (command, takes, values) => {
  const gateway = await startGateway();
  onTestFinished(() => gateway.close());
  const folder = mkdtempSync(join(tmpdir(), "auriko-numbers-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "requests.jsonl");
  writeFileSync(file, "");
  for (const value of values) {
    const args = command.replaceAll("FILE", file).split(" ");
    const option = args.pop();
    const { code, complaints } = await runCommand([...args, `${option}=${value}`], { gateway });
    expect([value, code]).toEqual([value, 2]);
    expect(complaints).toContain(`${option} must be `);
    expect(complaints).toContain(takes);
  }
});

test("numbers are read as people write them", () => {
  const read = (text: string) => numberOption("--n", text, { above: 0 });
  expect(["5", "0.25", ".5", "5.", "1e6", "2.5E-3"].map(read)).toEqual([5, 0.25, 0.5, 5, 1e6, 0.0025]);
  expect(numberOption("--n", "007", { whole: true })).toBe(7);
  expect(numberOption("--n", undefined, {})).toBeUndefined();
  expect(() => read("1_000")).toThrow(UsageError);
});
