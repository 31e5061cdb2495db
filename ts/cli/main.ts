#!/usr/bin/env node
import { text } from "node:stream/consumers";
import { runCli } from "./run-cli";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // The second signal finds no listener and ends the process the hard way.
  process.once(signal, () => stop.abort());
}

// Whoever reads the output may leave first, as `head` does.
process.stdout.on("error", () => stop.abort());

void runCli(process.argv.slice(2), {
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
  readInput: () => text(process.stdin),
  environment: process.env,
  stop: stop.signal,
}).then((code) => {
  process.exitCode = code;
});
