import { STRATEGY_NAMES } from "../../../gateway/routing/strategies";
import type { Client } from "../../client";
import { commandArguments } from "../command-arguments";
import type { CommandIo } from "../command-io";
import { withClient } from "../sdk-client";
import { UsageError } from "../usage-error";
import { answerLine, answerRecord } from "./answer-line";
import { Conversation } from "./conversation";
import { converse } from "./converse";

/** What `auriko chat --help` prints. */
export const CHAT_HELP = `Usage: auriko chat [message …] [options]

Talks to a model. With a message, or with something piped in, it asks once: the answer goes to the standard output,
route, latency and cost to the standard error. What is piped in stands behind the message. Otherwise it is a
conversation; /help there lists its commands, Ctrl+C gives up a line or an answer, at an empty line the conversation.
Words behind -- are never options.

Options:
  --model <id>          the model, for example gpt-5.4 (required without --local); auriko models lists them
  --system <text>       what the model is told before the conversation
  --routing <strategy>  how a provider is chosen: ${STRATEGY_NAMES.slice(0, 6).join(", ")},
                        ${STRATEGY_NAMES.slice(6).join(", ")}
  --local               talk to a gateway on this machine, whose answers are simulated
  --json                ask once, and print one JSON object with answer, usage, route, cost and latency

Exit codes: 0 for an answer, 1 for a failure, 2 for wrong usage, 130 when interrupted.`;

/** The options of `auriko chat`. */
export const CHAT_OPTIONS = {
  model: { type: "string" },
  system: { type: "string" },
  routing: { type: "string" },
  local: { type: "boolean" },
  json: { type: "boolean" },
} as const;

/** Runs `auriko chat`. */
export async function runChat(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = commandArguments(args, CHAT_OPTIONS);
  const { model, system, routing, local, json } = values;
  if (model === undefined && local !== true) {
    throw new UsageError(
      "auriko chat needs --model; `auriko models` lists them, and --local takes one by itself.",
    );
  }
  if (routing !== undefined && !STRATEGY_NAMES.includes(routing)) {
    throw new UsageError(`--routing must be one of: ${STRATEGY_NAMES.join(", ")}.`);
  }
  const isOnce = positionals.length > 0 || io.isPiped || json === true || io.openTerminal === undefined;
  const question = isOnce ? await questionIn(positionals, io) : undefined;
  return withClient(io, local, async (client) => {
    const conversation = new Conversation(client, {
      model: model ?? (await anyModel(client)),
      system,
      routing,
    });
    if (question === undefined) return converse(conversation, io);
    return ask(conversation, question, json === true, io);
  });
}

/** The message, and behind it what was piped in. */
async function questionIn(words: readonly string[], io: CommandIo): Promise<string> {
  const message = words.join(" ").trim();
  const input = message === "" || io.isPiped ? (await io.readInput()).trim() : "";
  const question = [message, input].filter((part) => part !== "").join("\n\n");
  if (question === "") throw new UsageError("auriko chat was given nothing to ask.");
  return question;
}

async function anyModel(client: Client): Promise<string> {
  const [first] = (await client.models.list()).data;
  if (first === undefined) throw new UsageError("There is no model; give --model.");
  return first.id;
}

async function ask(
  conversation: Conversation,
  question: string,
  json: boolean,
  io: CommandIo,
): Promise<number> {
  const answer = await conversation.ask(question, { write: json ? () => {} : io.write, signal: io.stop });
  if (json) {
    io.print(JSON.stringify(answerRecord(answer)));
  } else {
    if (!answer.text.endsWith("\n")) io.write("\n");
    io.complain(answerLine(answer));
  }
  return 0;
}
