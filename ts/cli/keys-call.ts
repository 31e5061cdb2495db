import type { Client } from "../client";
import type { CommandArguments } from "./command-arguments";
import type { CommandIo } from "./command-io";
import { UsageError } from "./usage-error";

/** The options of `auriko keys`. */
export const KEYS_OPTIONS = {
  workspace: { type: "string" },
  json: { type: "boolean" },
  revoked: { type: "boolean" },
  name: { type: "string" },
  rpm: { type: "string" },
  expires: { type: "string" },
  "budget-usd": { type: "string" },
  period: { type: "string" },
  "secret-env": { type: "string" },
  tier: { type: "string" },
  default: { type: "boolean" },
} as const;

/** What the actions share. */
export interface KeysCall {
  readonly client: Client;
  readonly workspace: string;
  readonly arguments: CommandArguments<typeof KEYS_OPTIONS>;
  readonly io: CommandIo;
}

/** The id that an action needs. */
export function idIn(positionals: readonly string[], action: string): string {
  const [id, ...others] = positionals;
  if (id === undefined || others.length > 0) throw new UsageError(`auriko keys ${action} needs one id.`);
  return id;
}
