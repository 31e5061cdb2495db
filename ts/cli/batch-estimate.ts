import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Client } from "../client";
import { BadRequestError } from "../errors";
import type { RequestEstimate } from "../estimate";
import type { CommandIo } from "./command-io";
import { INTERRUPTED } from "./exit-codes";
import { withClient } from "./sdk-client";

/** Options of `auriko batch` that an estimate looks at. */
interface EstimateValues {
  readonly model?: string | undefined;
  readonly json?: boolean | undefined;
  readonly local?: boolean | undefined;
}

/** What requests of a file would cost. */
interface Sum {
  requests: number;
  inputTokens: number;
  outputTokens: number;
  /** By the cheapest offer of each. */
  costUsd: number;
  /** Requests whose models have no list price. */
  unpriced: number;
  /** Lines that can't be estimated. */
  refused: number;
}

/** Says what the requests of a file would cost by list prices, at the cheapest offer of each. */
export async function estimateBatch(
  input: string,
  { model, json, local }: EstimateValues,
  io: CommandIo,
): Promise<number> {
  const sum: Sum = { requests: 0, inputTokens: 0, outputTokens: 0, costUsd: 0, unpriced: 0, refused: 0 };
  await withClient(io, local, async (client) => {
    const lines = createInterface({ input: createReadStream(input), crlfDelay: Number.POSITIVE_INFINITY });
    for await (const line of lines) {
      if (io.stop.aborted) return;
      if (line.trim() !== "") add(sum, await estimateOf(client, line, model));
    }
  });
  if (io.stop.aborted) return INTERRUPTED;
  if (json) {
    io.print(JSON.stringify(sum));
    return 0;
  }
  io.print(
    `${sum.requests} requests, ${sum.inputTokens} input tokens, at most ${sum.outputTokens} output tokens`,
  );
  io.print(`$${sum.costUsd.toFixed(4)} by list prices, at the cheapest offer of each`);
  if (sum.unpriced > 0) io.print(`${sum.unpriced} of them ask for models without a list price.`);
  if (sum.refused > 0)
    io.print(sum.refused === 1 ? "1 line is no request." : `${sum.refused} lines are no requests.`);
  return 0;
}

function add(sum: Sum, estimate: RequestEstimate | undefined): void {
  if (estimate === undefined) {
    sum.refused++;
    return;
  }
  sum.requests++;
  sum.inputTokens += estimate.inputTokens;
  sum.outputTokens += estimate.outputTokens;
  if (estimate.costUsd === null) sum.unpriced++;
  else sum.costUsd += estimate.costUsd;
}

async function estimateOf(
  client: Client,
  line: string,
  model: string | undefined,
): Promise<RequestEstimate | undefined> {
  const body = bodyOf(line, model);
  if (body === undefined) return undefined;
  try {
    return await client.estimate(body as never);
  } catch (error) {
    // A line that could not be sent is counted; whatever keeps the prices away ends the command.
    if (error instanceof BadRequestError) return undefined;
    throw error;
  }
}

function bodyOf(line: string, model: string | undefined): Record<string, unknown> | undefined {
  try {
    const given = JSON.parse(line) as { body?: unknown };
    const body = (given.body ?? given) as Record<string, unknown>;
    if (typeof body !== "object" || Array.isArray(body)) return undefined;
    const gateway = body.gateway as { models?: unknown } | undefined;
    return body.model !== undefined || gateway?.models !== undefined || model === undefined
      ? body
      : { model, ...body };
  } catch {
    return undefined;
  }
}
