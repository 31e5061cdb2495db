import { AurikoAPIError } from "../../errors/auriko-api-error";
import type { CommandIo, Terminal } from "../command-io";
import { INTERRUPTED } from "../exit-codes";
import { Interruption } from "../interruption";
import { answerLine } from "./answer-line";
import type { Conversation } from "./conversation";
import { runSlashCommand } from "./slash-commands";

/** A conversation at a terminal, until the input ends. */
export async function converse(conversation: Conversation, io: CommandIo): Promise<number> {
  const terminal = io.openTerminal?.();
  if (terminal === undefined) return 2;
  const close = () => terminal.close();
  io.stop.addEventListener("abort", close, { once: true });
  io.print(`Talking to ${conversation.settings.model}. /help lists commands, Ctrl+C or Ctrl+D ends.`);
  try {
    for (;;) {
      const line = await message(terminal);
      if (io.stop.aborted) return INTERRUPTED;
      if (line instanceof Interruption) return INTERRUPTED;
      if (line === undefined) return 0;
      const next = line.startsWith("/") ? runSlashCommand(line, conversation) : { ask: line };
      if (next.ends) return 0;
      for (const text of next.print ?? []) io.print(text);
      if (next.ask !== undefined && next.ask.trim() !== "")
        await answer(conversation, next.ask, terminal, io);
    }
  } finally {
    io.stop.removeEventListener("abort", close);
    close();
  }
}

/** One message; a line that ends with a backslash goes on. Ctrl+C gives up what was typed of it, or the conversation. */
async function message(terminal: Terminal): Promise<string | undefined | Interruption> {
  let text = "";
  let prompt = "> ";
  for (;;) {
    const line = await terminal.ask(prompt);
    if (line === undefined) return undefined;
    if (line instanceof Interruption) {
      if (text === "" && line.line === "") return line;
      text = "";
      prompt = "> ";
      continue;
    }
    if (!line.endsWith("\\")) return text + line;
    text += `${line.slice(0, -1)}\n`;
    prompt = "… ";
  }
}

/** Ctrl+C stops the answer, not the conversation. */
async function answer(
  conversation: Conversation,
  text: string,
  terminal: Terminal,
  io: CommandIo,
): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  terminal.onInterrupt(stop);
  io.stop.addEventListener("abort", stop, { once: true });
  try {
    const given = await conversation.ask(text, { write: io.write, signal: stopping.signal });
    io.write(given.text.endsWith("\n") ? "" : "\n");
    io.print(dim(answerLine(given), io));
  } catch (error) {
    if (!AurikoAPIError.isInstance(error)) throw error;
    io.write("\n");
    io.complain(stopping.signal.aborted ? "(stopped)" : error.message);
  } finally {
    terminal.onInterrupt(undefined);
    io.stop.removeEventListener("abort", stop);
  }
}

const dim = (line: string, { environment }: CommandIo) =>
  environment.NO_COLOR ? line : `\u001b[2m${line}\u001b[22m`;
