import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import type { BatchOptions, BatchSummary } from "../batch";
import type { Client } from "../client";
import { errorTable, retryAdvice } from "./batch-errors";
import { estimateBatch } from "./batch-estimate";
import { mergeCommand } from "./batch-merge-command";
import { BatchMeter } from "./batch-meter";
import { routeTable } from "./batch-routes";
import { commandArguments } from "./command-arguments";
import { CommandFailure } from "./command-failure";
import type { CommandIo } from "./command-io";
import { INTERRUPTED } from "./exit-codes";
import { numberOption } from "./number-option";
import { type OptionNames, underTheirOptions } from "./option-errors";
import { reportCommand } from "./report/report-command";
import { writeReport } from "./report/write-report";
import { resultFile } from "./result-file";
import { withClient } from "./sdk-client";
import { UsageError } from "./usage-error";

/** What `auriko batch --help` prints. */
export const BATCH_HELP = `Usage: auriko batch <requests.jsonl> --output <results.jsonl> [options]
       auriko batch merge <results.jsonl>… --output <file> [--input <requests.jsonl>] [--missing <file>]
       auriko batch report <results.jsonl> --output <report.html>

Asks for every line of a file and writes a line for each result, in the order in which they end. A line is a request
body, or one in an envelope: {"custom_id", "url", "body"}. Started again with the same arguments, after a crash or a
stop, it goes on: finished lines are not asked again. The key comes from AURIKO_API_KEY, the address from
AURIKO_BASE_URL.

Options:
  --output <file>          where results go (required)
  --concurrency <n>        the most requests in flight (default 64)
  --model <model>          the model of requests that name none
  --max-cost-usd <amount>  stop when reported cost reaches this, earlier runs of the same output included
  --max-failures <n>       stop when so many lines have failed, earlier runs included
  --shard <i>/<n>          ask only for part i of n, counted from 0, as JOB_COMPLETION_INDEX of Kubernetes is
  --retry-failed           ask again for lines that failed in earlier runs, and replace them
  --max-retries <n>        attempts after the first of each request (default 5)
  --sync <time>            "always", "never", or milliseconds that may be lost with the power (default 1000)
  --estimate               say what the requests would cost by list prices, and ask for nothing
  --report <file>          write a page with cost, tokens, latency and failures when the batch has ended
  --local                  ask a gateway on this machine instead
  --json                   print the summary as JSON

merge joins the outputs of shards: each id once, an answer rather than a failure.
  --input <file>           find what is missing of it
  --missing <file>         write the lines that are missing, to be asked as a batch of their own

report makes that page of the results that there are.

Ctrl+C finishes what is in flight; a second one gives it up.
Exit codes: 0 when every line has an answer, 1 when some failed or it stopped, 2 for wrong usage, 130 when interrupted.`;

/** The options of `auriko batch`. */
export const BATCH_OPTIONS = {
  output: { type: "string" },
  concurrency: { type: "string" },
  model: { type: "string" },
  "max-cost-usd": { type: "string" },
  "max-failures": { type: "string" },
  shard: { type: "string" },
  "retry-failed": { type: "boolean" },
  "max-retries": { type: "string" },
  sync: { type: "string" },
  estimate: { type: "boolean" },
  report: { type: "string" },
  json: { type: "boolean" },
  local: { type: "boolean" },
  input: { type: "string" },
  missing: { type: "string" },
} as const;

/** Runs `auriko batch`. */
export async function runBatch(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = commandArguments(args, BATCH_OPTIONS);
  if (positionals[0] === "merge") return mergeCommand(positionals.slice(1), values, io);
  if (positionals[0] === "report") return reportCommand(positionals.slice(1), values.output, io);
  const [input, ...others] = positionals;
  if (input === undefined || others.length > 0)
    throw new UsageError("auriko batch needs one file of requests.");
  if (values.input !== undefined || values.missing !== undefined) {
    throw new UsageError("--input and --missing belong to auriko batch merge.");
  }
  await checkReadable(input);
  if (values.estimate) return estimateBatch(input, values, io);
  if (values.output === undefined) throw new UsageError("auriko batch needs --output.");
  const options = { ...optionsIn(values), output: resultFile("--output", values.output) };
  const summary = await withClient(io, values.local, (client) => run(client, input, options, io));
  if (values.json) io.print(JSON.stringify(summary));
  else tell(summary, io);
  const { succeeded, failed } = summary.total;
  if (values.report !== undefined && succeeded + failed > 0) await writeReport(values.output, values.report);
  if (io.stop.aborted && summary.stopped === "requested") return INTERRUPTED;
  return summary.complete ? 0 : 1;
}

