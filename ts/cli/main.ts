#!/usr/bin/env node
import { fstatSync } from "node:fs";
import { text } from "node:stream/consumers";
import { runCli } from "./run-cli";
import { StandardOutput } from "./standard-output";
import { askSecret, openTerminal } from "./terminal";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // The second signal finds no listener and ends the process the hard way.
  process.once(signal, () => stop.abort());
}

const { stdin, stdout, stderr } = process;
// What nobody takes need not be made.
const output = new StandardOutput(stdout, () => stop.abort());
// There is nobody left to complain to.
stderr.on("error", () => {});

void runCli(process.argv.slice(2), {
  print: (line) => output.write(`${line}\n`),
  write: (piece) => output.write(piece),
  outputFailure: () => output.failure(),
  complain: (line) => stderr.write(`${line}\n`),
  ...(stderr.isTTY && {
    // To the beginning of the line, and the rest of it away.
    showStatus: (line: string) => stderr.write(`\r\x1b[2K${line}`),
  }),
  readInput: () => text(stdin),
  isPiped: isPiped(),
  openTerminal:
    stdin.isTTY && stdout.isTTY ? () => openTerminal({ input: stdin, output: stdout }) : undefined,
  askSecret:
    stdin.isTTY && stderr.isTTY ? (prompt) => askSecret(prompt, { input: stdin, output: stderr }) : undefined,
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
