import { Interruption } from "./interruption";
import { idIn, type KeysCall } from "./keys-call";
import { table } from "./table";
import { UsageError } from "./usage-error";

/** Runs `auriko keys byok`. */
export async function byokCommand(call: KeysCall): Promise<void> {
  const [action, ...positionals] = call.arguments.positionals;
  if (action === "list") return list(call);
  if (action === "add") return add(call, positionals);
  if (action === "delete") return remove(call, positionals);
  throw new UsageError("auriko keys byok needs one of: list, add, delete.");
}

async function list({ client, workspace, arguments: { values }, io }: KeysCall): Promise<void> {
  const keys = await client.byokKeys.list({ workspace_id: workspace });
  if (values.json) return io.print(JSON.stringify(keys));
  const rows = keys.data.map((key) => [
    key.id,
    key.provider,
    key.name,
    key.key_prefix,
    key.disabled ? "disabled" : key.is_default ? "default" : "",
    key.validation_status ?? "",
    key.account_tier ?? "",
  ]);
  for (const line of table(["ID", "PROVIDER", "NAME", "KEY", "STATE", "VALID", "TIER"], rows)) io.print(line);
}

async function add(call: KeysCall, positionals: readonly string[]): Promise<void> {
  const {
    client,
    workspace,
    arguments: { values },
    io,
  } = call;
  const [provider, ...others] = positionals;
  if (provider === undefined || others.length > 0) {
    throw new UsageError(
      "auriko keys byok add needs one provider; the secret is asked for, or read from the standard input.",
    );
  }
  const key = await client.byokKeys.create({
    workspace_id: workspace,
    provider,
    api_key: await secretFrom(call, `Secret of ${provider}, which is not shown: `),
    name: values.name,
    account_tier: values.tier,
    is_default: values.default,
  });
  io.print(values.json ? JSON.stringify(key) : `Stored ${key.name} for ${key.provider} (${key.id}).`);
}

async function secretFrom({ arguments: { values }, io }: KeysCall, prompt: string): Promise<string> {
  const variable = values["secret-env"];
  if (variable !== undefined) {
    const secret = io.environment[variable];
    if (secret) return secret;
    throw new UsageError(`The environment variable ${variable} is not set.`);
  }
  const given = io.askSecret === undefined ? await io.readInput() : await io.askSecret(prompt);
  if (given instanceof Interruption) throw given;
  const secret = given?.trim();
  if (secret) return secret;
  throw new UsageError(
    io.askSecret === undefined
      ? "The standard input is empty: pipe the provider's secret in."
      : "No secret was typed.",
  );
}

async function remove(call: KeysCall, positionals: readonly string[]): Promise<void> {
  const {
    client,
    workspace,
    arguments: { values },
    io,
  } = call;
  const answer = await client.byokKeys.delete(idIn(positionals, "byok delete"), { workspace_id: workspace });
  io.print(
    values.json
      ? JSON.stringify(answer)
      : `Deleted ${answer.id}; routing stops using it within five minutes.`,
  );
}