async function run(
  client: Client,
  input: string,
  options: BatchOptions,
  io: CommandIo,
): Promise<BatchSummary> {
  const meter = new BatchMeter(io);
  const batch = client.batch(input, { ...options, progressInterval: meter.interval, signal: io.stop });
  let hasBegun = false;
  batch.on("progress", (progress) => {
    hasBegun = true;
    meter.show(progress);
  });
  const ended = () => batch.finally(() => meter.clear());
  // What breaks it off later, as a disk that is full, is no fault of the command line.
  return underTheirOptions(OPTION_NAMES, () => ended()).catch((error: unknown) => {
    if (hasBegun && error instanceof UsageError) throw new CommandFailure(error.message);
    throw error;
  });
}

const OPTION_NAMES: OptionNames = {
  input: "the file of requests",
  output: "--output",
  concurrency: "--concurrency",
  model: "--model",
  maxCostUsd: "--max-cost-usd",
  maxFailures: "--max-failures",
  shard: "--shard",
  maxRetries: "--max-retries",
  sync: "--sync",
};

type Values = { readonly [Name in keyof typeof BATCH_OPTIONS]?: string | boolean | undefined };

const COUNT = { from: 1, whole: true } as const;

function optionsIn(values: Values): BatchOptions {
  const text = (name: keyof typeof BATCH_OPTIONS) => values[name] as string | undefined;
  return {
    output: text("output"),
    concurrency: numberOption("--concurrency", text("concurrency"), COUNT),
    model: text("model"),
    maxCostUsd: numberOption("--max-cost-usd", text("max-cost-usd"), { above: 0 }),
    maxFailures: numberOption("--max-failures", text("max-failures"), COUNT),
    shard: text("shard"),
    retryFailed: values["retry-failed"] === true,
    maxRetries: numberOption("--max-retries", text("max-retries"), { from: 0, whole: true }),
    sync: syncOf(text("sync")),
  };
}

function syncOf(text: string | undefined): BatchOptions["sync"] {
  if (text === undefined || text === "always" || text === "never") return text;
  return numberOption("--sync", text, { above: 0, words: ["always", "never"], unit: "milliseconds" });
}

async function checkReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch {
    throw new UsageError(`${path} can't be read.`);
  }
  if ((await stat(path)).isDirectory()) throw new UsageError(`${path} is a folder, and no file of requests.`);
}

function tell(summary: BatchSummary, io: CommandIo): void {
  for (const line of [...routeTable(summary.totalRoutes), ...errorTable(summary.errors)]) io.print(line);
  io.print("");
  const { succeeded, failed, costUsd } = summary.total;
  io.print(`${succeeded} answered, ${failed} failed, $${costUsd.toFixed(4)}, ${seconds(summary.elapsed)}`);
  for (const note of notesOn(summary)) io.print(note);
}

function notesOn(summary: BatchSummary): string[] {
  const notes: string[] = [];
  if (summary.skipped > 0) notes.push(`${summary.skipped} lines were finished before and not asked again.`);
  if (summary.askedAgain > 0) {
    notes.push(
      `${summary.askedAgain} requests may have been in flight when an earlier run broke off; they were asked again.`,
    );
  }
  if (summary.repaired) notes.push("The last line of the output was half written and has been taken out.");
  if (summary.total.unknownCost > 0)
    notes.push(`The cost of ${summary.total.unknownCost} answers was not reported.`);
  if (summary.stopped !== null) notes.push(STOPPED[summary.stopped]);
  else notes.push(...retryAdvice(summary.total.failed, summary.errors));
  return notes;
}

const STOPPED: Readonly<Record<NonNullable<BatchSummary["stopped"]>, string>> = {
  requested: "Stopped. Run the same command again to go on.",
  max_cost: "Stopped at --max-cost-usd. Raise it and run the command again to go on.",
  max_failures: "Stopped at --max-failures. Look at the errors; go on with --retry-failed, or raise it.",
};

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
