import type { ApiKeyIdentity } from "../identity/api-key-identity";
import { commandArguments } from "./command-arguments";
import type { CommandIo } from "./command-io";
import { withClient } from "./sdk-client";
import { UsageError } from "./usage-error";

/** What `auriko me --help` prints. */
export const ME_HELP = `Usage: auriko me [options]

Shows whose key AURIKO_API_KEY is, and what it may do. The key itself is not shown.

Options:
  --local     ask a gateway on this machine, with a key of its own
  --json      print the answer as JSON`;

/** The options of `auriko me`. */
export const ME_OPTIONS = { local: { type: "boolean" }, json: { type: "boolean" } } as const;

/** Runs `auriko me`. */
export async function runMe(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = commandArguments(args, ME_OPTIONS);
  if (positionals.length > 0) throw new UsageError("auriko me takes no words, only options.");
  const me = await withClient(io, values.local, (client) => client.me.get({ signal: io.stop }));
  if (values.json) io.print(JSON.stringify(me));
  else for (const [name, value] of rows(me)) io.print(`${name.padEnd(12)}${value}`);
  return 0;
}

function rows(me: ApiKeyIdentity): [string, string][] {
  const limits = me.rate_limits;
  const perMinute = limits?.inference_rpm ?? me.rate_limit_rpm;
  const all: [string, string | null | undefined][] = [
    ["Key", [me.key_name, me.key_prefix && `${me.key_prefix}…`].filter(Boolean).join("  ")],
    ["Id", me.key_id],
    ["Workspace", [me.workspace?.name, me.workspace?.id ?? me.workspace_id].filter(Boolean).join("  ")],
    ["Status", me.status],
    ["Profile", me.profile ?? me.tier],
    ["Scopes", me.scopes?.join(", ")],
    ["Requests", perMinute === null || perMinute === undefined ? null : `${perMinute} per minute`],
    ["Created", me.created_at],
    ["Expires", me.expires_at === null ? "never" : me.expires_at],
  ];
  return all.filter((row): row is [string, string] => typeof row[1] === "string" && row[1] !== "");
}
