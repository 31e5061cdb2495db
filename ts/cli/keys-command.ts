import type { Client } from "../client";
import type { ApiKeyCreateParams, ManagedApiKey } from "../management";
import { didYouMean } from "../validation/nearest-name";
import { byokCommand } from "./byok-command";
import { commandArguments } from "./command-arguments";
import { CommandFailure } from "./command-failure";
import type { CommandIo } from "./command-io";
import { idIn, KEYS_OPTIONS, type KeysCall } from "./keys-call";
import { numberOption } from "./number-option";
import { type OptionNames, underTheirOptions } from "./option-errors";
import { sdkClient } from "./sdk-client";
import { table } from "./table";
import { UsageError } from "./usage-error";

/** What `auriko keys --help` prints. */
export const KEYS_HELP = `Usage: auriko keys <action> [options]

Manages the API keys of a workspace. The key that asks comes from AURIKO_API_KEY and needs the scope keys:read, and
keys:write for changes. Secrets are never arguments, which every process of a machine can see.

Actions:
  list                     all keys
    --revoked              also those that were revoked
  create                   a new key for calling models; its secret is printed, this once
    --name <text>          1 to 255 characters (required)
    --rpm <n>              requests per minute
    --expires <date>       date and time in ISO 8601, for example 2027-01-31T00:00:00Z
    --budget-usd <amount>  a spending limit that refuses requests beyond it
  revoke <id>              ends a key for good, within a minute
  usage <id>               requests, tokens and cost of a key
    --period day|week|month  (default month)
  byok list                your own keys at providers
  byok add <provider>      stores one; the secret is asked for, read from the standard input, or from the variable that
    --secret-env <var>       this names
    --name <text>, --tier <tier>, --default
  byok delete <id>         deletes one

Options:
  --workspace <id>         default: the workspace of the key
  --json                   print the answer as JSON; for create, with the secret`;

/** What `auriko keys` does. */
export const KEYS_ACTIONS = ["list", "create", "revoke", "usage", "byok"] as const;

type Action = (call: KeysCall) => Promise<void>;

const ACTIONS: Readonly<Record<(typeof KEYS_ACTIONS)[number], Action>> = {
  list,
  create,
  revoke,
  usage,
  byok: byokCommand,
};

/** Runs `auriko keys`. */
export async function runKeys(args: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = args;
  const action = KEYS_ACTIONS.find((known) => known === name);
  if (action === undefined) {
    const hint = name === undefined ? "" : didYouMean(name, KEYS_ACTIONS);
    throw new UsageError(`auriko keys needs one of: ${KEYS_ACTIONS.join(", ")}.${hint}`);
  }
  const parsed = commandArguments(rest, KEYS_OPTIONS);
  checkText("--name", parsed.values.name);
  checkDate("--expires", parsed.values.expires);
  const client = sdkClient(io);
  try {
    await underTheirOptions(OPTION_NAMES, async () => {
      const workspace = parsed.values.workspace ?? (await workspaceOf(client));
      await ACTIONS[action]({ client, workspace, arguments: parsed, io });
    });
    return 0;
  } finally {
    client.close();
  }
}

const OPTION_NAMES: OptionNames = {
  workspace_id: "--workspace",
  name: "--name",
  rate_limit_rpm: "--rpm",
  expires_at: "--expires",
  budget: "--budget-usd",
  period: "--period",
  account_tier: "--tier",
  provider: "the provider",
};

function checkText(option: string, text: string | undefined): void {
  if (text?.trim() === "") throw new UsageError(`${option} must not be empty.`);
}

function checkDate(option: string, text: string | undefined): void {
  if (text === undefined) return;
  const hasForm = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i.test(text);
  if (hasForm && !Number.isNaN(Date.parse(text))) return;
  throw new UsageError(`${option} must be a date and time in ISO 8601, for example 2027-01-31T00:00:00Z.`);
}

async function workspaceOf(client: Client): Promise<string> {
  const { workspace, workspace_id: older } = await client.me.get();
  const id = workspace?.id ?? older;
  if (typeof id !== "string") throw new UsageError("The key names no workspace; give --workspace.");
  return id;
}

async function list({ client, workspace, arguments: { values }, io }: KeysCall): Promise<void> {
  const keys = await client.apiKeys.list({
    workspace_id: workspace,
    include_revoked: values.revoked === true,
  });
  if (values.json) return io.print(JSON.stringify(keys));
  const rows = keys.data.map((key) => [
    key.id,
    key.name,
    `${key.key_prefix}…`,
    key.profile ?? "",
    stateOf(key),
    key.rate_limit_rpm ?? "default",
    key.last_used_at ?? "never",
  ]);
  for (const line of table(["ID", "NAME", "KEY", "PROFILE", "STATE", "RPM", "LAST USED"], rows))
    io.print(line);
}

const stateOf = ({ is_active, expires_at }: ManagedApiKey): string => {
  if (!is_active) return "off";
  return expires_at ? `until ${expires_at}` : "active";
};

async function create({ client, workspace, arguments: { values }, io }: KeysCall): Promise<void> {
  if (values.name === undefined) throw new UsageError("auriko keys create needs --name.");
  const params: ApiKeyCreateParams = {
    workspace_id: workspace,
    name: values.name,
    rate_limit_rpm: numberOption("--rpm", values.rpm, { from: 1, whole: true }),
    expires_at: values.expires,
    budget: budgetIn(values["budget-usd"]),
  };
  const key = await client.apiKeys.create(params);
  if (values.json) {
    io.print(JSON.stringify({ ...key, api_key: key.api_key }));
  } else {
    io.complain(`Created ${key.name} (${key.id}). The secret is shown this once:`);
    io.print(key.api_key);
  }
  if ((await io.outputFailure?.()) === undefined) return;
  const where = values.workspace === undefined ? "" : ` --workspace ${values.workspace}`;
  throw new CommandFailure(
    `The key ${key.name} exists, but its secret could not be written and is lost. Remove the key with: auriko keys revoke ${key.id}${where}`,
  );
}

function budgetIn(text: string | undefined): ApiKeyCreateParams["budget"] {
  const limit = numberOption("--budget-usd", text, { above: 0 });
  return limit === undefined ? undefined : { limit_usd: limit, enforce: true };
}

async function revoke({
  client,
  workspace,
  arguments: { positionals, values },
  io,
}: KeysCall): Promise<void> {
  const answer = await client.apiKeys.delete(idIn(positionals, "revoke"), { workspace_id: workspace });
  io.print(values.json ? JSON.stringify(answer) : `Revoked ${answer.id}; it is dead within a minute.`);
}

async function usage({ client, workspace, arguments: { positionals, values }, io }: KeysCall): Promise<void> {
  const use = await client.apiKeys.usage(idIn(positionals, "usage"), {
    workspace_id: workspace,
    period: values.period,
  });
  if (values.json) return io.print(JSON.stringify(use));
  const titles = ["FROM", "TO", "REQUESTS", "ERRORS", "429", "INPUT", "OUTPUT", "COST USD"];
  const row = [
    use.start_date,
    use.end_date,
    use.request_count,
    use.error_count,
    use.rate_limit_count,
    use.tokens_input,
    use.tokens_output,
    use.cost_usd,
  ];
  for (const line of table(titles, [row])) io.print(line);
}
