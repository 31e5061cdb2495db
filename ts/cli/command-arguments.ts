import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./usage-error";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Options and the words beside them. */
export type CommandArguments<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>
>;

/**
 * Reads the arguments of a command.
 * @throws UsageError for an option that it doesn't have.
 */
export function commandArguments<const O extends Options>(
  args: readonly string[],
  options: O,
): CommandArguments<O> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true }) as CommandArguments<O>;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
}
