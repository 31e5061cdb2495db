import { createInterface } from "node:readline";
import type { Terminal } from "./command-io";

/** The terminal of this process, with editing and a history of what was typed. */
export function openTerminal(): Terminal {
  const reader = createInterface({ input: process.stdin, output: process.stdout, terminal: true });
  let interrupted: (() => void) | undefined;
  let waiting: ((line: string | undefined) => void) | undefined;
  let isOpen = true;
  const answer = (line: string | undefined): void => {
    const resolve = waiting;
    waiting = undefined;
    resolve?.(line);
  };
  reader.on("line", answer);
  reader.on("SIGINT", () => (interrupted === undefined ? reader.close() : interrupted()));
  reader.on("close", () => {
    isOpen = false;
    answer(undefined);
  });
  return {
    ask: (prompt) =>
      new Promise((resolve) => {
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
