import { writeFileSync } from "node:fs";
import { STRATEGY_NAMES } from "../../../gateway/routing/strategies";
import { didYouMean } from "../../validation/nearest-name";
import type { Conversation } from "./conversation";

/** What follows a command of a conversation. */
export interface Next {
  readonly print?: readonly string[];
  /** A message to send. */
  readonly ask?: string | undefined;
  readonly ends?: boolean;
}

interface SlashCommand {
  readonly name: string;
  readonly usage: string;
  readonly run: (argument: string, conversation: Conversation) => Next;
}

const COMMANDS: readonly SlashCommand[] = [
  { name: "/help", usage: "this list", run: () => ({ print: help() }) },
  { name: "/history", usage: "what was said", run: (_, conversation) => ({ print: history(conversation) }) },
  {
    name: "/clear",
    usage: "forget what was said",
    run: (_, conversation) => {
      conversation.clear();
      return { print: ["Forgotten."] };
    },
  },
  {
    name: "/undo",
    usage: "forget the last message and its answer",
    run: (_, conversation) => ({
      print: [conversation.takeBack() === undefined ? "Nothing was said yet." : "Forgotten."],
    }),
  },
  {
    name: "/retry",
    usage: "ask the last message again",
    run: (_, conversation) => {
      const message = conversation.takeBack();
      return message === undefined ? { print: ["Nothing was said yet."] } : { ask: message };
    },
  },
  setting("/model", "model", "<id>", "ask another model"),
  setting("/system", "system", "<text>", "tell the model something beforehand; /system alone takes it back"),
  setting(
    "/routing",
    "routing",
    "<strategy>",
    `choose providers by ${STRATEGY_NAMES.join(", ")}; /routing alone leaves it to the server`,
  ),
  {
    name: "/save",
    usage: "<file>  write what was said as JSON",
    run: (file, { messages }) => ({ print: [save(file, messages)] }),
  },
  { name: "/quit", usage: "end, as Ctrl+D does", run: () => ({ ends: true }) },
];

/** Runs a line that begins with a slash. */
export function runSlashCommand(line: string, conversation: Conversation): Next {
  const [, name = "", argument = ""] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
  const command = COMMANDS.find((known) => known.name === name);
  if (command !== undefined) return command.run(argument.trim(), conversation);
  const names = COMMANDS.map((known) => known.name);
  return { print: [`There is no ${name}.${didYouMean(name, names)} /help lists the commands.`] };
}

function help(): string[] {
  return [
    ...COMMANDS.map(({ name, usage }) => `  ${name.padEnd(10)}${usage}`),
    "  A line that ends with \\ goes on.",
  ];
}

function history({ messages }: Conversation): string[] {
  if (messages.length === 0) return ["Nothing was said yet."];
  return messages.map(({ role, content }) => `${role}: ${typeof content === "string" ? content : ""}`);
}

/** A setting that is changed from the next message on. The model can't be taken back. */
function setting(
  name: string,
  field: "model" | "system" | "routing",
  argument: string,
  what: string,
): SlashCommand {
  return {
    name,
    usage: `${argument}  ${what}`,
    run: (value, conversation) => {
      if (value === "" && field === "model")
        return { print: [`The model is ${conversation.settings.model}.`] };
      if (field === "routing" && value !== "" && !STRATEGY_NAMES.includes(value)) {
        return { print: [`There is no strategy ${value}; there are: ${STRATEGY_NAMES.join(", ")}.`] };
      }
      conversation.settings = { ...conversation.settings, [field]: value === "" ? undefined : value };
      return { print: [value === "" ? `No ${field}.` : `From now on: ${field} ${value}.`] };
    },
  };
}

function save(file: string, messages: Conversation["messages"]): string {
  if (file === "") return "/save needs the name of a file.";
  try {
    writeFileSync(file, `${JSON.stringify(messages, undefined, 2)}\n`, { flag: "wx" });
    return `Written to ${file}.`;
  } catch (error) {
    return `${file} was not written: ${error instanceof Error ? error.message : error}`;
  }
}
