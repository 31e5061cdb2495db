#!/usr/bin/env node
import { fstatSync } from "node:fs";
import { text } from "node:stream/consumers";
import { runCli } from "./run-cli";
import { openTerminal } from "./terminal";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // The second signal finds no listener and ends the process the hard way.
  process.once(signal, () => stop.abort());
}

// Whoever reads the output may leave first, as `head` does.
process.stdout.on("error", () => stop.abort());

void runCli(process.argv.slice(2), {
  print: (line) => process.stdout.write(`${line}\n`),
  write: (piece) => process.stdout.write(piece),
  complain: (line) => process.stderr.write(`${line}\n`),
  ...(process.stderr.isTTY && {
    // To the beginning of the line, and the rest of it away.
    showStatus: (line: string) => process.stderr.write(`\r\x1b[2K${line}`),
  }),
  readInput: () => text(process.stdin),
  isPiped: isPiped(),
  openTerminal: process.stdin.isTTY && process.stdout.isTTY ? openTerminal : undefined,
  environment: process.env,
  stop: stop.signal,
}).then((code) => {
  process.exitCode = code;
});

/** A socket or a device may never end: whoever starts a program often leaves it one that nobody writes to. */
function isPiped(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isFile();
  } catch {
    return false;
  }
}
