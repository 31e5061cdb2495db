import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { Terminal } from "./command-io";
import { Interruption } from "./interruption";

type Typed = string | undefined | Interruption;

/** A keyboard and a screen. */
export interface Keyboard {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** A terminal, with editing and a history of what was typed. */
export function openTerminal({ input, output }: Keyboard): Terminal {
  const reader = createInterface({ input, output, terminal: true });
  let interrupted: (() => void) | undefined;
  let waiting: ((line: Typed) => void) | undefined;
  let isOpen = true;
  // Lines that came while none was asked for, as of a text that was pasted.
  const ahead: string[] = [];
  const answer = (line: Typed): void => {
    const resolve = waiting;
    waiting = undefined;
    resolve?.(line);
  };
  reader.on("line", (line) => {
    if (waiting === undefined) ahead.push(line);
    else answer(line);
  });
  reader.on("SIGINT", () => {
    if (waiting === undefined) {
      ahead.length = 0;
      return interrupted === undefined ? reader.close() : interrupted();
    }
    const { line } = reader;
    // As shells do: what was typed stays to be seen, and a new line begins.
    reader.write(null, { ctrl: true, name: "e" });
    reader.write(null, { ctrl: true, name: "u" });
    output.write(`${line}^C\n`);
    answer(new Interruption(line));
  });
  reader.on("close", () => {
    isOpen = false;
    answer(undefined);
  });
  return {
    ask: (prompt) =>
      new Promise((resolve) => {
        const next = ahead.shift();
        if (next !== undefined) {
          output.write(`${prompt}${next}\n`);
          return resolve(next);
        }
        if (!isOpen) return resolve(undefined);
        waiting = resolve;
        reader.setPrompt(prompt);
        reader.prompt();
      }),
    onInterrupt: (listener) => {
      interrupted = listener;
    },
    close: () => reader.close(),
  };
}

/** Asks for a line that is not shown while it is typed. */
export function askSecret(prompt: string, { input, output }: Keyboard): Promise<Typed> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // With `terminal`, the keyboard does not echo by itself, and what the reader would echo goes nowhere.
  const reader = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  output.write(prompt);
  return new Promise((resolve) => {
    const end = (line: Typed): void => {
      resolve(line);
      reader.close();
    };
    reader.once("line", end);
    reader.once("SIGINT", () => end(new Interruption("")));
    reader.once("close", () => {
      output.write("\n");
      resolve(undefined);
    });
  });
}
