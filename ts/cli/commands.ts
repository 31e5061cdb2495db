import { BATCH_HELP, BATCH_OPTIONS, runBatch } from "./batch-command";
import { CHAT_HELP, CHAT_OPTIONS, runChat } from "./chat/chat-command";
import type { Command } from "./command";
import { completionCommand } from "./completion/completion-command";
import { runDoctor } from "./doctor/doctor-command";
import { runGateway } from "./gateway-command";
import { DOCTOR_HELP, GATEWAY_HELP } from "./help";
import { KEYS_OPTIONS } from "./keys-call";
import { KEYS_ACTIONS, KEYS_HELP, runKeys } from "./keys-command";
import { ME_HELP, ME_OPTIONS, runMe } from "./me-command";
import { MODELS_HELP, MODELS_OPTIONS, runModels } from "./models-command";
import { GATEWAY_OPTIONS } from "./parse-gateway-arguments";

const named: readonly Command[] = [
  {
    name: "chat",
    summary: "talk to a model, or ask it once; tells route, latency and cost",
    help: CHAT_HELP,
    options: Object.keys(CHAT_OPTIONS),
    run: runChat,
  },
  {
    name: "batch",
    summary: "ask for every line of a file, and write a line for each result",
    help: BATCH_HELP,
    options: Object.keys(BATCH_OPTIONS),
    words: ["merge", "report"],
    run: runBatch,
  },
  {
    name: "models",
    summary: "list models with their providers and prices",
    help: MODELS_HELP,
    options: Object.keys(MODELS_OPTIONS),
    run: runModels,
  },
  {
    name: "me",
    summary: "show whose key this is and what it may do",
    help: ME_HELP,
    options: Object.keys(ME_OPTIONS),
    run: runMe,
  },
  {
    name: "keys",
    summary: "list, create, revoke and look at API keys, and store your own keys at providers",
    help: KEYS_HELP,
    options: Object.keys(KEYS_OPTIONS),
    words: KEYS_ACTIONS,
    run: runKeys,
  },
  {
    name: "gateway",
    summary: "start a local gateway that speaks the Auriko API",
    help: GATEWAY_HELP,
    options: Object.keys(GATEWAY_OPTIONS),
    run: runGateway,
  },
  {
    name: "doctor",
    summary: "check this machine, the installation, the network and the key",
    help: DOCTOR_HELP,
    options: ["json"],
    run: runDoctor,
  },
];

/** All commands, in the order in which help shows them. */
export const COMMANDS: readonly Command[] = [...named, completionCommand(named)];
