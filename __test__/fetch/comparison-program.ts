// A program, not a test: compares both implementations on the Node that runs it, and prints what they differ in.
import { isDeepStrictEqual } from "node:util";
import type * as Package from "../../ts/index";
import { ScriptedServer } from "../support/scripted-server";
import { answering } from "./answering";
import { cases } from "./cases";
import { type Comparison, compare } from "./comparison";

async function main(packagePath: string): Promise<void> {
  const { Client, createFetch } = require(packagePath) as typeof Package;
  const client = new Client({ apiKey: "ak_test", proxy: false });
  const fetches = { expected: globalThis.fetch, actual: createFetch(client) };
  const other: ScriptedServer = new ScriptedServer([answering(() => other.origin)]);
  const server = new ScriptedServer([answering(() => other.origin)]);
  await Promise.all([server.listen(), other.listen()]);
  const differences: (Comparison & { what: string })[] = [];
  for (const each of cases) {
    const { expected, actual } = await compare(each, fetches, [server, other]);
    if (!isDeepStrictEqual(actual, expected)) differences.push({ what: each.what, expected, actual });
  }
  process.stdout.write(JSON.stringify({ cases: cases.length, differences }), () => process.exit(0));
}

void main(process.argv[2] as string);
