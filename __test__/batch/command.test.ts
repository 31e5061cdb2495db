import { beforeEach, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { runCli } from "../../ts/cli/run-cli";
import { BatchFiles, requests } from "./batch-files";

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway();
  return () => gateway.close();
});

interface Run {
  readonly code: number;
  readonly out: string;
  readonly complaints: string;
  readonly statuses: readonly string[];
}

async function auriko(
  args: readonly string[],
  { stop = new AbortController().signal, terminal = false } = {},
): Promise<Run> {
  const out: string[] = [];
  const complaints: string[] = [];
  const statuses: string[] = [];
  const code = await runCli(["batch", ...args], {
    print: (line) => out.push(line),
    complain: (line) => complaints.push(line),
    write: () => {},
    isPiped: false,
    readInput: async () => "",
    environment: { AURIKO_API_KEY: gateway.apiKey, AURIKO_BASE_URL: gateway.baseUrl },
    stop,
    ...(terminal && { showStatus: (line: string) => void statuses.push(line) }),
  });
  return { code, out: out.join("\n"), complaints: complaints.join("\n"), statuses };
}

test("a file of requests becomes a file of results, with costs by model and provider", async () => {
  const files = new BatchFiles(requests(["a", "b", "c"]));
  const { code, out, complaints } = await auriko([files.input, "--output", files.output]);
  expect(out).toMatch(/^MODEL +PROVIDER +ANSWERS/);
  expect(out).toMatch(/3 answered, 0 failed, \$0\.\d{4}/);
  expect(complaints).toContain("3 answered");
  expect(code).toBe(0);
  expect(files.results()).toHaveLength(3);
  const again = await auriko([files.input, "--output", files.output, "--json"]);
  expect([again.code, JSON.parse(again.out).skipped]).toEqual([0, 3]);
});

test("a terminal sees a bar, which is taken away in the end", async () => {
  const files = new BatchFiles(requests(["a"]));
  const { statuses, complaints } = await auriko([files.input, "--output", files.output], { terminal: true });
  expect(statuses.at(-2)).toMatch(/^\[#{24}\] 1 answered, 0 in flight/);
  expect([statuses.at(-1), complaints]).toEqual(["", ""]);
});

test("failures end with 1 and what to do about them", async () => {
  const files = new BatchFiles([...requests(["a"]), "nonsense"]);
  const { code, out } = await auriko([files.input, "--output", files.output]);
  expect(code).toBe(1);
  expect(out).toContain("--retry-failed");
});

test("the reasons of failures are told with code, words and number, and lines that are no requests are to be mended", async () => {
  gateway.failNext("404;code=model_not_found", { times: 2 });
  const files = new BatchFiles([...requests(["a", "b"]), "nonsense", { custom_id: 5, body: {} }]);
  const { out } = await auriko([files.input, "--output", files.output]);
  expect(out).toMatch(/^FAILED +CODE +MESSAGE\n +2 +model_not_found +\S/m);
  expect(out).toMatch(/^ +1 +invalid_line +.*`custom_id`: invalid type: integer `5`, expected a string$/m);
  expect(out).toContain("Run it again with --retry-failed to ask for the failures again.");
  expect(out).toContain("2 lines are no requests that can be asked: mend the input first");
  const broken = new BatchFiles([...requests(["a"]), ...requests(["a"]), "nonsense"]);
  const again = [broken.input, "--output", broken.output];
  await auriko(again);
  const { out: told } = await auriko(again);
  expect(told).not.toContain("to ask for the failures again");
  expect(told).toContain("3 lines were finished before");
});

test("an interruption ends with 130 and says how to go on", async () => {
  const files = new BatchFiles(requests(["a"]));
  const { code, out } = await auriko([files.input, "--output", files.output], { stop: AbortSignal.abort() });
  expect(code).toBe(130);
  expect(out).toContain("Run the same command again to go on.");
});

test("a limit on cost ends with 1 and names its option", async () => {
  const files = new BatchFiles(requests(Array.from({ length: 50 }, (_, index) => index)));
  const args = [files.input, "--output", files.output, "--max-cost-usd", "0.0000001", "--concurrency", "1"];
  const { code, out } = await auriko(args);
  expect(code).toBe(1);
  expect(out).toContain("Raise it and run the command again");
});

test("an estimate asks for nothing but prices", async () => {
  const files = new BatchFiles([...requests(["a", "b"]), "nonsense"]);
  const { code, out } = await auriko([files.input, "--estimate"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^2 requests, \d+ input tokens/);
  expect(out).toMatch(/\$0\.\d{4} by list prices/);
  expect(out).toContain("1 line is no request.");
});

test("outputs are merged, and what is missing is told", async () => {
  const files = new BatchFiles(requests(Array.from({ length: 12 }, (_, index) => index)));
  const shard = files.path("0.jsonl");
  await auriko([files.input, "--output", shard, "--shard", "0/2"]);
  const merge = [
    "merge",
    shard,
    "--output",
    files.output,
    "--input",
    files.input,
    "--missing",
    files.path("rest.jsonl"),
  ];
  const { code, out } = await auriko(merge);
  expect(code).toBe(1);
  expect(out).toMatch(/[1-9]\d* lines of the input have no result\./);
  await auriko([files.path("rest.jsonl"), "--output", files.output]);
  expect(files.results()).toHaveLength(12);
});

test("without a key, a gateway on this machine answers", async () => {
  const files = new BatchFiles(requests(["a"]));
  const { code } = await auriko([files.input, "--output", files.output, "--local"]);
  expect([code, files.results().length]).toEqual([0, 1]);
});

test("wrong usage ends with 2 and says what is wrong", async () => {
  const files = new BatchFiles(requests(["a"]));
  const { input, output } = files;
  for (const [args, words] of [
    [[], "one file of requests"],
    [[input], "--output"],
    [[input, input, "--output", output], "one file"],
    [[files.path("nothing"), "--output", output], "can't be read"],
    [[input, "--output", output, "--concurrency", "0"], "--concurrency"],
    [[input, "--output", output, "--max-cost-usd", "much"], "--max-cost-usd"],
    [[input, "--output", output, "--sync", "x"], "--sync"],
    [[input, "--output", output, "--nonsense"], "--nonsense"],
    [["merge", "--output", output], "files to join"],
    [["merge", input], "--output"],
    [["merge", input, "--output", output, "--missing", output], "--input"],
  ] as const) {
    const { code, complaints } = await auriko(args);
    expect(complaints).toContain(words);
    expect(code).toBe(2);
  }
  const bad = await auriko([input, "--output", output, "--shard", "9/9"]);
  expect([bad.code, bad.complaints]).toEqual([2, expect.stringContaining("--shard")]);
});
